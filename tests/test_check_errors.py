"""Whose an error is, and when a known mistake earns its hint."""

import math

import pytest
import torch
from torch import nn

from genai_utils.checks import Exercise, Mistake, examine


def thrice(x):
    return 3 * x


def see(answer):
    """A probe that uses what comes back: it needs a tensor, in its shape, with a gradient."""
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    y = answer(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    return {"the values": y, "the slope": slope, "the first": y[0].item()}


def expect():
    return {
        "the values": torch.tensor([3.0, 6.0]),
        "the slope": torch.full((2,), 3.0),
        "the first": 3.0,
    }


def exercise(*mistakes, probe=see, oracle=expect, solution=thrice):
    made = tuple(Mistake(*pair, f"hint on {pair[1]}", "more") for pair in mistakes)
    return Exercise("ex-thrice", solution, probe, oracle, ("eq", "page"), made)


class Refuses(nn.Module):
    def forward(self, x):
        raise RuntimeError("the network refuses")


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (lambda x: 6.0, "wrong type", "a tensor is needed, not a value of type float"),
        (lambda x: [3.0, 6.0], "wrong type", "a tensor is needed, not a value of type list"),
        (lambda x: (3 * x).detach().numpy(), "wrong type", "type ndarray"),
        (lambda x: (3 * x).sum(), "wrong shape", "(2,), not ()"),
        (lambda x: 3 * x.detach(), "no gradient", "cut off"),
        (lambda x: (3 * x).long(), "wrong type", "float32 are needed, not int64"),
        (lambda x: torch.ones(2, device="meta"), "wrong type", "holds all its numbers"),
        # the answer's own errors keep their words, wherever they arise
        (lambda x: x.item(), "stopped with an error", "RuntimeError: a Tensor with 2 elements"),
        (lambda x: Refuses()(x), "stopped with an error", "the network refuses"),
        (lambda: 1, "stopped with an error", "takes 0 positional arguments but 1 was given"),
        (lambda x: x.nothing, "stopped with an error", "no attribute 'nothing'"),
        (lambda x: x @ torch.ones(3), "stopped with an error", "inconsistent tensor size"),
    ],
)
def test_whose_error_it_is(answer, kind, words):
    verdict = examine(exercise(), answer)
    assert verdict.kind == kind
    assert words in verdict.words
    own = ("stopped with an error",)
    assert kind in own or "Error" not in verdict.text(again=True)


def see_pairs(answer):
    return {"their sum": float(sum(one * other for one, other in answer()))}


def pairs():
    return [(1.0, 2.0), (3.0, 4.0)]


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (lambda: 7, "wrong type", "2 parts are needed, not a value of type int"),
        (lambda: [(1.0, 2.0)], "wrong value", ""),
        (lambda: [(1.0, 2.0), (3.0, None)], "wrong type", "a number is needed, not nothing"),
        (lambda: [(1.0, 2.0, 3.0), (4.0, 5.0)], "wrong type", "2 parts are needed, not 3"),
        (lambda: (pair for pair in pairs()), "", ""),
        (lambda: (1 / 0 for _ in range(2)), "stopped with an error", "ZeroDivisionError"),
        (lambda: iter(lambda: (0.0, 0.0), 1), "too many parts", "no end"),
    ],
)
def test_parts_that_a_probe_goes_through(answer, kind, words):
    made = exercise(probe=see_pairs, oracle=lambda: {"their sum": 14.0}, solution=pairs)
    verdict = examine(called(made), lambda _: answer())
    assert (verdict.kind, words in verdict.words) == (kind, True)


def called(made):
    """The exercise as one whose answer is a function, so that a generator comes from a call."""

    def solution(_):
        return pairs()

    return Exercise(
        made.label,
        solution,
        lambda answer: see_pairs(lambda: answer(0)),
        made.oracle,
        made.see,
        (),
    )


def test_a_probe_that_fails_for_no_reason_of_the_student_s_blames_nobody():
    def broken(answer):
        answer(torch.ones(2))
        raise KeyError("our own fault")

    verdict = examine(exercise(probe=broken), thrice)
    assert verdict.kind == "can't be used"
    assert "our own fault" not in verdict.text(again=True)


