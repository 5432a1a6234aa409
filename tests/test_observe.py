"""What counts as a right number, in which order differences are named, and in which words."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from genai_utils.checks import Exercise, NotYet, examine, expect_parts, expect_shape
from genai_utils.checks.observe import ORDER, Tolerance, differences, same, shortened

ABSOLUTE, RELATIVE = Tolerance(0.01), Tolerance(0.01, relative=True)


def kinds(found, right, tolerance=ABSOLUTE):
    return [it.kind for it in differences({"it": found}, {"it": right}, tolerance)]


@pytest.mark.parametrize(
    ("found", "right", "tolerance", "equal"),
    [
        (0.0099, 0.0, ABSOLUTE, True),
        (0.0101, 0.0, ABSOLUTE, False),
        (-0.0101, 0.0, ABSOLUTE, False),
        (100 + 1.009, 100.0, ABSOLUTE, True),
        (100 + 1.011, 100.0, ABSOLUTE, False),
        (100 - 1.011, 100.0, ABSOLUTE, False),
        (-100 - 1.009, -100.0, ABSOLUTE, True),
        (-100 + 1.011, -100.0, ABSOLUTE, False),
        (0.001 * 1.009, 0.001, RELATIVE, True),
        (0.001 * 1.011, 0.001, RELATIVE, False),
        (0.001 * 0.989, 0.001, RELATIVE, False),
        (0.0099, 0.0, RELATIVE, True),
        (0.0101, 0.0, RELATIVE, False),
        (math.nan, math.nan, ABSOLUTE, True),
        (math.nan, 1.0, ABSOLUTE, False),
        (1.0, math.nan, ABSOLUTE, False),
        (math.inf, math.inf, ABSOLUTE, True),
        (math.inf, -math.inf, ABSOLUTE, False),
        (math.inf, 1.0, ABSOLUTE, False),
    ],
)
def test_a_number_may_be_off_by_so_much(found, right, tolerance, equal):
    assert same(found, right, tolerance) is equal
    many = torch.tensor([right, right]), torch.tensor([right, found], dtype=torch.double)
    assert same(many[1], many[0].double(), tolerance) is equal


def test_a_ratio_that_is_forgotten_is_no_small_error():
    """1024 / 500 is asked for: among numbers of one size an absolute tolerance is too kind."""
    assert not same(1024 / 500 / 200, 1 / 500, RELATIVE)
    assert same(1024 / 500 / 200, 1 / 500, ABSOLUTE)


@pytest.mark.parametrize(
    "value",
    [
        *(0.5, Fraction(1, 2), Decimal("0.5"), np.float32(0.5), np.array(0.5), np.array([0.5])),
        *(np.array([[0.5]]), torch.tensor(0.5), torch.tensor([0.5]), torch.tensor(0.5).half()),
        torch.tensor([0.5], requires_grad=True),
    ],
    ids=repr,
)
def test_one_half_however_it_is_written(value):
    assert kinds(value, 0.5) == []
    assert kinds(value, 0.75) == ["wrong value"]
    assert kinds({"D": value}["D"], 0.5, RELATIVE) == []


@pytest.mark.parametrize(
    "value",
    [
        *("0.5", None, [0.5], np.array([0.5, 0.5]), np.str_("a"), np.array(["0.5"]), 0.5 + 0j),
        *(torch.tensor(0.5 + 0j), torch.ones(2), np.array([{}]), np.datetime64("2024-01-01")),
        torch.empty(1, device="meta"),
    ],
    ids=repr,
)
def test_no_number(value):
    assert kinds(value, 0.5) == ["wrong type"]


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 10**400, Decimal("inf")])
def test_a_number_that_is_not_finite(value):
    assert kinds(value, 0.5) == ["not finite"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (torch.ones(2).double(), None),
        (torch.ones(2).half(), None),
        (torch.ones(2, dtype=torch.int64), None),
        (torch.ones(2) + 1j, "wrong type"),
        (torch.ones(2).to_sparse(), "wrong type"),
        (torch.ones(2, device="meta"), "wrong type"),
        (np.ones(2), "wrong type"),
        (torch.ones(2, 1), "wrong shape"),
        (torch.ones(3), "wrong shape"),
        (torch.tensor([1.0, math.inf]), "not finite"),
        (torch.tensor([1.0, math.nan]), "not finite"),
        (torch.tensor([1.0, 1.03]), "wrong value"),
    ],
)
def test_a_tensor(value, kind):
    assert kinds(value, torch.ones(2)) == ([kind] if kind else [])


def test_what_should_be_infinite_may_be():
    right = torch.tensor([0.0, -math.inf])
    assert kinds(right.clone(), right) == []
    assert kinds(torch.zeros(2), right) == ["wrong value"]


def test_the_coarsest_difference_comes_first_and_else_the_probe_s_order():
    right = {name: torch.ones(2) for name in "abcdef"}
    found = {
        "a": torch.zeros(2),
        "b": torch.tensor([1.0, math.nan]),
        "c": torch.ones(3),
        "d": 7,
        "e": torch.ones(2),
        "f": torch.zeros(2),
    }
    wrong = differences(found, right, ABSOLUTE)
    assert [it.name for it in wrong] == ["d", "c", "b", "a", "f"]
    assert tuple(it.kind for it in wrong[:4]) == ORDER
    assert differences({}, {"a": 1.0}, ABSOLUTE)[0].words.endswith("not nothing")


class Awkward:
    def __eq__(self, other):
        raise RuntimeError("compared")

    __hash__ = None


def test_what_refuses_to_be_compared_is_not_the_same():
    assert not same(Awkward(), Awkward(), ABSOLUTE)
    assert not same(np.array(["a"]), "a", ABSOLUTE)
    assert kinds([Awkward()], [1]) == ["wrong value"]
    assert kinds([np.ones(2)], [1]) == ["wrong value"]


def words(found, right):
    return differences({"it": found}, {"it": right}, Tolerance(1e-4))[0].words


@pytest.mark.parametrize(
    ("found", "right", "said"),
    [
        (2.5, 2.0, "where 2 is right, it is 2.5"),
        (3.1289, 3.1294, "where 3.1294 is right, it is 3.1289"),
        (torch.tensor([2.0, 1000.6]), torch.tensor([2.0, 1000.4]), None),
        (torch.tensor([3.12890625]).half(), torch.tensor([3.1294]), None),
        (torch.tensor([[2.0, 5.0]]), torch.tensor([[2.0, 4.0]]), "where 4 is right, it is 5"),
        ([5, 4], [5, 5], "not [5, 4]"),
        (list(range(10**6)), [1], "not [0, 1, 2, 3, 4, 5, ...]"),
    ],
)
def test_the_words_show_the_difference(found, right, said):
    text = words(found, right)
    if said is None:
        one, other = text.removeprefix("where ").split(" is right, it is ")
        assert one != other
    else:
        assert text == said
    assert len(text) < 120


def test_a_long_value_is_shortened():
    assert shortened("ELBO") == "ELBO"
    assert len(shortened("x" * 10**6)) < 70
    row = [7] * 10**4  # one, so that no memory is asked for ten thousand
    assert len(shortened({str(n): row for n in range(10**4)})) < 400
    assert len(shortened(10**4000)) < 70


def test_parts_are_counted_in_whatever_they_come():
    pair = torch.tensor([1.0, 2.0])
    for result in (tuple(pair), list(pair), (it for it in pair), pair, pair.numpy(), pair[:, None]):
        assert [float(it) for it in expect_parts(result, 2, "two")] == [1.0, 2.0]
    for result in (pair[0], (1,), (1, 2, 3), {1: 2, 3: 4}, "ab", 2, None, iter(int, 1)):
        with pytest.raises(NotYet, match="two"):
            expect_parts(result, 2, "two")


def test_a_shape_is_asked_for_and_not_a_value():
    """An answer of NaN goes on: which numbers are NaN tells mistakes apart."""
    assert expect_shape(torch.full((2,), math.nan), (2,)).isnan().all()
    for value, kind in ((torch.ones(3), "wrong shape"), (np.ones(2), "wrong type")):
        with pytest.raises(NotYet, match=kind):
            expect_shape(value, (2,))


def tolerant(**options):
    value = {"it": 0.001}
    return Exercise(
        "ex-it", lambda: 0.001, lambda f: {"it": f()}, lambda: value, ("", ""), (), 0.01, **options
    )


def test_an_exercise_passes_its_tolerance_on():
    assert examine(tolerant(), 0.0105).passed
    assert not examine(tolerant(), 0.0125).passed
    assert not examine(tolerant(relative=True), 0.0105).passed
    assert examine(tolerant(relative=True), 0.001009).passed
