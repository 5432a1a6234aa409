"""The engine: its verdicts from coarse to fine, and what an answer can't do to a notebook."""

import random
import sys
import warnings

import numpy as np
import pytest
import torch
from exercise_rules import state

from genai_utils.checks import Exercise, Mistake, Verdict, examine


def double(x):
    return 2 * x


EXERCISE = Exercise(
    label="ex-double",
    solution=double,
    probe=lambda answer: {"of 1, 2, 3": answer(torch.tensor([1.0, 2.0, 3.0]))},
    oracle=lambda: {"of 1, 2, 3": torch.tensor([2.0, 4.0, 6.0])},
    see=("eq-double", "page"),
    mistakes=(Mistake("2 *", "3 *", "How many?", "Two."), Mistake("2 * x", "x", "Once?", "Twice.")),
)


def not_written(x):
    raise NotImplementedError("ex-double: write it")


def not_implemented_elsewhere(x):
    raise NotImplementedError("no kernel for this")


def fails(x):
    raise KeyError("x")


def in_place(x):
    x *= 2
    return x


def prints(x):
    print("noise " * 10**6)
    print("noise", file=sys.stderr)
    warnings.warn("noise", stacklevel=1)
    return 2 * x


def changes_settings(x):
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.set_num_threads(2)
    torch.manual_seed(5), random.seed(5), np.random.seed(5)  # noqa: NPY002
    return 2 * x


class Awkward:
    def __eq__(self, other):
        raise RuntimeError("compared")

    def __repr__(self):
        raise RuntimeError("shown")

    __hash__ = None


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (double, "", ""),
        (prints, "", ""),
        (changes_settings, "", ""),
        (lambda x: torch.tensor([2.0, 4.0, 6.0], dtype=torch.double), "", ""),
        (not_written, "not written", ""),
        (lambda x: None, "returned nothing", "without `return`"),
        (not_implemented_elsewhere, "stopped with an error", "no kernel for this"),
        (fails, "stopped with an error", "KeyError: 'x'"),
        (lambda: 1, "stopped with an error", "TypeError"),
        (lambda x: sys.exit(1), "stopped with an error", "SystemExit"),
        (lambda x: (_ for _ in ()).throw(KeyboardInterrupt), "stopped with", "KeyboardInterrupt"),
        (in_place, "changed its input", "argument 1"),
        (7, "wrong type", "without ()"),
        (lambda x: [2.0, 4.0, 6.0], "wrong type", "list"),
        (lambda x: np.array([2.0, 4.0, 6.0]), "wrong type", "ndarray"),
        (lambda x: Awkward(), "wrong type", "Awkward"),
        (lambda x: (2 * x).sum(), "wrong shape", "(3,), not ()"),
        (lambda x: 2 * x[:, None], "wrong shape", "(3,), not (3, 1)"),
        (lambda x: 2 * x / 0, "not finite", "NaN or an infinity"),
        (lambda x: 2 * x + 1e-2, "wrong value", "of 1, 2, 3"),
    ],
)
def test_verdict(answer, kind, words):
    verdict = examine(EXERCISE, answer)
    assert verdict.kind.startswith(kind)
    assert bool(verdict.kind) == bool(kind)
    assert words in verdict.words


def test_a_value_that_cannot_be_compared_is_no_accident():
    exercise = Exercise(
        "ex-word",
        lambda: "yes",
        lambda answer: {"the word": answer()},
        lambda: {"the word": frozenset({"yes"})},
        ("eq", "page"),
        (),
    )
    for value in (Awkward(), [Awkward()], {"a": Awkward()}, float("nan"), torch.ones(2), b"yes"):
        assert not examine(exercise, value).passed
    assert examine(exercise, "yes").passed
    assert examine(exercise, None).kind == "not written"


@pytest.mark.parametrize("answer", [prints, changes_settings, fails, in_place, double])
def test_nothing_is_left_behind(answer, capfd):
    before = state()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        examine(EXERCISE, answer)
    assert state() == before
    assert not caught
    assert capfd.readouterr() == ("", "")


def test_a_notebook_in_another_state_gets_the_same_verdict():
    torch.set_default_dtype(torch.float64)
    try:
        with torch.no_grad():
            assert examine(EXERCISE, double).passed
            assert torch.get_default_dtype() == torch.float64
            assert not torch.is_grad_enabled()
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_mistake_written_otherwise_is_recognised():
    assert examine(EXERCISE, lambda x: x + x + x).hint == "How many?"
    assert examine(EXERCISE, lambda x: x.clone()).hint == "Once?"


def test_an_unknown_mistake_gets_no_false_hint():
    verdict = examine(EXERCISE, lambda x: 2 * x + 5)
    assert verdict.hint == ""
    assert "where 2 is right, it is 7" in verdict.text(again=True)
    assert "7" not in verdict.text()


def test_an_address_stays_in_one_piece():
    address = "https://someone.github.io/book/" + "-".join(["a-long-page"] * 9) + "#equation-eq-a"
    text = Verdict("ex-a", "wrong value", "it", "Think.", f"See the page: {address}").text(True)
    assert address in text.split()
    assert max(len(line) for line in text.splitlines() if address not in line) <= 88
