"""The formula that a page prints, read from the page and evaluated.

    printed = formula.read("eq-joint-optimum")
    printed.error({"D": 0.75, r"\\lambda": 3.0})

A check that asks for the error of its printed formula fails when another sign stands on the page.
"""

import functools
import re
from collections.abc import Iterator
from contextlib import contextmanager

import book_sources
import latex
import numpy as np
import signs

BREAKS = {r"\qquad", r"\quad", "\\\\"}
# How far a relation is from holding; NaN, where a side is NaN.
COMPARE = {
    "=": lambda left, right: abs(left - right),
    r"\le": lambda left, right: 0.0 if left <= right else left - right,
    r"\ge": lambda left, right: 0.0 if left >= right else right - left,
    "<": lambda left, right: 0.0 if left < right else 1.0,
    ">": lambda left, right: 0.0 if left > right else 1.0,
    r"\ne": lambda left, right: float(left == right),
}
ENVIRONMENT = re.compile(r"\\(?:begin|end)\{[a-z]+\}")

# Labels whose formula was evaluated since `watched` began.
_read: list[set[str]] = []


@functools.cache
def bodies() -> dict[str, str]:
    """Label -> what stands between its dollar signs."""
    return {
        match["label"]: match[0].split("$$")[1]
        for text in book_sources.pages().values()
        for match in book_sources.DOLLARS.finditer(text)
        if match["label"]
    }


@contextmanager
def watched() -> Iterator[set[str]]:
    """The labels of the formulas that are evaluated meanwhile."""
    _read.append(set())
    try:
        yield _read[-1]
    finally:
        _read.pop()


class Statement:
    """Sides with relations between them: `a = b`, or `0 < h < 4`."""

    def __init__(self, label, tokens):
        self.label = label
        self.relations = [token for token in top_level(tokens) if token in COMPARE]
        self.sides = [latex.parse(side) for side in split(tokens, set(COMPARE))]

    def values(self, given: dict) -> list:
        """The number of each side, from left to right."""
        for labels in _read[-1:]:
            labels.add(self.label)
        env = signs.environment(given)
        return [side(env) for side in self.sides]

    def error(self, given: dict) -> float:
        """By how much the worst of its relations is violated."""
        values = self.values(given)
        pairs = zip(self.relations, values, values[1:], strict=False)
        return np.max([COMPARE[relation](left, right) for relation, left, right in pairs])

    def holds(self, given: dict) -> bool:
        return self.error(given) == 0


def read(label: str, place: int = 0) -> Statement:
    """The statement at this place of the display; `\\qquad`, `\\quad` and lines part them."""
    found = statements(bodies()[label])
    if place >= len(found):
        raise LookupError(f"{label} has {len(found)} statements, none at {place}")
    return Statement(label, found[place])


def statements(body: str) -> list[list[str]]:
    plain = ENVIRONMENT.sub(" ", body).replace("=:", "=")
    parts = split(signs.tokens(plain), BREAKS)
    stripped = [bare(part) for part in parts]
    return [part for part in stripped if part]


def bare(tokens: list[str]) -> list[str]:
    """Without the words and punctuation of the sentence, a condition without its brackets."""
    while tokens[:1] and tokens[0].startswith(r"\text") and tokens[1:2] != ["="]:
        tokens = tokens[1:]
    while tokens and tokens[-1] in (".", ",", ";"):
        tokens = tokens[:-1]
    inside = tokens[1:-1]
    whole = tokens[:1] == ["("] and top_level(tokens).count(")") == 1 and tokens[-1] == ")"
    condition = whole and set(inside) & set(COMPARE)
    return inside if condition else tokens


def top_level(tokens: list[str]) -> list[str]:
    """The tokens outside all brackets; those inside become `None`."""
    depth, found = 0, []
    for token in tokens:
        depth -= token in (")", "]", "}")
        found.append(None if depth else token)
        depth += token in ("(", "[", "{")
    return found


def split(tokens: list[str], marks: set[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token, outside in zip(tokens, top_level(tokens), strict=True):
        if outside in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
