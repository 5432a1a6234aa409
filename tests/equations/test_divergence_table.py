"""The table of divergences is read as it is printed, row by row, and a misprint doesn't pass."""

import re
import warnings

import book_sources
import latex
import misprints
import numpy as np
import pytest
import signs
from routes import jsd, pair
from scipy import optimize, stats

PAGE = book_sources.pages()["book/4-mathematics/gan.md"]
CELL = re.compile(r"\$([^$]+)\$")
# Each divergence by a definition of its own; the last is the value of the game.
DEFINITIONS = {
    r"\KL(p \,\Vert\, q)": stats.entropy,
    r"\KL(q \,\Vert\, p)": lambda p, q: stats.entropy(q, p),
    r"\JSD": jsd,
    "Pearson": lambda p, q: np.sum(p**2 / q) - 1,
    "total variation": lambda p, q: 1 - np.minimum(p, q).sum(),
    "the GAN": lambda p, q: 2 * jsd(p, q) - np.log(4),
}
RATIOS = (0.3, 0.7, 1.6, 3.0)


def rows():
    """Name -> the formulas of its row: f, f*, best T (one or two), f(0), the slope far out."""
    table = re.search(r"(?:^\|.*\n)+", PAGE.split("(gan-f-table)=")[1], re.MULTILINE)[0]
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.splitlines()[2:]]
    return {cells[0].strip(" $"): [CELL.findall(cell) for cell in cells[1:]] for cells in lines}


def value(text, **given):
    plain = text.replace(r"\lvert", "|").replace(r"\rvert", "|")
    return latex.parse(signs.tokens(plain))(signs.environment(given | {r"\infty": np.inf}))


def supremum(f, t):
    found = optimize.minimize_scalar(
        lambda s: value(f, u=np.exp(s)) - t * np.exp(s),
        bounds=(-12, 6),
        method="bounded",
        options={"xatol": 1e-11},
    )
    return -found.fun


def errors(name, row):
    """By how much each formula of the row is off, by routes of their own."""
    (f,), (conjugate,), best, (at_zero,), (far,) = row
    p, q = pair(3)
    yield abs(np.sum(q * value(f, u=p / q)) - DEFINITIONS[name](p, q))
    for u in RATIOS:
        slope = (value(f, u=u + 1e-5) - value(f, u=u - 1e-5)) / 2e-5
        t = value(best[-1] if u < 1 else best[0], u=u)
        yield abs(t - slope)
        yield abs(value(conjugate, t=t) - supremum(f, t))
    for found, wanted in ((value(f, u=1e-13), at_zero), (value(f, u=1e13) / 1e13, far)):
        limit = value(wanted)
        yield max(0.0, 20 - found) if np.isinf(limit) else abs(found - limit)
    level = -np.log(4) if name == "the GAN" else 0.0
    yield abs(value(f, u=1.0) - level)


def holds(name, row):
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return max(errors(name, row)) < 1e-6
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return False


def test_the_table_has_all_rows():
    assert list(rows()) == list(DEFINITIONS)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_row_is_true(name):
    assert max(errors(name, rows()[name])) < 1e-6


@pytest.mark.parametrize("name", DEFINITIONS)
def test_no_misprint_of_a_row_passes(name):
    row = rows()[name]
    for place, formulas in enumerate(row):
        for which, text in enumerate(formulas):
            for wrong in misprints.misprints(text):
                changed = [list(cell) for cell in row]
                changed[place][which] = wrong
                assert not holds(name, changed), f"{name}: {wrong} passes for {text}"
