"""The measures against SciPy, enumeration and simulation."""

import math

import numpy as np
import pytest
import torch
from scipy import special, stats

from genai_utils import metrics

DOUBLE = torch.double


def fixed_weights(table):
    """A `log_weights` that hands out the rows of a table, and the list of what was asked of it."""
    asked = []

    def log_weights(x, samples):
        start = sum(asked)
        asked.append(samples)
        return table[start : start + samples]

    return log_weights, asked


@pytest.mark.parametrize("chunk", [1, 4, 6, 12])
def test_chunks_give_what_one_go_gives(chunk):
    table = 30 * torch.randn(12, 5, generator=torch.Generator().manual_seed(0), dtype=DOUBLE)
    log_weights, asked = fixed_weights(table)
    found = metrics.importance_log_likelihood(log_weights, torch.zeros(5, 2), 12, chunk)
    oracle = special.logsumexp(table.numpy(), axis=0) - math.log(12)
    np.testing.assert_allclose(found.numpy(), oracle, rtol=1e-13)
    assert asked == [chunk] * (12 // chunk)


def test_single_precision_weights_are_summed_in_double():
    table = torch.full((1000, 1), -100.0)
    log_weights, _ = fixed_weights(table)
    found = metrics.importance_log_likelihood(log_weights, torch.zeros(1, 2), 1000, 1)
    assert found.dtype == DOUBLE
    assert found.item() == pytest.approx(-100, abs=1e-10)


def test_an_example_that_no_sample_explains_has_likelihood_zero():
    log_weights, _ = fixed_weights(torch.full((4, 1), -math.inf))
    found = metrics.importance_log_likelihood(log_weights, torch.zeros(1, 2), 4, 2)
    assert found.item() == -math.inf


def test_no_gradient_is_recorded():
    scale = torch.ones(1, requires_grad=True)
    found = metrics.importance_log_likelihood(
        lambda x, k: scale * torch.zeros(k, len(x)), torch.zeros(3, 2), 2, 1
    )
    assert not found.requires_grad


@pytest.mark.parametrize(("samples", "chunk"), [(10, 3), (0, 1), (10, 0), (-4, 2), (5, 10)])
def test_samples_that_chunks_do_not_fill_are_refused(samples, chunk):
    with pytest.raises(ValueError, match=f"{samples} and {chunk}"):
        metrics.importance_log_likelihood(lambda x, k: None, torch.zeros(1, 2), samples, chunk)


def test_active_units_are_those_whose_mean_moves():
    generator = torch.Generator().manual_seed(1)
    noise = torch.randn(2000, 3, generator=generator)
    means = noise * torch.tensor([1.0, 0.05, 0.2]) + torch.tensor([0.0, 5.0, -5.0])
    assert metrics.active_units(means).tolist() == [True, False, True]
    assert metrics.active_units(means, threshold=0.1).tolist() == [True, False, False]


def test_the_variance_is_taken_over_the_examples():
    means = torch.tensor([[0.0, 10.0, 20.0]] * 4)
    assert not metrics.active_units(means).any()


def test_a_variance_at_the_threshold_is_not_above_it():
    means = torch.tensor([[-1.0, -1.0, 0.0], [1.0, 1.001, 0.0]])  # variances 2, 2.002 and 0
    assert metrics.active_units(means, threshold=2.0).tolist() == [False, True, False]
    assert metrics.active_units(means, threshold=0).tolist() == [True, True, False]
    for bad in (-0.1, math.nan):
        with pytest.raises(ValueError, match=f"threshold of at least 0 .*{bad}"):
            metrics.active_units(means, threshold=bad)


@pytest.mark.parametrize("shape", [(1, 3), (5,), (2, 3, 4), (0, 3)])
def test_means_without_a_variance_are_refused(shape):
    with pytest.raises(ValueError, match="two examples") as error:
        metrics.active_units(torch.zeros(shape))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize(("runs", "coverage"), [(3, 0.8), (5, 0.99), (5, 0.5), (20, 0.95)])
def test_one_more_run_falls_inside_as_often_as_promised(runs, coverage):
    random = np.random.default_rng(0)
    trials = 4000
    inside = 0
    for *values, one_more in random.normal(100, 3, size=(trials, runs + 1)):
        low, high = metrics.prediction_interval(values, coverage)
        inside += low <= one_more <= high
    # Four standard deviations of the share of 4,000 trials.
    assert abs(inside / trials - coverage) < 4 * math.sqrt(coverage * (1 - coverage) / trials)


def test_equal_runs_leave_no_width():
    assert metrics.prediction_interval([2.0, 2.0, 2.0]) == (2.0, 2.0)


@pytest.mark.parametrize(
    ("values", "coverage"), [([1.0, 2.0], 0.9), ([], 0.9), ([1.0, 2.0, 3.0], 1.0), ([1.0] * 3, 0)]
)
def test_an_interval_that_nothing_supports_is_refused(values, coverage):
    with pytest.raises(ValueError, match=f"got {len(values)} and {coverage}"):
        metrics.prediction_interval(values, coverage)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_run_that_failed_is_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        metrics.prediction_interval([1.0, 2.0, bad])


def test_a_paired_interval_is_the_one_of_the_paired_t_test():
    first, second = [3.1, 2.9, 3.6, 3.3, 2.8], [2.0, 2.4, 2.2, 2.9, 2.1]
    wanted = stats.ttest_rel(first, second).confidence_interval(0.99)
    assert metrics.paired_interval(first, second) == pytest.approx((wanted.low, wanted.high))


def test_a_paired_interval_by_hand_leaves_out_what_the_pairs_share():
    # Differences 1 to 5: mean 3, deviation sqrt(2.5), and 4.6041 is the table's quantile for 4.
    first, second = [101.0, 12.0, 1003.0, 4.0, 15.0], [100.0, 10.0, 1000.0, 0.0, 10.0]
    width = 4.6041 * math.sqrt(2.5 / 5)
    assert metrics.paired_interval(first, second) == pytest.approx((3 - width, 3 + width), abs=1e-4)


def test_three_pairs_are_enough():
    first, second = [3.0, 5.0, 10.0], [2.0, 3.0, 4.0]  # differences 1, 2, 6
    wanted = stats.ttest_rel(first, second).confidence_interval(0.9)
    assert metrics.paired_interval(first, second, 0.9) == pytest.approx((wanted.low, wanted.high))


@pytest.mark.parametrize(
    ("first", "second", "coverage"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], 0),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], math.nan),
        ([1.0, 2.0], [1.0, 2.0], 0.9),
        ([1.0, 2.0, 3.0], [1.0, 2.0], 0.9),
        ([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], 1.0),
        ([1.0, 2.0, math.nan], [1.0, 2.0, 4.0], 0.9),
    ],
)
def test_pairs_that_support_no_interval_are_refused(first, second, coverage):
    with pytest.raises(ValueError, match="needed, but got"):
        metrics.paired_interval(first, second, coverage)


