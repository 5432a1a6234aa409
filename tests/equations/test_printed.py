"""The formulas of the pages are read as they are printed, and a misprint doesn't pass."""

import json
import math

import formula
import latex
import misprints
import numpy as np
import pytest
import registry
import signs
from registry import Check

registry.load_checks()

LAW = signs.Law({"x": np.array([1.0, 3.0])}, np.array([0.25, 0.75]))


@pytest.mark.parametrize(
    ("text", "given", "value"),
    [
        (r"\tfrac12 a^2 b", {"a": 3, "b": 2}, 9),
        (r"-2j/d + 1", {"j": 3, "d": 4}, -0.5),
        (r"\frac{g}{M} - \pi", {"g": 1, "M": 4, r"\pi": 0.25}, 0),
        (r"2 \log k - \log 2k", {"k": 2}, 0),
        (r"\log\bigl(1 - e^{-L_D}\bigr)", {"L_D": math.log(2)}, -math.log(2)),
        (r"x \log x + (1 - x) \log(1 - x)", {"x": 0.5}, -math.log(2)),
        (r"\sigmoid(\psi\theta)^2", {r"\psi": 0, r"\theta": 5}, 0.25),
        (r"\softplus(-a)", {"a": 0}, math.log(2)),
        (r"\frac{\d}{\d a} \log \sigmoid(a)", {"a": 0.0}, 0.5),
        (r"|a - 2| + \lVert w \rVert", {"a": 1, "w": np.array([3.0, 4.0])}, 6),
        (r"\E_{x \sim p}[x^2]", {r"\sim p": LAW}, 7),
        (r"\E[f(x)]", {r"\sim": LAW, "f": lambda x: 2 * x}, 5),
        (r"\sum_{i=1}^{n} x_i + 1", {"n": 3, "x": [1, 2, 3]}, 7),
        (r"\prod_l s(W_l)", {r"\prod_l": [1, 2], "W": [3, 5], "s": lambda w: w}, 15),
        (r"\max(a, b) \min(a, b)", {"a": 2, "b": 3}, 6),
        (r"\sup_{c \le 1} f(x)", {"c": 1, "f": lambda x: x, "x": 4}, 4),
        (r"\sup_{c \le 1} f(x)", {"c": 2, "f": lambda x: x, "x": 4}, -math.inf),
        (r"\int | F(x) | \,\d x", {"F(x)": np.array([1.0, -1.0]), r"\int": [0.5, 0.5]}, 1),
        (r"\lim_{u \to \infty} \frac{f(u)}{u}", {r"\infty": 1e9, "f": lambda u: u / 2}, 0.5),
        (r"2 \JSD(p, q) - \log 4", {r"\JSD(p, q)": math.log(2)}, 0),
        (r"w^\top w", {"w": np.asmatrix([[3.0], [4.0]])}, 25),
        (r"a \pm b", {"a": 1, "b": 2, r"\pm": -1}, -1),
    ],
)
def test_a_formula_is_worth_what_it_says(text, given, value):
    node = latex.parse(signs.tokens(text))
    assert np.asarray(node(signs.environment(given))).item() == pytest.approx(value, abs=1e-12)


def test_a_name_without_a_value_is_an_error():
    with pytest.raises(LookupError, match="'b', and the check gives no value"):
        latex.parse(signs.tokens("a b"))(signs.environment({"a": 1}))


def test_what_is_no_formula_is_refused():
    with pytest.raises(ValueError, match="can't read"):
        latex.parse(signs.tokens("a )"))


def test_a_display_falls_into_its_statements():
    body = r"\begin{aligned} a &= b , \\ 0 &< h \end{aligned} \qquad \text{if } (x \le 2) ."
    assert formula.statements(body) == [list("a=b"), list("0<h"), ["x", r"\le", "2"]]


@pytest.fixture
def planted(monkeypatch):
    """A page with one formula, which the check of `eq-x` reads or not."""
    monkeypatch.setattr(formula, "bodies", lambda: BODIES)
    BODIES["eq-x"] = "y = 2 x + 1 ."
    return BODIES


BODIES: dict[str, str] = {}


def reading(*xs):
    def cases():
        printed = formula.read("eq-x")
        for x in xs:
            yield printed.error({"y": 2 * x + 1, "x": x})

    return Check("eq-x", 1e-9, cases)


def blind():
    yield 0.0


def test_the_record_says_whether_the_page_was_read(planted):
    assert registry.evaluate(reading(3)).printed
    assert not registry.evaluate(Check("eq-x", 1e-9, blind)).printed


def test_another_body_is_noticed(planted):
    assert misprints.unnoticed(reading(3), planted) == []
    assert planted["eq-x"] == "y = 2 x + 1 ."


def test_a_check_that_cannot_tell_is_found(planted):
    assert misprints.unnoticed(reading(0), planted) == ["y = 3 x + 1 ."]
    assert " 0 = 1 " in misprints.unnoticed(Check("eq-x", 1e-9, blind), planted)


@pytest.mark.slow
def test_no_misprint_passes():
    """With each number, sign, logarithm and fraction of each formula that is read, in turn.

    Which are read, the record says, which another test holds to what the checks do.
    """
    record = json.loads(registry.RECORD.read_text(encoding="utf-8"))
    read = [label for label in registry.CHECKS if record.get(label, {}).get("printed")]
    assert read, "no check reads its formula any more"
    found = {label: misprints.unnoticed(registry.CHECKS[label], formula.bodies()) for label in read}
    assert not {label: bodies for label, bodies in found.items() if bodies}
