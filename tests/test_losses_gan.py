"""The adversarial losses refuse what they can't mean, and their gradients reach the right place."""

import pytest
import torch

from genai_utils import losses

SCORES = torch.linspace(-2, 2, 8)
ONE_BATCH = (
    losses.generator_loss_saturating,
    losses.generator_loss_non_saturating,
    lambda scores: losses.discriminator_loss(scores, SCORES),
    lambda scores: losses.discriminator_loss(SCORES, scores),
    lambda scores: losses.critic_loss(scores, SCORES),
    losses.least_squares_generator_loss,
    lambda scores: losses.least_squares_discriminator_loss(scores, SCORES),
    lambda scores: losses.least_squares_discriminator_loss(SCORES, scores),
    losses.misfiled_loss,
    losses.hinge_generator_loss,
    lambda scores: losses.hinge_discriminator_loss(scores, SCORES),
    lambda scores: losses.hinge_discriminator_loss(SCORES, scores),
)


@pytest.mark.parametrize("loss", ONE_BATCH)
@pytest.mark.parametrize(
    "bad",
    [
        *(torch.zeros(shape) for shape in [(8, 2), (2, 1, 1), (1, 2), (1, 8), (0,), (0, 1), ()]),
        torch.zeros(8, dtype=torch.long),
    ],
    ids=str,
)
def test_scores_of_another_shape_or_kind_are_refused_and_named(loss, bad):
    with pytest.raises(ValueError, match=r"one floating-point score per example.*got shape"):
        loss(bad)


@pytest.mark.parametrize("loss", ONE_BATCH)
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_refused(loss, bad):
    with pytest.raises(ValueError, match="finite"):
        loss(torch.tensor([0.0, bad]))


@pytest.mark.parametrize("bad", [-0.01, 1.01, float("nan")])
def test_a_mix_outside_the_unit_interval_is_refused(bad):
    real, mix = torch.zeros(2, 3), torch.tensor([0.0, bad])
    with pytest.raises(ValueError, match=r"shares in \[0, 1\]"):
        losses.gradient_penalty(lambda x: x.sum(1), real, real, mix)
    for end in (0.0, 1.0):
        losses.gradient_penalty(lambda x: x.sum(1), real, real, torch.full((2,), end))


def test_scores_that_do_not_depend_on_the_examples_are_refused():
    real = torch.rand(3, 2)
    for network in (
        lambda x: torch.zeros(3),
        lambda x: x.detach().sum(1),
        lambda x: x[:2].sum(1),
        lambda x: torch.zeros(3, requires_grad=True),  # of the weights alone
        lambda x: x,
    ):
        with pytest.raises(ValueError, match=r"each of 3 examples|one floating-point score"):
            losses.r1_penalty(network, real)
        with pytest.raises(ValueError, match=r"each of 3 examples|one floating-point score"):
            losses.gradient_penalty(network, real, real, torch.rand(3))
    with torch.no_grad(), pytest.raises(ValueError, match="no_grad"):
        losses.r1_penalty(lambda x: x.sum(1), real)


@pytest.mark.parametrize("loss", ONE_BATCH)
def test_a_column_of_scores_is_one_score_each(loss):
    assert loss(SCORES[:, None]) == loss(SCORES)


def test_the_two_generator_losses_differ_where_it_matters():
    rejected = torch.tensor([-7.0], requires_grad=True)
    (silent,) = torch.autograd.grad(losses.generator_loss_saturating(rejected), rejected)
    (loud,) = torch.autograd.grad(losses.generator_loss_non_saturating(rejected), rejected)
    assert abs(silent.item()) < 0.001 < 0.99 < abs(loud.item())


def test_shapes_that_do_not_pair_are_refused_and_named():
    real, fake, mix = torch.zeros(4, 3), torch.zeros(5, 3), torch.zeros(4)
    with pytest.raises(ValueError, match=r"\(4, 3\), \(5, 3\) and \(4,\)"):
        losses.gradient_penalty(lambda x: x.sum(1), real, fake, mix)
    with pytest.raises(ValueError, match=r"one mix per example"):
        losses.gradient_penalty(lambda x: x.sum(1), real, real, torch.zeros(4, 1))


def test_penalties_train_the_network_and_leave_the_data_alone():
    network = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
    real = torch.randn(6, 3, requires_grad=True)
    penalty = losses.gradient_penalty(network, real, torch.randn(6, 3), torch.rand(6))
    (penalty + losses.r1_penalty(network, real)).backward()
    assert network[0].weight.grad.abs().sum() > 0
    assert real.grad is None


def test_a_flat_critic_has_a_finite_gradient():
    weight = torch.zeros(3, requires_grad=True)
    penalty = losses.gradient_penalty(
        lambda x: x @ weight, torch.zeros(2, 3), torch.ones(2, 3), torch.rand(2)
    )
    penalty.backward()
    assert torch.isfinite(weight.grad).all()
    assert penalty.item() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_price_is_refused(weight):
    batch = torch.zeros(2, 3)
    with pytest.raises(ValueError, match=f"weight must be finite.*is {weight}"):
        losses.penalised_critic_loss(lambda x: x.sum(1), batch, batch, torch.rand(2), weight)