SQUARE = torch.tensor([[0.0, 0.0], [0.0, 4.0], [4.0, 0.0], [4.0, 4.0]])


def test_mode_coverage_counts_by_hand():
    # 6 near the first mode, 3 near the second, 1 nowhere; the other two modes get nothing.
    samples = torch.tensor([[0.0, 0.5]] * 6 + [[0.3, 4.0]] * 3 + [[2.0, 2.0]])
    assert metrics.mode_coverage(samples, SQUARE, radius=0.6) == (2, 0.9)
    assert metrics.mode_coverage(samples, SQUARE, radius=0.6, least=0.4) == (1, 0.9)
    assert metrics.mode_coverage(samples, SQUARE, radius=0.4) == (1, 0.3)
    assert metrics.mode_coverage(samples, SQUARE, radius=0.2) == (0, 0.0)


def test_what_lies_at_the_radius_and_at_the_least_share_counts():
    samples = torch.tensor([[0.0, 0.5]] * 3 + [[0.0, 4.5]])
    assert metrics.mode_coverage(samples, SQUARE, radius=0.5, least=0.25) == (2, 1.0)
    assert metrics.mode_coverage(samples, SQUARE, radius=0.5, least=0.251) == (1, 1.0)
    assert metrics.mode_coverage(samples, SQUARE, radius=0.499, least=0.25) == (0, 0.0)
    assert metrics.mode_coverage(SQUARE[:1], SQUARE, radius=0.1, least=1) == (1, 1.0)


def test_one_sample_and_one_mode_are_measured():
    assert metrics.mode_coverage(torch.zeros(1, 2), torch.ones(1, 2), radius=2) == (1, 1.0)
    assert metrics.mode_coverage(torch.zeros(1, 2), torch.ones(1, 2), radius=1) == (0, 0.0)


def test_mode_coverage_of_the_modes_themselves_is_full():
    assert metrics.mode_coverage(SQUARE, SQUARE, radius=0.1) == (4, 1.0)


@pytest.mark.parametrize(
    ("samples", "options"),
    [
        (torch.zeros(3), {}),
        (torch.zeros(3, 5), {}),
        (torch.zeros(0, 2), {}),
        (torch.zeros(3, 2), {"radius": 0.0}),
        (torch.zeros(3, 2), {"radius": math.nan}),
        (torch.zeros(3, 2), {"least": 0.0}),
        (torch.zeros(3, 2), {"least": 1.5}),
    ],
)
def test_mode_coverage_refuses(samples, options):
    with pytest.raises(ValueError, match=r"are needed, but got"):
        metrics.mode_coverage(samples, SQUARE, **{"radius": 1.0} | options)


def test_bits_and_perplexity_weigh_texts_by_their_length():
    log_p = torch.tensor([-3.0, -1.0]) * math.log(2)  # 3 bits for one character, 1 for three
    assert metrics.bits_per_character(log_p, torch.tensor([1, 3])) == pytest.approx(1)
    assert metrics.perplexity(log_p, torch.tensor([1, 3])) == pytest.approx(2)


@pytest.mark.parametrize("measure", [metrics.bits_per_character, metrics.perplexity])
@pytest.mark.parametrize("lengths", [[1], [0, 0], [3, -1]])
def test_a_mean_over_no_character_is_refused(measure, lengths):
    with pytest.raises(ValueError, match="a number of tokens per sequence"):
        measure(torch.zeros(2), torch.tensor(lengths))


def test_a_perplexity_beyond_every_number_is_infinite():
    assert metrics.perplexity(torch.tensor([-8000.0]), torch.tensor([10])) == math.inf
    assert metrics.perplexity(torch.tensor([-7000.0]), torch.tensor([10])) == math.exp(700)
    assert metrics.bits_per_character(torch.tensor([-math.inf]), torch.tensor([1])) == math.inf
    assert metrics.perplexity(torch.tensor([-math.inf, 0.0]), torch.tensor([1, 0])) == math.inf


def test_many_tokens_in_half_precision_are_counted():
    log_p, tokens = torch.full((3,), -7e4), torch.full((3,), 6e4).half()
    assert metrics.perplexity(log_p, tokens) == pytest.approx(math.exp(7 / 6), rel=1e-3)


@pytest.mark.parametrize("shape", [(4, 2), (2, 4), (4,), (4, 1), (1, 4, 3)])
def test_log_weights_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match=r"must give \(4, 3\) numbers .*gave \(" + str(shape[0])):
        metrics.importance_log_likelihood(lambda x, k: torch.zeros(shape), torch.zeros(3, 2), 4, 4)
