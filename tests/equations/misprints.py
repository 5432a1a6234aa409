"""Misprints of a formula: each differs from it in one number, sign, logarithm or fraction."""

import re
from collections.abc import Iterator

import numpy as np
import registry

WORDS = re.compile(r"\\(?:text|operatorname|begin|end)\{[^}]*\}")
NUMBER = re.compile(r"\d+")
SIGN = re.compile(r"[+-]|\\[lg]e(?![A-Za-z])|[<>]")
FRACTION = re.compile(r"\\t?frac(?: *(\d)(\w)|\{([^{}]*)\}\{([^{}]*)\})")
# Misprints that are as true as the formula: noise is symmetric, and a shift by -c changes nothing.
EQUALLY_TRUE = {
    "eq-softmax-shift": r"\softmax(s - c)_i",
    "eq-reparameterize": r"f(\mu - \sigma \eps)",
    "eq-reparameterized-gradient": r"\bigl[f'(\mu - \sigma \eps)\bigr] ,",
}
OPPOSITE = {"+": "-", "-": "+", r"\le": r"\ge", r"\ge": r"\le", "<": ">", ">": "<"}


def misprints(body: str) -> Iterator[str]:
    """First another formula altogether; then each number one larger, each sign turned round, each
    logarithm left out, each simple fraction upside down.
    """
    yield " 0 = 1 "
    plain = WORDS.sub(lambda word: "." * len(word[0]), body)
    for number in NUMBER.finditer(plain):
        yield replaced(body, number, str(int(number[0]) + 1))
    for sign in SIGN.finditer(plain):
        yield replaced(body, sign, OPPOSITE[sign[0]])
    for log in re.finditer(r"\\log(?![a-z])", plain):
        yield replaced(body, log, " ")
    for fraction in FRACTION.finditer(plain):
        above, below = [part for part in fraction.groups() if part is not None]
        if r"\partial" not in above:
            yield replaced(body, fraction, rf"\frac{{{below}}}{{{above}}}")


def replaced(body: str, found: re.Match, new: str) -> str:
    return f"{body[: found.start()]}{new}{body[found.end() :]}"


def unnoticed(check: registry.Check, bodies: dict[str, str]) -> list[str]:
    """The misprints with which the check passes. `bodies` is what checks read; it is restored."""
    right = bodies[check.label]
    try:
        passing = [wrong for wrong in misprints(right) if passes(check, bodies, wrong)]
        true = EQUALLY_TRUE.get(check.label)
        return [wrong for wrong in passing if not true or true not in wrong]
    finally:
        bodies[check.label] = right


def passes(check: registry.Check, bodies: dict[str, str], body: str) -> bool:
    bodies[check.label] = body
    try:
        with np.errstate(all="ignore"):
            errors = (registry.error_of(value, check.label) for value in registry.cases(check))
            return all(error <= check.tolerance for error in errors)
    except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError):
        return False  # what can't be read, or has no number, is noticed, too
