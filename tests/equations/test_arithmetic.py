"""What a page works out by hand is right: both sides of an `=` between numbers are computed.

A formula of the text is cut at its commas and its `=`. Where two neighbours hold numbers alone they
must agree, up to the last printed place and to what the rounded numbers on the way can move.
"""

import cmath
import itertools
import re

import book_sources
import latex
import numpy as np
import pytest
import signs

PAGES = {
    name: text
    for name, text in book_sources.pages().items()
    if re.match(r"book/([1-9]-|solutions)", name)
}
INLINE = re.compile(r"(?<![$\\])\$(?!\$)([^$]+)\$(?!\$)")
# What parts a formula into statements, and a statement into its sides.
PARTS = re.compile(r"(?<!\\),\s|(?<!\\);|\\qquad|\\quad|\\\\|\\text\{[^}]*\}|\\le\b|\\ge\b|[<>]")
SIDES = re.compile(r"=|\\approx")
DECIMAL = re.compile(r"\d+\.(\d+)")
WHOLE = 40  # from here on a whole number may be a rounded one
ROUNDED = 3  # so many places are taken for a rounded number, fewer for an exact one
# A pi that isn't in 2 pi is a share.
SHARE = re.compile(r"(?<!(?<![\d.])2)(?<!(?<![\d.])2 )\\pi")


def value(side):
    """The number that a side is; none if it holds a letter, or more than the reader can read."""
    if SHARE.search(side):
        return None
    try:
        with np.errstate(all="ignore"):
            number = complex(latex.parse(signs.tokens(side))(signs.environment({})))
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return None
    return number.real if cmath.isfinite(number) and not number.imag else None


def rounding(side):
    """Half a unit of the last printed place, for a side that is one number."""
    found = re.fullmatch(r"-?\d+(?:\.(?P<places>\d+))?", side)
    if not found:
        return 0.0
    if found["places"]:
        return 0.5 * 10.0 ** -len(found["places"])
    return 0.5 if abs(float(side)) >= WHOLE else 0.0


def moved(side):
    """How far the rounded numbers inside a side can move its value; a number alone is printed."""
    far = 0.0
    for found in DECIMAL.finditer(side) if not rounding(side) else ():
        if len(found[1]) >= ROUNDED:
            other = float(found[0]) + 0.5 * 10.0 ** -len(found[1])
            there = value(f"{side[: found.start()]}{other:.9f}{side[found.end() :]}")
            far += abs(there - value(side))
    return far


def statements(text):
    """Pairs of neighbouring sides that are numbers, with the statement that holds them."""
    prose = re.sub(r"`[^`\n]+`", "", book_sources.without_code(text))
    for formula in INLINE.findall(book_sources.DOLLARS.sub(" ", prose)):
        for part in PARTS.split(formula.replace("{,}", "")):
            sides = [side.strip(" .") for side in SIDES.split(part)]
            for left, right in itertools.pairwise(sides):
                if value(left) is not None and value(right) is not None:
                    yield part.strip(), left, right


def wrong(text):
    """The statements whose two sides differ by more than their digits allow."""
    found = []
    for part, left, right in statements(text):
        allowed = max(rounding(left), rounding(right)) + moved(left) + moved(right)
        if abs(value(left) - value(right)) > allowed * 1.001 + 1e-9:
            found.append(f"{part}: {value(left):.6g} and {value(right):.6g}")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_what_is_worked_out_by_hand_is_right(page):
    assert wrong(PAGES[page]) == []


def test_many_are_read():
    assert sum(1 for text in PAGES.values() for _ in statements(text)) > 300


@pytest.mark.parametrize(
    ("right", "misprint"),
    [
        (r"$\tfrac12 \log 3 = 0.549$", r"$\tfrac12 \log 3 = 0.548$"),
        (r"$0.8 \cdot 1 + 0.6 \cdot (-0.5) = 0.5$", r"$0.8 \cdot 1 + 0.6 \cdot (-0.5) = 0.6$"),
        (r"$C = 784 \log 2 = 543$ nats", r"$C = 784 \log 2 = 544$ nats"),
        (r"$0.871 + 0.933 = 1.80$", r"$0.871 + 0.933 = 1.82$"),
        (r"$\sqrt{1.25} \approx 1.118$, so", r"$\sqrt{1.25} \approx 1.128$, so"),
    ],
)
def test_a_wrong_digit_is_seen(right, misprint):
    assert wrong(right) == []
    assert wrong(misprint) != []
