"""In the PDF, a table keeps to its page: a wide one gets widths by its words, a long one breaks.

Left alone, LaTeX sets a table of many rows as wide as its words are, beyond the margin, and a
table of fewer rows in one piece, which the foot of the page cuts.
"""

import re
from collections.abc import Iterator
from math import ceil

from docutils import nodes
from sphinx.application import Sphinx

LINE = 88  # characters, about, between the margins
GAP = 2  # characters between two columns
TALL = 18  # lines: a table of more may break
WORD, PART = re.compile(r"[^ \n]+"), re.compile(r"[^\s._/,]+")  # of text, and of code, which breaks
COMMAND = re.compile(r"\\[A-Za-z]+|[{}^_$\\]")
WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")  # Chinese, of twice the width
TYPED = 1.2  # a letter of code, in letters of text


def pieces(entry: nodes.Element) -> Iterator[tuple[str, float]]:
    """A cell's text as it is printed, with the width of a letter."""
    for text in entry.findall(nodes.Text):
        inside = text.parent
        if isinstance(inside, nodes.math | nodes.math_block):
            yield COMMAND.sub("", text.replace(r"\frac", "")), 1
        else:
            yield WIDE.sub("mm", text), TYPED if isinstance(inside, nodes.literal) else 1


def width(entry: nodes.Element) -> float:
    return sum(len(text) * letter for text, letter in pieces(entry))


def longest_word(entry: nodes.Element) -> float:
    words = (
        len(word) * letter
        for text, letter in pieces(entry)
        for word in (WORD if letter == 1 else PART).findall(text)
    )
    return 1.2 * max(words, default=1.0)  # digits, capitals and headings are wider than the mean


def shares(full: list[float], least: list[float], room: float) -> list[float]:
    """What each column gets: its longest word, and of the rest the more, the more words it has."""
    given, rest = list(least), room - sum(least)
    asking = [j for j in range(len(full)) if full[j] > given[j]]
    while asking and rest > 0:
        weight = {j: (full[j] - given[j]) ** 0.8 for j in asking}
        part = {j: rest * weight[j] / sum(weight.values()) for j in asking}
        content = [j for j in asking if given[j] + part[j] >= full[j]]
        for j in content or asking:
            more = full[j] - given[j] if content else part[j]
            given[j] += more
            rest -= more
        asking = [j for j in asking if content and j not in content]
    return given


def fit(table: nodes.table) -> None:
    """Gives a wide table its columns' widths, and marks one that may break."""
    specs = list(table.findall(nodes.colspec))
    rows = [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]
    if any(len(row) != len(specs) for row in rows):
        return
    columns = list(zip(*rows, strict=True))
    full = [max(1.0, *map(width, column)) for column in columns]
    room = LINE - GAP * len(specs)
    given = full
    if sum(full) > room:
        least = [min(max(map(longest_word, column)), room / 2) for column in columns]
        given = shares(full, least, room)
        for spec, part in zip(specs, given, strict=True):
            spec["colwidth"] = ceil(part) + GAP
        table["classes"].append("colwidths-given")
    lines = sum(
        max(ceil(width(cell) / part) for cell, part in zip(row, given, strict=True)) for row in rows
    )
    if lines > TALL:
        table["classes"].append("longtable")


def fit_all(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name == "latex":
        for table in doctree.findall(nodes.table):
            if not table.next_node(nodes.table):
                fit(table)
