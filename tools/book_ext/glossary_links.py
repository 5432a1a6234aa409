"""The first use of a glossary's term on a page becomes a link to its definition, by itself.

A term and its abbreviation are two names, and each is linked once.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.nodes import make_refnode

# Lists, and the glossary itself: nobody meets a term there for the first time.
LISTS = {
    *("changes", "claims", "equations", "exercises", "glossary", "live-figures", "notation"),
    *("references", "solutions"),
}
# Everyday words, and words that have other meanings: linked only where they stand alone and
# stressed, *rate*.
STRESSED_ONLY = {
    *("agreement", "checkpoint", "clipped", "drift", "envelope", "evidence", "frozen", "head"),
    *("leak", "phone", "rate", "reward", "score", "sensitivity", "spread", "temperature"),
    "truncation",
}
LEFT = nodes.reference | nodes.literal | nodes.math | nodes.raw | nodes.comment
LEFT |= addnodes.pending_xref | addnodes.download_reference

Places = dict[str, tuple[str, str]]  # of each term its page and anchor


@cache  # all pages are read by now
def places(app: Sphinx) -> Places:
    """Where the terms are defined; what stands in brackets behind one isn't a part of it."""
    objects = app.env.get_domain("std").get_objects()
    return {
        re.sub(r"\s*\(.*\)$", "", name): (page, anchor)
        for name, _, kind, page, anchor, _ in objects
        if kind == "term" and "," not in name
    }


def spelled(name: str) -> str:
    """A term in a pattern: with a capital too, but for names and abbreviations."""
    first, rest = re.escape(name[0]), re.escape(name[1:]).replace("'", "['’]")
    return (f"[{name[0]}{name[0].upper()}]" if name[:2].islower() else first) + rest


def pattern_of(names: list[str]) -> re.Pattern[str]:
    """Finds these terms, the longest first, in the plural too."""
    each = "|".join(map(spelled, sorted(names, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?P<term>{each})s?(?![\w-])")


def name_of(words: str, known: Places) -> str:
    words = words.replace("’", "'")
    return words if words in known else words[0].lower() + words[1:]


def above(node: Any) -> Iterator[Any]:
    while node.parent is not None:
        node = node.parent
        yield node


def texts(doctree: nodes.document) -> Iterator[nodes.Text]:
    """The texts of the paragraphs, less those of links, code, formulas and outputs."""
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if any("cell_output" in node.get("classes", ()) for node in above(paragraph)):
            continue
        for text in list(paragraph.findall(nodes.Text)):
            if not any(isinstance(node, LEFT) for node in above(text)):
                yield text


class Page:
    """What a page has still to meet for the first time."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.docname = app, docname
        self.known = places(app)
        self.met: set[str] = set()

    def is_first(self, name: str, words: str, text: nodes.Text) -> bool:
        alone = isinstance(text.parent, nodes.emphasis) and text.strip(" .,:;?!") == words
        return name not in self.met and (alone or name not in STRESSED_ONLY)

    def linked(self, text: nodes.Text, pattern: re.Pattern[str]) -> list[nodes.Node]:
        """The parts of a text, with the terms in it that come first as links."""
        parts: list[nodes.Node] = []
        end = 0
        for found in pattern.finditer(text):
            name = name_of(found["term"], self.known)
            if not self.is_first(name, found[0], text):
                continue
            self.met.add(name)
            word = nodes.inline("", found[0])
            link = make_refnode(self.app.builder, self.docname, *self.known[name], word)
            link["classes"].append("term")
            parts += [nodes.Text(text[end : found.start()]), link]
            end = found.end()
        return [*parts, nodes.Text(text[end:])]


def link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    name = docname.removeprefix("book/")
    if app.builder.format != "html" or name in LISTS:
        return
    page = Page(app, docname)
    if page.known:
        pattern = pattern_of(list(page.known))
        for text in texts(doctree):
            parts = page.linked(text, pattern)
            if len(parts) > 1:
                text.parent.replace(text, parts)
