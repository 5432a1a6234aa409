"""Which pairs of losses a GAN can print: book/4-mathematics/case-study.md."""

import math

import numpy as np
import torch
from registry import checks
from scipy import optimize

from genai_utils import losses


def printed(real, fake):
    """The two losses of the library for given logits."""
    real, fake = torch.as_tensor(real), torch.as_tensor(fake)
    return (
        losses.discriminator_loss(real, fake).item(),
        losses.generator_loss_non_saturating(fake).item(),
    )


def random_pairs(count=2000):
    random = np.random.default_rng(0)
    for _ in range(count):
        scale, center = random.uniform(0, 6), random.normal(0, 4)
        yield printed(random.normal(3, 3, size=16), random.normal(center, scale, size=16))


@checks("eq-loss-pair", tolerance=1e-12)
def loss_pair():
    for d_loss, g_loss in random_pairs():
        yield max(0.0, math.exp(-d_loss) + math.exp(-g_loss) - 1)
    for logit in (-3.0, 0.0, 2.0):  # equality: certain of the data, one constant on the fakes
        d_loss, g_loss = printed(np.full(4, 60.0), np.full(4, logit))
        yield abs(math.exp(-d_loss) + math.exp(-g_loss) - 1)
    yield abs(sum(math.exp(-loss) for loss in printed(np.zeros(4), np.zeros(4))) - 0.75)


@checks("eq-loss-pair-floor", tolerance=1e-9)
def loss_pair_floor():
    # The least generator loss with the fakes' part of L_D held exactly: a constrained minimum.
    for d_loss in (0.1, 0.5, 1.0, math.log(4)):
        start = np.random.default_rng(1).normal(size=8)
        hold = {"type": "eq", "fun": lambda a: np.mean(np.logaddexp(0, a)) - d_loss}
        best = optimize.minimize(
            lambda a: np.mean(np.logaddexp(0, -a)),
            start,
            constraints=[hold],
            options={"ftol": 1e-14},
        )
        yield abs(best.fun + math.log(1 - math.exp(-d_loss)))
    for d_loss, g_loss in random_pairs(500):
        yield max(0.0, -math.log(1 - math.exp(-d_loss)) - g_loss)


@checks("eq-loss-pair-diagonal", tolerance=1e-12)
def loss_pair_diagonal():
    for pair in random_pairs():
        yield max(0.0, math.log(2) - max(pair))
    yield abs(max(printed(np.full(4, 60.0), np.zeros(4))) - math.log(2))


@checks("eq-logit-jump", tolerance=1e-12)
def logit_jump():
    random = np.random.default_rng(2)
    for _ in range(500):
        fake = random.normal(random.normal(0, 3), random.uniform(0, 5), size=12)
        part, g_loss = np.mean(np.logaddexp(0, fake)), np.mean(np.logaddexp(0, -fake))
        yield max(0.0, fake.mean() - math.log(math.expm1(part)))
        yield max(0.0, -math.log(math.expm1(g_loss)) - fake.mean())
    constant = np.full(5, -1.3)  # equality for equal logits
    yield abs(math.log(math.expm1(np.mean(np.logaddexp(0, constant)))) + 1.3)
