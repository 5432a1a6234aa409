"""Fréchet distance, precision and recall: against closed forms, SciPy and their definitions."""

import itertools

import numpy as np
import pytest
import torch
from scipy import linalg

from genai_utils import metrics


def draws(n, d, seed, scale=1.0, shift=0.0):
    generator = torch.Generator().manual_seed(seed)
    mix = torch.randn(d, d, generator=generator)
    return scale * torch.randn(n, d, generator=generator) @ mix + shift


def test_the_distance_is_the_papers_formula():
    first, second = draws(200, 5, seed=0), draws(300, 5, seed=1, scale=2.0, shift=0.5)
    a, b = first.double().numpy(), second.double().numpy()
    root = linalg.sqrtm(np.cov(a.T) @ np.cov(b.T)).real
    wanted = ((a.mean(0) - b.mean(0)) ** 2).sum()
    wanted += np.trace(np.cov(a.T) + np.cov(b.T) - 2 * root)
    assert metrics.frechet_distance(first, second) == pytest.approx(wanted, rel=1e-9)


def test_the_distance_of_two_points_on_a_line_is_known():
    """Means 0 and 3, standard deviations 1 and 2 in the sense of n - 1: 9 + (1 - 2)² = 10."""
    first = torch.tensor([[-1.0], [0.0], [1.0]])
    assert metrics.frechet_distance(first, 2 * first + 3) == pytest.approx(10)


def test_the_distance_is_0_for_equal_sets_symmetric_and_blind_to_rotations():
    first, second = draws(100, 4, seed=2), draws(80, 4, seed=3)
    assert metrics.frechet_distance(first, first) == pytest.approx(0, abs=1e-9)
    there, back = (metrics.frechet_distance(*p) for p in ((first, second), (second, first)))
    assert there == pytest.approx(back, rel=1e-9)
    turn = torch.linalg.qr(draws(4, 4, seed=4).double())[0]
    turned = metrics.frechet_distance(first.double() @ turn, second.double() @ turn)
    assert turned == pytest.approx(there, rel=1e-6)


def test_a_feature_that_never_varies_does_no_harm():
    first, second = draws(50, 3, seed=5), draws(50, 3, seed=6)
    first[:, 1] = second[:, 1] = 7
    assert np.isfinite(metrics.frechet_distance(first, second))


def among(members, points, k):
    """The definition in words, with loops."""
    inside = 0
    for point in points:
        for member in members:
            radius = sorted(np.linalg.norm(members - member, axis=1))[k]
            if np.linalg.norm(point - member) <= radius:
                inside += 1
                break
    return inside / len(points)


@pytest.mark.parametrize("k", [1, 3])
def test_precision_and_recall_are_the_definition(k):
    real, fake = draws(40, 2, seed=7), draws(30, 2, seed=8, scale=1.5)
    a, b = real.double().numpy(), fake.double().numpy()
    got = metrics.precision_and_recall(real.double(), fake.double(), k)
    assert got == (pytest.approx(among(a, b, k)), pytest.approx(among(b, a, k)))
    assert 0 < got[0] < 1 > got[1] > 0


def test_one_mode_of_two_is_precise_and_half_is_not_recalled():
    left, right = draws(100, 2, seed=9), draws(100, 2, seed=10) + 1000
    precision, recall = metrics.precision_and_recall(torch.cat([left, right]), left + 1e-3)
    assert (precision, recall) == (1.0, pytest.approx(0.5, abs=0.02))
    precision, recall = metrics.precision_and_recall(left, torch.cat([left + 1e-3, right]))
    assert (precision, recall) == (pytest.approx(0.5, abs=0.02), 1.0)


def test_exchanged_sets_exchange_precision_and_recall_and_neighbours_raise_both():
    real, fake = draws(60, 3, seed=11), draws(50, 3, seed=12, scale=1.5, shift=1.0)
    found = [metrics.precision_and_recall(real, fake, k) for k in (1, 3, 10)]
    assert metrics.precision_and_recall(fake, real, 3) == found[1][::-1]
    for smaller, larger in itertools.pairwise(found):
        assert smaller[0] < larger[0]
        assert smaller[1] < larger[1]


@pytest.mark.parametrize("measure", [metrics.frechet_distance, metrics.precision_and_recall])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (torch.zeros(5, 2), torch.zeros(5, 3)),
        (torch.zeros(5), torch.zeros(5)),
        (torch.zeros(1, 2), torch.zeros(5, 2)),
        (torch.zeros(5, 2), torch.full((5, 2), torch.nan)),
    ],
)
def test_features_that_do_not_fit_are_refused(measure, first, second):
    with pytest.raises(ValueError, match=r"features|examples"):
        measure(first, second)


@pytest.mark.parametrize("measure", [metrics.frechet_distance, metrics.precision_and_recall])
def test_the_refusal_names_the_shapes_and_the_set(measure):
    for wrong in (torch.zeros(5, 3), torch.zeros(1, 2), torch.zeros(5)):
        for pair in ((wrong, torch.zeros(6, 2)), (torch.zeros(6, 2), wrong)):
            with pytest.raises(ValueError, match="got") as error:
                measure(*pair)
            assert f"{tuple(pair[0].shape)} and {tuple(pair[1].shape)}" in str(error.value)
    spoilt = torch.full((5, 2), torch.nan)
    with pytest.raises(ValueError, match=r"^first features must hold finite .* 10 NaN"):
        measure(spoilt, torch.zeros(5, 2))
    with pytest.raises(ValueError, match=r"^second features must hold finite .* 10 NaN"):
        measure(torch.zeros(5, 2), spoilt)


def test_a_neighbour_that_no_set_has_is_refused():
    with pytest.raises(ValueError, match="k=0"):
        metrics.precision_and_recall(torch.zeros(5, 2), torch.zeros(5, 2), k=0)
    with pytest.raises(ValueError, match="4 examples"):
        metrics.precision_and_recall(torch.zeros(3, 2), torch.zeros(5, 2))


LINE = torch.arange(5.0)[:, None]  # each member's nearest neighbour is 1 away


@pytest.mark.parametrize(("far", "share"), [(1.0, 1.0), (1.001, 0.0)])
def test_a_point_as_far_as_the_neighbour_lies_among_the_set(far, share):
    """With k = 1 the end of the line reaches 1 further; 5 + 1 isn't among the points that do."""
    fake = torch.full((2, 1), 4.0 + far)
    assert metrics.precision_and_recall(LINE, fake, k=1)[0] == share


def test_the_kth_neighbour_is_another_point_than_the_member_itself():
    # Radii with k = 2: 2 at both ends, else 1. The point at 5.5 is 1.5 from the end.
    assert metrics.precision_and_recall(LINE, torch.full((3, 1), 5.5), k=2)[0] == 1
    assert metrics.precision_and_recall(LINE, torch.full((3, 1), 5.5), k=1)[0] == 0


def test_the_smallest_sets_are_measured():
    pair = torch.tensor([[0.0], [2.0]])
    assert metrics.precision_and_recall(pair, pair + 1, k=1) == (1.0, 1.0)
    assert metrics.frechet_distance(pair, pair + 3) == pytest.approx(9)
    with pytest.raises(ValueError, match="3 examples or more"):
        metrics.precision_and_recall(pair, LINE, k=2)
    with pytest.raises(ValueError, match="3 examples or more"):
        metrics.precision_and_recall(LINE, pair, k=2)
