"""The losses of generative adversarial networks and their penalties, and nothing else.

An adversarial loss is an expectation over two different batches, so each function returns the
scalar of its equation. Discriminators give logits, critics give real numbers. Scores in half
precision are widened to float32 first. Bad input raises `ValueError`.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from genai_utils import precision


def _scores(**scores: Tensor) -> list[Tensor]:
    """The scores in float32 or more; `ValueError` unless each has one finite score per example."""
    for name, score in scores.items():
        single = score.dim() == 1 or (score.dim() == 2 and score.shape[1] == 1)
        if not (single and score.is_floating_point() and score.numel()):
            raise ValueError(
                f"{name} must hold one floating-point score per example, (batch,) or (batch, 1), "
                f"but got shape {tuple(score.shape)} of {score.dtype}."
            )
    precision.require_finite(**scores)
    return [precision.single(score) for score in scores.values()]


def discriminator_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """The discriminator's loss, in nats: the sum of its two cross-entropies.

    Eq. `eq-discriminator-loss`, and for logits of an image and its class `eq-conditional-losses`.
    (batch,), (batch,) -> (). At logits of 0 it is log 4.
    Source: goodfellow2014generative, eq. 1. Raises `ValueError` on wrong shapes, dtypes or NaN.

    >>> discriminator_loss(torch.zeros(3), torch.zeros(3))
    tensor(1.3863)
    """
    real_logits, fake_logits = _scores(real_logits=real_logits, fake_logits=fake_logits)
    real = F.softplus(-real_logits).mean()
    fake = F.softplus(fake_logits).mean()
    return real + fake


def misfiled_loss(misfiled_logits: Tensor) -> Tensor:
    """What a discriminator pays for real images under a wrong class: the mean of -log(1 - D).

    The last term of eq. `eq-misfiled-loss`, in nats, without its weight. (batch,) -> (). At logits
    of 0 it is log 2. Source: reed2016generative, sec. 4.2. Raises `ValueError`.

    >>> misfiled_loss(torch.zeros(3))
    tensor(0.6931)
    """
    (misfiled_logits,) = _scores(misfiled_logits=misfiled_logits)
    return F.softplus(misfiled_logits).mean()


def generator_loss_saturating(fake_logits: Tensor) -> Tensor:
    """The generator's part of the minimax value, in nats: the mean of log(1 - D).

    Eq. `eq-generator-saturating`. (batch,) -> (). Its gradient vanishes when the discriminator
    rejects the sample. Source: goodfellow2014generative, eq. 1. Raises `ValueError`.

    >>> generator_loss_saturating(torch.zeros(3))  # -log 2
    tensor(-0.6931)
    """
    (fake_logits,) = _scores(fake_logits=fake_logits)
    return -F.softplus(fake_logits).mean()


def generator_loss_non_saturating(fake_logits: Tensor) -> Tensor:
    """The generator's usual loss, in nats: the mean of -log D. At a logit of 0 it is log 2.

    Eq. `eq-generator-non-saturating`. (batch,) -> (). Its gradient vanishes when the
    discriminator accepts the sample. Source: goodfellow2014generative, sec. 3. Raises `ValueError`.

    >>> generator_loss_non_saturating(torch.zeros(3))  # log 2
    tensor(0.6931)
    """
    (fake_logits,) = _scores(fake_logits=fake_logits)
    return F.softplus(-fake_logits).mean()


def least_squares_discriminator_loss(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """Half the mean squared error of the scores, where data should get 1 and fakes 0.

    Eq. `eq-least-squares-losses`, first part. (batch,), (batch,) -> (). Scores are any real
    numbers. Source: mao2017least, with its labels b = 1 and a = 0. Raises `ValueError`.

    >>> least_squares_discriminator_loss(torch.tensor([0.0]), torch.tensor([2.0]))  # ½·1 + ½·4
    tensor(2.5000)
    """
    real_scores, fake_scores = _scores(real_scores=real_scores, fake_scores=fake_scores)
    real = 0.5 * (real_scores - 1).pow(2).mean()
    fake = 0.5 * fake_scores.pow(2).mean()
    return real + fake


def least_squares_generator_loss(fake_scores: Tensor) -> Tensor:
    """Half the mean squared distance of the fakes' scores from 1, which data should get.

    Eq. `eq-least-squares-losses`, second part. (batch,) -> (). Source: mao2017least, with its
    label c = 1. Raises `ValueError`.

    >>> least_squares_generator_loss(torch.tensor([1.0, 3.0]))  # half the mean of 0 and 4
    tensor(1.)
    """
    (fake_scores,) = _scores(fake_scores=fake_scores)
    return 0.5 * (fake_scores - 1).pow(2).mean()


def hinge_discriminator_loss(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """What data lack of a score of 1, and what fakes have above -1, on average; no less than 0.

    Eq. `eq-hinge-losses`, first part. (batch,), (batch,) -> (). Source: lim2017geometric. Raises
    `ValueError`.

    >>> hinge_discriminator_loss(torch.tensor([2.0, 0.0]), torch.tensor([-2.0]))  # (0 + 1)/2 + 0
    tensor(0.5000)
    """
    real_scores, fake_scores = _scores(real_scores=real_scores, fake_scores=fake_scores)
    real = F.relu(1 - real_scores).mean()
    fake = F.relu(1 + fake_scores).mean()
    return real + fake


def hinge_generator_loss(fake_scores: Tensor) -> Tensor:
    """Minus the fakes' mean score: the generator's loss beside a hinge, and beside a critic.

    Eq. `eq-hinge-losses`, second part. (batch,) -> (). Source: lim2017geometric. Raises
    `ValueError`.

    >>> hinge_generator_loss(torch.tensor([1.0, 3.0]))
    tensor(-2.)
    """
    (fake_scores,) = _scores(fake_scores=fake_scores)
    return -fake_scores.mean()


def critic_loss(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """The Wasserstein critic's loss: its mean on the fakes less its mean on the data.

    Eq. `eq-wasserstein-dual`, negated. (batch,), (batch,) -> (). Its negative is a lower bound of
    the distance only if the critic is 1-Lipschitz. Source: arjovsky2017wasserstein. Raises
    `ValueError`.

    >>> critic_loss(torch.tensor([1.0, 3.0]), torch.tensor([0.0]))  # 0 - 2
    tensor(-2.)
    """
    real_scores, fake_scores = _scores(real_scores=real_scores, fake_scores=fake_scores)
    return fake_scores.mean() - real_scores.mean()


def _squared_gradient_norm(network: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """The squared length of the network's gradient at each example; differentiable again."""
    x = x.detach().requires_grad_()
    (scores,) = _scores(scores=network(x))
    gradient = None
    if len(scores) == len(x) and scores.requires_grad:
        (gradient,) = torch.autograd.grad(scores.sum(), x, create_graph=True, allow_unused=True)
    if gradient is None:
        raise ValueError(
            f"a score for each of {len(x)} examples that depends on it is needed, but got "
            f"{len(scores)} scores, requires_grad={scores.requires_grad}: without a path from "
            "score to example (under no_grad, or behind detach) there is no slope to punish."
        )
    return precision.single(gradient).flatten(1).pow(2).sum(1)


