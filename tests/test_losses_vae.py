"""The losses' behaviour at their edges; that they are the book's equations is tests/equations/."""

import math

import pytest
import torch
from torch.distributions import Bernoulli, ContinuousBernoulli, Independent, Normal

from genai_utils import losses

# Each loss of two or more tensors (..., units), as the names of its arguments in order.
ELEMENTWISE = {
    losses.bernoulli_log_likelihood: ("logits", "x"),
    losses.normal_log_density: ("x", "mu", "log_var"),
    losses.optimal_variance: ("mean", "x"),
    losses.kl_standard_normal: ("mu", "log_var"),
    losses.kl_normal: ("mu_q", "log_var_q", "mu_p", "log_var_p"),
}
PER_EXAMPLE = [
    lambda log_likelihood, kl: losses.elbo(log_likelihood, kl),
    lambda log_likelihood, kl: losses.beta_objective(log_likelihood, kl, beta=2.0),
]


def inputs(names, shape=(3, 5), dtype=torch.float32):
    """Values that every loss accepts: they lie in [0, 1]."""
    generator = torch.Generator().manual_seed(0)
    return [torch.rand(shape, generator=generator).to(dtype) for _ in names]


@pytest.fixture(params=ELEMENTWISE, ids=lambda loss: loss.__name__)
def loss(request):
    return request.param


@pytest.fixture(
    params=[loss for loss in ELEMENTWISE if loss is not losses.optimal_variance],
    ids=lambda loss: loss.__name__,
)
def per_example(request):
    return request.param


def test_one_number_an_example_in_the_inputs_dtype(loss):
    for dtype in (torch.float32, torch.float64):
        value = loss(*inputs(ELEMENTWISE[loss], dtype=dtype))
        assert value.dtype == dtype
        assert value.shape == (() if loss is losses.optimal_variance else (3,))


def test_a_leading_sample_axis_is_a_loop_over_samples(per_example):
    loss = per_example
    first, *others = inputs(ELEMENTWISE[loss])
    many = torch.stack([first, 0.5 * first, 0.1 + 0.8 * first])
    together = loss(many, *others)
    one_by_one = torch.stack([loss(sample, *others) for sample in many])
    torch.testing.assert_close(together, one_by_one)


def test_a_mismatch_of_the_last_axis_names_both_shapes(loss):
    first, *others = inputs(ELEMENTWISE[loss])
    for units in (1, 4):  # 1 would broadcast silently
        with pytest.raises(ValueError, match=rf"\(3, 5\).*\(3, {units}\)"):
            loss(first, *others[:-1], others[-1][:, :units])


def test_a_mismatch_of_the_batch_names_both_shapes(loss):
    first, *others = inputs(ELEMENTWISE[loss])
    with pytest.raises(ValueError, match=r"\(3, 5\).*\(2, 5\)"):
        loss(first, *others[:-1], others[-1][:2])


def test_numbers_without_an_axis_are_refused(loss):
    names = ELEMENTWISE[loss]
    with pytest.raises(ValueError, match=r"last axis"):
        loss(*inputs(names, shape=()))


@pytest.mark.parametrize("wrong", [torch.uint8, torch.int64, torch.bool, torch.float64])
def test_another_dtype_is_refused_and_named(loss, wrong):
    *others, last = inputs(ELEMENTWISE[loss])
    with pytest.raises(ValueError, match=f"{wrong}"):
        loss(*others, last.round().to(wrong))


def test_integers_alone_are_refused(loss):
    with pytest.raises(ValueError, match=r"floating-point.*int64"):
        loss(*inputs(ELEMENTWISE[loss], dtype=torch.int64))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_refused_and_its_input_named(loss, bad):
    names = ELEMENTWISE[loss]
    for index, name in enumerate(names):
        values = inputs(names)
        values[index][1, 2] = bad
        if loss is losses.bernoulli_log_likelihood and name == "x":
            name = "pixel values"  # the bounds find it first
            pattern = rf"{name} in \[0, 1\].*(nan|inf)"
        else:
            pattern = rf"'{name}': 1"
        with pytest.raises(ValueError, match=pattern):
            loss(*values)


def test_an_overflow_is_refused_although_every_input_is_finite():
    with pytest.raises(ValueError, match="overflow"):
        losses.kl_standard_normal(torch.zeros(1, 2), torch.full((1, 2), 200.0))


@pytest.mark.parametrize("pixel", [-0.01, 1.01, 255.0])
def test_pixels_outside_the_unit_interval_are_refused(pixel):
    x = torch.full((2, 4), 0.5)
    x[1, 3] = pixel
    with pytest.raises(ValueError, match=rf"\[0, 1\], but got .*{pixel:.4g}"):
        losses.bernoulli_log_likelihood(torch.zeros(2, 4), x)


def test_the_ends_of_the_unit_interval_are_accepted():
    x = torch.tensor([[0.0, 1.0]])
    value = losses.bernoulli_log_likelihood(torch.zeros(1, 2), x)
    assert value.item() == pytest.approx(2 * math.log(0.5))


def test_grey_pixels_give_the_mean_over_binarisations():
    logits, x = inputs(("logits", "x"), dtype=torch.float64)
    draws = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=torch.double)] * 5)
    for row, grey in zip(logits, x, strict=True):
        chance = Independent(Bernoulli(grey), 1).log_prob(draws).exp()
        mean = (chance * losses.bernoulli_log_likelihood(row.expand(32, 5), draws)).sum()
        found = losses.bernoulli_log_likelihood(row[None], grey[None])
        torch.testing.assert_close(found[0], mean)


