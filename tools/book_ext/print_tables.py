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
WORD = re.compile(r"[^\s./_:,-]+")
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
    words = ((len(w), letter) for text, letter in pieces(entry) for w in WORD.findall(text))
    return max((length * letter for length, letter in words), default=1.0)


def shares(full: list[float], least: list[float], room: float) -> list[float]:
    """What each column gets: a narrow one what it asks, the others the rest, by their words."""
    given: dict[int, float] = {}
    open_ = list(range(len(full)))
    while open_:
        weight = {j: full[j] ** 0.5 for j in open_}
        part = {j: room * weight[j] / sum(weight.values()) for j in open_}
        narrow = [j for j in open_ if full[j] <= part[j]]
        for j in narrow or open_:
            given[j] = full[j] if narrow else max(part[j], least[j])
        room -= sum(full[j] for j in narrow)
        open_ = [j for j in open_ if narrow and j not in narrow]
    return [given[j] for j in range(len(full))]


def fit(table: nodes.table) -> None:
    """Gives a wide table its columns' widths, and marks one that may break."""
    specs = list(table.findall(nodes.colspec))
    rows = [list(row.findall(nodes.entry)) for row in table.findall(nodes.row)]
    if any(len(row) != len(specs) for row in rows):
        return
    columns = list(zip(*rows, strict=True))
    full = [max(map(width, column)) for column in columns]
    room = LINE - GAP * len(specs)
    given = full
    if sum(full) > room:
        least = [min(max(map(longest_word, column)), room / 2) for column in columns]
        given = shares(full, least, room)
        for spec, part in zip(specs, given, strict=True):
            spec["colwidth"] = round(part)
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