def _check_examples(**examples: Tensor) -> None:
    """Raise `ValueError` unless each is a batch (batch, ...) of finite floating-point numbers."""
    for name, batch in examples.items():
        if batch.dim() < 2 or not batch.is_floating_point() or not len(batch):
            raise ValueError(
                f"{name} must be floating-point of shape (batch, ...) with an example or more, but "
                f"got shape {tuple(batch.shape)} of {batch.dtype}: the slope is taken at examples."
            )
    precision.require_finite(**examples)


def gradient_penalty(
    critic: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, mix: Tensor
) -> Tensor:
    """How far the critic's slope is from 1 between data and fakes: the mean squared difference.

    Eq. `eq-gradient-penalty`. real and fake are (batch, ...), mix is (batch,) in [0, 1], drawn
    uniformly by the caller; -> (). Source: gulrajani2017improved. Raises `ValueError` if the
    shapes differ, mix leaves [0, 1], or the critic's scores don't depend on what it is given.

    >>> real, fake, mix = torch.zeros(2, 1), torch.ones(2, 1), torch.tensor([0.1, 0.9])
    >>> gradient_penalty(lambda x: 3 * x, real, fake, mix)  # a slope of 3 everywhere: (3 - 1)²
    tensor(4.)
    """
    if real.shape != fake.shape or mix.shape != real.shape[:1]:
        raise ValueError(
            "real and fake of one shape (batch, ...) and one mix per example are needed, but got "
            f"{tuple(real.shape)}, {tuple(fake.shape)} and {tuple(mix.shape)}: each example is "
            "mixed with one partner."
        )
    _check_examples(real=real, fake=fake)
    if not (mix.is_floating_point() and ((mix >= 0) & (mix <= 1)).all()):
        raise ValueError(
            f"mix must hold shares in [0, 1], but got {mix[:8]}: what is rated lies between."
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

    >>> real, fake, mix = torch.zeros(2, 1), torch.ones(2, 1), torch.tensor([0.1, 0.9])
    >>> penalised_critic_loss(lambda x: 3 * x, real, fake, mix, 10).item()  # 3 + 10 · 2²
    43.0
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
    Raises `ValueError` unless the discriminator gives one score per example, which depends on it.

    >>> r1_penalty(lambda x: 3 * x, torch.zeros(2, 1)).item()  # 3²/2
    4.5
    """
    _check_examples(real=real)
    return 0.5 * _squared_gradient_norm(discriminator, real).mean()