def fails_by(words):
    def answer(x):
        raise RuntimeError(words)

    return answer


def test_an_error_earns_the_hint_on_an_error_of_the_same_words_only():
    made = exercise(("3 * x", "3 * x.reshape(7)"))
    assert examine(made, lambda x: x.reshape(7) + 1).hint == "hint on 3 * x.reshape(7)"
    for words in ("another", "shape '[8]' is invalid for input of size 2", ""):
        verdict = examine(made, fails_by(words))
        assert (verdict.kind, verdict.hint) == ("stopped with an error", "")
        assert words in verdict.words


def test_two_errors_with_an_address_in_their_words_are_one():
    def holds(x):
        raise ValueError(f"not {object()}")

    made = exercise(("return 3 * x", "raise ValueError(f'not {object()}')"))
    assert examine(made, holds).hint


ROWS = torch.tensor([[1.0, 2.0], [3.0, 4.0]])


def see_rows(answer):
    y = answer(ROWS)
    return {"first": y[0], "second": y[1]}


def rows(x):
    return 1 * x


def of_rows(*mistakes):
    return exercise(
        *mistakes,
        probe=see_rows,
        oracle=lambda: {"first": ROWS[0], "second": ROWS[1]},
        solution=rows,
    )


SECOND_IS_LOST = ("1 * x", "torch.stack([x[0], 0 * x[1]])")
ALL_IS_LOST = ("1 * x", "0 * x")


def test_what_a_verdict_names_is_what_its_hint_is_about():
    verdict = examine(of_rows(SECOND_IS_LOST), lambda x: torch.stack([5 * x[0], 0 * x[1]]))
    assert verdict.words == "second"
    assert verdict.hint == f"hint on {SECOND_IS_LOST[1]}"


def test_the_mistake_that_explains_more_wins():
    verdict = examine(of_rows(SECOND_IS_LOST, ALL_IS_LOST), lambda x: x - x)
    assert (verdict.words, verdict.hint) == ("first", "hint on 0 * x")


def test_no_hint_on_another_kind():
    """A NaN in the first row is the coarsest; the hint on the second row would be about less."""
    verdict = examine(of_rows(SECOND_IS_LOST), lambda x: torch.stack([x[0] * math.nan, 0 * x[1]]))
    assert (verdict.kind, verdict.hint) == ("not finite", "")
    assert verdict.words.startswith("first")


def test_a_nan_elsewhere_is_another_mistake():
    made = of_rows(("1 * x", "torch.stack([x[0] * float('nan'), x[1]])"))
    assert examine(made, lambda x: torch.stack([x[0] * math.nan, 1 * x[1]])).hint
    for other in (
        lambda x: x * math.nan,
        lambda x: torch.stack([x[0] * torch.tensor([1, math.nan]), x[1]]),
    ):
        assert examine(made, other).hint == ""


def test_half_of_a_mistake_is_another_mistake():
    verdict = examine(of_rows(ALL_IS_LOST), lambda x: torch.stack([0 * x[0], 2 * x[1]]))
    assert (verdict.words, verdict.hint) == ("first", "")


def number():
    return 0.7312


def order():
    return ["b", "a"]


@pytest.mark.parametrize("solution", [number, order])
@pytest.mark.parametrize(
    "wrong", [7, 0.5, ["a"], ["a", "b"], "a", math.inf, None, torch.ones(3), {"a": 1}], ids=str
)
def test_a_value_that_is_to_be_predicted_is_never_printed(solution, wrong):
    made = exercise(
        probe=lambda answer: {"the outcome": answer()},
        oracle=lambda: {"the outcome": solution()},
        solution=solution,
    )
    assert examine(made, solution()).passed
    verdict = examine(made, wrong)
    assert not verdict.passed
    assert "0.73" not in verdict.text(again=True)
    assert "b" not in verdict.text(again=True).partition(": ")[2].replace("number", "")
