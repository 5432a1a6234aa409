"""Intervals over test examples against what is known of a mean, and what each includes."""

import numpy as np
import pytest
from scipy import stats

from genai_utils import intervals, metrics


def test_for_a_mean_the_bootstrap_is_near_the_normal_interval():
    values = np.random.default_rng(0).normal(3.0, 2.0, 500)
    low, high = intervals.over_examples(lambda index: values[index].mean(), 500)
    wanted = stats.norm.interval(0.99, values.mean(), values.std() / 500**0.5)
    assert (low, high) == pytest.approx(wanted, abs=0.05)


def test_it_covers_the_truth_as_often_as_it_says():
    rng, hits = np.random.default_rng(1), 0
    for _ in range(200):
        values = rng.exponential(1.0, 100)
        low, high = intervals.over_examples(lambda i, v=values: v[i].mean(), 100, 0.9, 300)
        hits += low <= 1.0 <= high
    assert 0.82 <= hits / 200 <= 0.95


def test_pairing_takes_out_what_both_models_share():
    rng = np.random.default_rng(2)
    hard = rng.normal(0, 10, 400)  # some examples are hard for both
    first, second = (hard + rng.normal(mean, 1, 400) for mean in (0.5, 0.0))

    def width(statistic):
        low, high = intervals.over_examples(statistic, 400)
        return high - low

    paired = width(lambda index: first[index].mean() - second[index].mean())
    assert paired < 0.2 * width(lambda index: first[index].mean())


def test_it_repeats_to_the_last_digit():
    values = np.arange(50.0)
    twice = [intervals.over_examples(lambda index: np.median(values[index]), 50) for _ in "ab"]
    assert twice[0] == twice[1]


def test_both_by_hand():
    over_seeds = metrics.paired_interval([1, 2, 3, 4, 5], [0] * 5)
    assert intervals.over_both([1, 2, 3, 4, 5], [0] * 5, (3.0, 3.0)) == pytest.approx(over_seeds)
    half = (over_seeds[1] - over_seeds[0]) / 2
    low, high = intervals.over_both([1, 2, 3, 4, 5], [0] * 5, (2.0, 2.0 + 2 * half))
    assert (low, high) == pytest.approx((3 - 2**0.5 * half, 3 + 2**0.5 * half))


def test_what_says_too_little_is_refused():
    with pytest.raises(ValueError, match="30 test examples"):
        intervals.over_examples(np.mean, 29)
    with pytest.raises(ValueError, match="coverage"):
        intervals.over_examples(np.mean, 50, coverage=1.0)
    with pytest.raises(ValueError, match="a finite statistic is needed, but it is nan"):
        intervals.over_examples(lambda _: float("nan"), 50)
