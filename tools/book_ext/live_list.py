"""The directive `live-figures` shows every live figure of the book by its still, with a link.

Where a notebook stores a widget view with a caption, there is a live figure. With a figure's name
as its argument the directive shows that one; the words of its link are then its content, since a
caption says what to do with the figure, and a still does nothing.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from .doctrees import tree_of
from .still_frames import VIEW


class live_figures(nodes.General, nodes.Element):
    pass


class LiveFigures(SphinxDirective):
    optional_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        only = next(iter(self.arguments), None)
        if (only is None) != (not self.content):
            raise self.error("live-figures: a figure's name and the words of its link go together.")
        return [live_figures(only=only, words=" ".join(self.content))]


def is_live(figure: nodes.Element) -> bool:
    return any(form.get("mime_type") == VIEW for form in figure.findall(nodes.container))


def still(figure: nodes.Element) -> list[nodes.image]:
    """Its stored picture, as a list that is empty where the notebook holds none."""
    return [image.deepcopy() for image in figure.findall(nodes.image)][:1]


def entries(
    app: Sphinx, docname: str, said: str
) -> Iterator[tuple[str, list[str], nodes.paragraph]]:
    """Page, names, and the still and what is said, or the caption, as one link, of each figure."""
    for other in app.env.found_docs:
        for figure in tree_of(app.env, other).findall(nodes.figure):
            if not is_live(figure):
                continue
            anchor = f"{app.builder.get_relative_uri(docname, other)}#{figure['ids'][0]}"
            caption = next(iter(figure.findall(nodes.caption)), None)
            words = said or (caption or app.env.titles[other]).astext()
            link = nodes.reference("", "", *still(figure), refuri=anchor, internal=True)
            link += nodes.raw("", r"\newline ", format="latex")
            link += nodes.inline("", words)
            page = nodes.emphasis("", app.env.titles[other].astext())
            line = nodes.paragraph("", "", link, nodes.Text(" "), page, classes=["live-still"])
            yield other, figure["ids"] + figure["names"], line


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(live_figures)):
        found = sorted(entries(app, docname, place["words"]), key=lambda entry: entry[0])
        if place["only"]:
            lines = [line for _, names, line in found if place["only"] in names]
            if not lines:
                raise ExtensionError(f"{docname}: there is no live figure {place['only']!r}.")
            place.replace_self(lines)
        else:
            items = (nodes.list_item("", line) for *_, line in found)
            place.replace_self(nodes.bullet_list("", *items, classes=["live-list"]))
