"""The losses of generative adversarial networks and their penalties, and nothing else.

An adversarial loss is an expectation over two different batches, so each function returns the
scalar of its equation. Discriminators give logits, critics give real numbers. Bad input raises
`ValueError`.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F


def _check_scores(**scores: Tensor) -> None:
    """Raise `ValueError` unless each holds one finite floating-point score per example."""
    for name, score in scores.items():
        if not score.is_floating_point() or score.numel() == 0 or score.numel() != len(score):
            raise ValueError(
                f"{name} must hold one floating-point score per example, (batch,) or (batch, 1), "
                f"but got shape {tuple(score.shape)} of {score.dtype}."
            )
        if not torch.isfinite(score.sum()):
            raise ValueError(f"{name} must be finite, but holds {score.isnan().sum()} NaN.")


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """The discriminator's loss, in nats: the sum of its two cross-entropies.

    Eq. `eq-discriminator-loss`. (batch,), (batch,) -> (). At logits of 0 it is log 4.
    Source: goodfellow2014generative, eq. 1. Raises `ValueError` on wrong shapes, dtypes or NaN.
    """
    _check_scores(real_logits=real_logits, fake_logits=fake_logits)
    real = F.softplus(-real_logits).mean()
    fake = F.softplus(fake_logits).mean()
    return real + fake


def generator_loss_saturating(fake_logits: Tensor) -> Tensor:
    """The generator's part of the minimax value, in nats: the mean of log(1 - D).

    Eq. `eq-generator-saturating`. (batch,) -> (). Its gradient vanishes when the discriminator
    rejects the sample. Source: goodfellow2014generative, eq. 1. Raises `ValueError`.
    """
    _check_scores(fake_logits=fake_logits)
    return -F.softplus(fake_logits).mean()


def generator_loss_non_saturating(fake_logits: Tensor) -> Tensor:
    """The generator's usual loss, in nats: the mean of -log D. At a logit of 0 it is log 2.

    Eq. `eq-generator-non-saturating`. (batch,) -> (). Its gradient vanishes when the
    discriminator accepts the sample. Source: goodfellow2014generative, sec. 3. Raises `ValueError`.
    """
    _check_scores(fake_logits=fake_logits)
    return F.softplus(-fake_logits).mean()


def critic_loss(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """The Wasserstein critic's loss: its mean on the fakes less its mean on the data.

    Eq. `eq-wasserstein-dual`, negated. (batch,), (batch,) -> (). Its negative is a lower bound of
    the distance only if the critic is 1-Lipschitz. Source: arjovsky2017wasserstein. Raises
    `ValueError`.
    """
    _check_scores(real_scores=real_scores, fake_scores=fake_scores)
    return fake_scores.mean() - real_scores.mean()


def _squared_gradient_norm(network: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The squared length of the network's gradient at each example; differentiable again."""
    x = x.detach().requires_grad_()
    scores = network(x)
    _check_scores(scores=scores)
    (gradient,) = torch.autograd.grad(scores.sum(), x, create_graph=True)
    return gradient.flatten(1).pow(2).sum(1)


def gradient_penalty(
    critic: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor
) -> Tensor:
    """How far the critic's slope is from 1 between data and fakes: the mean squared difference.

    Eq. `eq-gradient-penalty`. real and fake are (batch, ...), mix is (batch,) in [0, 1], drawn
    uniformly by the caller; -> (). Source: gulrajani2017improved. Raises `ValueError` if the
    shapes differ.
    """
    if real.shape != fake.shape or mix.shape != real.shape[:1]:
        raise ValueError(
            "real and fake of one shape (batch, ...) and one mix per example are needed, but got "
            f"{tuple(real.shape)}, {tuple(fake.shape)} and {tuple(mix.shape)}: each example is "
            "mixed with one partner."
        )
    weight = mix.view(-1, *[1] * (real.dim() - 1))
    between = weight * real + (1 - weight) * fake
    # A tiny constant: the root's slope at exactly 0 is infinite.
    slope = (_squared_gradient_norm(critic, between) + 1e-12).sqrt()
    return (slope - 1).pow(2).mean()


def penalised_critic_loss(
    critic: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor, weight: float
) -> Tensor:
    """All that a Wasserstein critic minimises: its loss, and `weight` times the gradient penalty.

    Eq. `eq-critic-loss-penalty`; `weight` is its λ. real and fake are (batch, ...), mix is (batch,)
    in [0, 1], drawn uniformly by the caller; -> (). Source: gulrajani2017improved, where λ is 10.
    Raises `ValueError` if the shapes differ or the weight isn't a finite number from 0 on.
    """
    if not 0 <= weight < float("inf"):
        raise ValueError(
            f"weight must be finite and not negative, but is {weight}: a negative one would reward "
            "slopes far from 1."
        )
    score = critic_loss(critic(real), critic(fake))
    return score + weight * gradient_penalty(critic, real, fake, mix)


def r1_penalty(discriminator: Callable[[Tensor], Tensor], real: Tensor) -> Tensor:
    """Half the mean squared length of the discriminator's gradient at the data.

    Eq. `eq-r1`. (batch, ...) -> (); the caller multiplies by γ. Source: mescheder2018which.
    Raises `ValueError` unless the discriminator gives one score per example.
    """
    return 0.5 * _squared_gradient_norm(discriminator, real).mean()
