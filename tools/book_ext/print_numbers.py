"""In the PDF, chapters, sections and exercises bear the numbers of the pages.

LaTeX would count on its own, the front matter's chapters too, so that equation (4.12) of the pages
became (8.12) in print. Equations and figures count within their chapter on both.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

UNNUMBERED = r"\setcounter{secnumdepth}{-2}\setcounter{chapter}{0}"


def raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")


def number_document(document: nodes.Element, numbers: dict[str, tuple[int, ...]]) -> None:
    """A chapter starts LaTeX's counter at its number; a section says its number in its title."""
    chapter = numbers.get("")
    if chapter and len(chapter) == 1:
        count = rf"\setcounter{{chapter}}{{{chapter[0] - 1}}}"
        document.insert(0, raw(rf"\setcounter{{secnumdepth}}{{0}}{count}"))
    elif not chapter and document["docname"].count("/") == 1 and not numbers:
        document.insert(0, raw(UNNUMBERED))
    for section in document.findall(nodes.section):
        of_file = next(iter(section["ids"]), "")
        found = numbers.get("" if section in document.children else f"#{of_file}")
        title = section.next_node(nodes.title)
        if title and found and len(found) == 2:
            title.insert(0, nodes.Text(f"{found[0]}.{found[1]} "))


def number_exercises(app: Sphinx, doctree: nodes.document) -> None:
    """An exercise's number becomes text: sphinx-exercise writes no label that LaTeX can find."""
    known: dict[str, tuple[int, ...]] = {}
    for figures in app.env.toc_fignumbers.values():
        known |= figures.get("exercise", {})
    for reference in doctree.findall(addnodes.number_reference):
        name = reference.get("refid") or reference.get("refuri", "").rpartition("#")[2]
        name = name.rpartition(":")[2]
        if name in known:
            words = reference.astext().replace("%s", ".".join(map(str, known[name])))
            plain = nodes.reference("", words, internal=True, refuri=f"#{name}")
            reference.replace_self(plain)


def number(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name != "latex":
        return
    for document in list(doctree.findall(addnodes.start_of_file)):
        number_document(document, app.env.toc_secnumbers.get(document["docname"], {}))
    doctree.insert(0, raw(UNNUMBERED))
    number_exercises(app, doctree)
