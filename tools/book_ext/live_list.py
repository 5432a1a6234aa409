"""The directive `live-figures` lists every live figure of the book, with a link.

Where a notebook stores a widget view with a caption, there is a live figure.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

VIEW = "application/vnd.jupyter.widget-view+json"


class live_figures(nodes.General, nodes.Element):
    pass


class LiveFigures(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        return [live_figures()]


def is_live(figure: nodes.Element) -> bool:
    return any(form.get("mime_type") == VIEW for form in figure.findall(nodes.container))


def entries(app: Sphinx, docname: str) -> Iterator[tuple[str, nodes.list_item]]:
    """One item for each live figure: its caption as a link, then the page on which it stands."""
    for other in app.env.found_docs:
        for figure in app.env.get_doctree(other).findall(nodes.figure):
            if not is_live(figure):
                continue
            anchor = f"{app.builder.get_relative_uri(docname, other)}#{figure['ids'][0]}"
            caption = next(iter(figure.findall(nodes.caption)), None)
            words = caption.astext() if caption else app.env.titles[other].astext()
            link = nodes.reference("", words, refuri=anchor, internal=True)
            page = nodes.emphasis("", app.env.titles[other].astext())
            yield other, nodes.list_item("", nodes.paragraph("", "", page, nodes.Text(": "), link))


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(live_figures)):
        found = [item for _, item in sorted(entries(app, docname), key=lambda pair: pair[0])]
        place.replace_self(nodes.bullet_list("", *found))
