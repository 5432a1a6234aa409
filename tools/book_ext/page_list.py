"""The list of all pages in the sidebar, on each page open where the page stands.

The theme makes it for each page anew, out of all sections of the book: a tenth of a build. Here it
is read once from what Sphinx knows, and each page writes it with its own addresses.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from .html_pages import HtmlPage

if TYPE_CHECKING:
    from . import Build

LINK = '<a class="reference internal" href="#">'
CAPTION = (
    '<p aria-level="2" class="caption" role="heading"><span class="caption-text">{}</span></p>\n'
)
# The arrow that unfolds a chapter has a name to be spoken.
ARROW = (
    '<summary aria-label="Its sections"><span class="toctree-toggle" role="presentation">'
    '<i class="fa-solid fa-chevron-down"></i></span></summary>'
)


@dataclass(frozen=True)
class Listed:
    """A page of the list: its name, its title as HTML, and the pages below it."""

    name: str
    title: str
    inside: tuple["Listed", ...]


def title_of(app: Sphinx, docname: str) -> str:
    """A page's title as its entry in the list shows it, with its number."""
    entry = next(iter(app.env.tocs[docname].findall(nodes.reference))).deepcopy()
    entry["refuri"], entry["anchorname"] = "#", ""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    shown = builder.render_partial(addnodes.compact_paragraph("", "", entry))["fragment"]
    return shown.partition(LINK)[2].rpartition("</a>")[0]


def read(app: Sphinx, docname: str) -> Iterator[tuple[str, tuple[Listed, ...]]]:
    """(caption, pages) of each list that a page holds; the caption is empty but for a part's."""
    for tree in app.env.tocs[docname].findall(addnodes.toctree):
        names = [name for _, name in tree["entries"]]
        pages = tuple(
            Listed(name, title_of(app, name), sum((inside for _, inside in read(app, name)), ()))
            for name in names
        )
        yield tree["caption"] or "", pages


def holds(page: Listed, docname: str) -> bool:
    """Whether it is the page, or the page stands below it."""
    return page.name == docname or any(holds(below, docname) for below in page.inside)


def item(page: Listed, level: int, docname: str, address: Callable[[str], str]) -> str:
    """A page's entry in the list on the page `docname`."""
    here, current = page.name == docname, holds(page, docname)
    link = f'<a class="{"current " * here}reference internal" href="{address(page.name)}">'
    marks = f"toctree-l{level}{' current active' * current}{' has-children' * bool(page.inside)}"
    below = ""
    if page.inside:
        class_ = ' class="current"' * (current and not here)
        items = "".join(item(each, level + 1, docname, address) for each in page.inside)
        unfolded = ' open="open"' * current
        below = f"<details{unfolded}>{ARROW}<ul{class_}>\n{items}</ul>\n</details>"
    return f'<li class="{marks}">{link}{page.title}</a>{below}</li>\n'


def insert(build: "Build", page: HtmlPage) -> None:
    """The list as it stands on a page, for the template."""
    app, docname = page.app, page.name
    if not build.pages:
        build.pages = list(read(app, app.config.root_doc))

    def address(name: str) -> str:
        return "#" if name == docname else escape(app.builder.get_relative_uri(docname, name))

    written = ""
    for caption, pages in build.pages:
        current = "current " * any(holds(each, docname) for each in pages)
        items = "".join(item(each, 1, docname, address) for each in pages)
        written += CAPTION.format(escape(caption)) if caption else ""
        written += f'<ul class="{current}nav bd-sidenav">\n{items}</ul>\n'
    page.context["list_of_pages"] = written
