"""What the search page searches: every section, definition and equation of the book.

Sphinx's own index knows pages and words. Here an entry has a place of its own, so that a hit lands
there; a formula stands in it once, as it is drawn; and `synonyms.json` names what readers say for
what the book says. `assets/search.js` does the searching, by MiniSearch.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from .formulas import Katex

if TYPE_CHECKING:
    from . import Build

SYNONYMS = Path(__file__).with_name("synonyms.json")
# What repeats other pages: found there, it stands behind them.
NAMES = ("changes", "claims", "exercises", "notation", "references", "solutions")
LISTS = {f"book/{name}" for name in NAMES}
SILENT = (nodes.raw, nodes.comment, nodes.image, nodes.system_message, addnodes.toctree)


def configure(app: Sphinx) -> None:
    """Sphinx writes no index of its own, and the search page is ours."""
    cast(StandaloneHTMLBuilder, app.builder).search = False


def drawn(katex: Katex, node: nodes.Node) -> str:
    """A formula as the eye reads it."""
    shown, _ = katex.render(node.astext(), isinstance(node, nodes.math_block))
    return html.unescape(re.sub(r"<[^>]*>|\u200b", "", shown.partition('aria-hidden="true">')[2]))


def text_of(katex: Katex, node: Any, top: bool = True) -> str:
    """The words of a node, less those of the sections and definitions inside it."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math | nodes.math_block):
        return f" {drawn(katex, node)} "
    if isinstance(node, SILENT) or "cell_output" in node.get("classes", ()):
        return ""
    if not top and (is_entry(node) or (isinstance(node, nodes.section) and node["ids"])):
        return ""
    inside = "".join(text_of(katex, child, False) for child in node.children)
    return inside if isinstance(node, nodes.Inline) else f" {inside} "


def is_entry(node: Any) -> bool:
    """Whether a node is a definition of the glossary or an entry of the list of equations."""
    if isinstance(node, nodes.definition_list_item):
        return bool(cast(nodes.Element, node[0])["ids"])
    return "equation-entry" in node.get("classes", ())


def squeeze(text: str) -> str:
    return " ".join(text.split())


def entries(
    katex: Katex, doctree: nodes.document, kind_of_section: str
) -> Iterator[tuple[str, str, str, str]]:
    """(anchor, title, kind, text) of every section, definition and equation of a page."""
    for node in doctree.findall(nodes.Element):
        title: Any
        if isinstance(node, nodes.section) and node["ids"] and isinstance(node[0], nodes.title):
            title, kind, anchor = node[0], kind_of_section, node["ids"][0]
            rest = [text_of(katex, child, False) for child in node.children[1:]]
            words = "".join(rest)
        elif isinstance(node, nodes.definition_list_item) and is_entry(node):
            title, kind = node[0], "definition"
            anchor = title["ids"][0]
            words = text_of(katex, node[-1])
        elif is_entry(node):
            title, kind, anchor = node.next_node(nodes.reference), "equation", node["ids"][0]
            words = text_of(katex, node)
        else:
            continue
        yield anchor, squeeze(text_of(katex, title)), kind, squeeze(words)


def collect(build: "Build", app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name != "html":
        return
    page = app.builder.get_target_uri(docname)
    kind = "list" if docname in LISTS else "section"
    title = squeeze(text_of(build.katex, app.env.titles[docname]))
    build.searched[docname] = [
        [page + (f"#{anchor}" if number else ""), title, *rest]
        for number, (anchor, *rest) in enumerate(entries(build.katex, doctree, kind))
    ]


def write(build: "Build", app: Sphinx, exception: Exception | None) -> None:
    """A script, since a page that was opened from the disk may read no other file."""
    if exception or app.builder.name != "html":
        return
    found = [entry for name in sorted(build.searched) for entry in build.searched[name]]
    data = {"entries": found, "synonyms": json.loads(SYNONYMS.read_text(encoding="utf-8"))}
    target = Path(app.outdir, "_static", "searched.js")
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    target.write_text(f"globalThis.searched = {text};\n", encoding="utf-8")


def page(app: Sphinx) -> Iterator[tuple[str, dict[str, str], str]]:
    """The search page itself."""
    if app.builder.name == "html":
        yield "search", {"title": "Search"}, "search.html"