def test_grey_pixels_give_no_density_of_grey_values():
    # The continuous Bernoulli is the density that this likelihood is not; its constant is missing.
    logits, x = inputs(("logits", "x"), dtype=torch.float64)
    density = ContinuousBernoulli(logits=logits, validate_args=False).log_prob(x).sum(1)
    assert (losses.bernoulli_log_likelihood(logits, x) < density - 1).all()


def test_certain_pixels_stay_finite_in_single_precision():
    logits = torch.tensor([[500.0, -500.0, 90.0, -90.0]])
    right, wrong = (logits > 0).float(), (logits < 0).float()
    assert losses.bernoulli_log_likelihood(logits, right).item() == 0
    assert losses.bernoulli_log_likelihood(logits, wrong).item() == pytest.approx(-1180)


def test_a_shared_variance_is_passed_expanded():
    mean, x = inputs(("mean", "x"), dtype=torch.float64)
    log_var = torch.tensor(-1.0, dtype=torch.double)
    found = losses.normal_log_density(x, mean, log_var.expand_as(x))
    oracle = Normal(mean, math.exp(-0.5)).log_prob(x).sum(1)
    torch.testing.assert_close(found, oracle)
    with pytest.raises(ValueError, match=r"\(3, 1\)"):
        losses.normal_log_density(x, mean, log_var.expand(3, 1))


def test_an_empty_batch_has_no_losses(per_example):
    assert per_example(*inputs(ELEMENTWISE[per_example], shape=(0, 5))).shape == (0,)


@pytest.mark.parametrize("combine", PER_EXAMPLE, ids=["elbo", "beta_objective"])
class TestTermsOfOneBatch:
    def test_a_mean_beside_a_batch_is_refused(self, combine):
        with pytest.raises(ValueError, match=r"\(4,\).*\(\)"):
            combine(torch.zeros(4), torch.tensor(1.0))

    def test_a_column_beside_a_row_is_refused(self, combine):
        with pytest.raises(ValueError, match=r"\(4,\).*\(4, 1\)"):
            combine(torch.zeros(4), torch.zeros(4, 1))

    def test_another_dtype_is_refused_and_named(self, combine):
        with pytest.raises(ValueError, match="float64"):
            combine(torch.zeros(4), torch.zeros(4, dtype=torch.double))

    def test_integers_are_refused(self, combine):
        with pytest.raises(ValueError, match="int64"):
            combine(torch.zeros(4, dtype=torch.int64), torch.zeros(4, dtype=torch.int64))

    def test_a_nan_is_refused_and_named(self, combine):
        with pytest.raises(ValueError, match="'kl': 1"):
            combine(torch.zeros(2), torch.tensor([math.nan, 1.0]))


def test_the_objective_is_the_negative_bound_at_beta_one_only():
    log_likelihood, kl = torch.tensor([-90.0, -100.0]), torch.tensor([20.0, 25.0])
    bound = losses.elbo(log_likelihood, kl)
    assert bound.tolist() == [-110, -125]
    assert losses.beta_objective(log_likelihood, kl, 1.0).tolist() == [110, 125]
    assert losses.beta_objective(log_likelihood, kl, 4.0).tolist() == [170, 200]
    assert losses.beta_objective(log_likelihood, kl, 0.0).tolist() == [90, 100]


@pytest.mark.parametrize("beta", [-0.1, math.nan])
def test_a_beta_that_rewards_rate_is_refused(beta):
    with pytest.raises(ValueError, match=f"at least 0, but got {beta}"):
        losses.beta_objective(torch.zeros(2), torch.zeros(2), beta)


@pytest.mark.parametrize("shape", [(4,), (0, 4), (2, 3, 4)])
def test_importance_weights_need_the_sample_axis_first(shape):
    with pytest.raises(ValueError, match=r"\(K, batch\).*" + str(shape).replace("(", r"\(")[:-1]):
        losses.importance_weighted_bound(torch.zeros(shape))


def test_importance_weights_that_are_not_numbers_are_refused():
    with pytest.raises(ValueError, match="NaN"):
        losses.importance_weighted_bound(torch.tensor([[0.0], [math.nan]]))
    with pytest.raises(ValueError, match="int64"):
        losses.importance_weighted_bound(torch.zeros(2, 3, dtype=torch.int64))


def test_one_sample_is_its_own_mean():
    log_weights = torch.tensor([[-3.0, 2.0, -math.inf]])
    assert losses.importance_weighted_bound(log_weights).tolist() == log_weights[0].tolist()


def test_an_infinite_weight_is_refused_and_counted():
    with pytest.raises(ValueError, match=r"^floating-point .* are needed.* with 2 of these"):
        losses.importance_weighted_bound(torch.tensor([[math.inf, 0.0], [0.0, math.nan]]))


def test_weights_of_zero_and_far_apart_are_no_accident():
    log_weights = torch.tensor([[-1e4, -1e4], [-1e4, -math.inf]])
    found = losses.importance_weighted_bound(log_weights)
    assert found.tolist() == pytest.approx([-1e4, -1e4 - math.log(2)])
