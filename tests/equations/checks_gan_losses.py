"""Which pairs of losses a GAN can print: book/4-mathematics/case-study.md."""

import math

import formula
import numpy as np
import torch
from registry import checks
from scipy import optimize
from signs import Law

from genai_utils import losses


def printed_losses(real, fake):
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
        yield printed_losses(random.normal(3, 3, size=16), random.normal(center, scale, size=16))


@checks("eq-loss-pair-steps", tolerance=1e-9)
def loss_pair_steps():
    """Jensen's inequality, used twice, bounds the generator's loss by the discriminator's."""
    printed = formula.read("eq-loss-pair-steps")
    random = np.random.default_rng(3)
    for spread in (0.0, 0.5, 3.0):
        for real in (np.full(9, 60.0), random.normal(2, 2, size=9)):
            fake = random.normal(size=9) * spread + 0.4
            d_loss, g_loss = printed_losses(real, fake)
            law = {r"\sim": Law({"s": -np.log(1 - 1 / (1 + np.exp(-fake)))}, np.full(9, 1 / 9))}
            given = {"L_G": g_loss, "L_D": d_loss, "g": lambda s: -np.log(1 - np.exp(-s)), **law}
            yield printed.error(given)
            if spread == 0 and real[0] == 60:  # each step is an equality
                yield np.ptp(printed.values(given))


@checks("eq-loss-pair", tolerance=1e-12)
def loss_pair():
    """Both losses of one batch can't be small: exp(-L_D) + exp(-L_G) is at most 1."""
    printed = formula.read("eq-loss-pair")
    for d_loss, g_loss in random_pairs():
        yield printed.error({"L_D": d_loss, "L_G": g_loss})
    for logit in (-3.0, 0.0, 2.0):  # equality: certain of the data, one constant on the fakes
        d_loss, g_loss = printed_losses(np.full(4, 60.0), np.full(4, logit))
        yield abs(np.subtract(*printed.values({"L_D": d_loss, "L_G": g_loss})))
    d_loss, g_loss = printed_losses(np.zeros(4), np.zeros(4))
    yield abs(printed.values({"L_D": d_loss, "L_G": g_loss})[0] - 0.75)


@checks("eq-loss-pair-floor", tolerance=1e-9)
def loss_pair_floor():
    """A small discriminator's loss forces a large loss of the generator."""
    printed = formula.read("eq-loss-pair-floor")
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
        yield abs(np.subtract(*printed.values({"L_G": best.fun, "L_D": d_loss})))
    for d_loss, g_loss in random_pairs(500):
        yield printed.error({"L_G": g_loss, "L_D": d_loss})


@checks("eq-loss-pair-diagonal", tolerance=1e-12)
def loss_pair_diagonal():
    """At least one of the two losses is log 2 or more."""
    printed = formula.read("eq-loss-pair-diagonal")
    for d_loss, g_loss in random_pairs():
        yield printed.error({"L_D": d_loss, "L_G": g_loss})
    d_loss, g_loss = printed_losses(np.full(4, 60.0), np.zeros(4))
    yield abs(np.subtract(*printed.values({"L_D": d_loss, "L_G": g_loss})))


@checks("eq-logit-jump", tolerance=1e-9)
def logit_jump():
    """Two printed losses bound how far the mean logit moved in one step."""
    most, least = (formula.read("eq-logit-jump", place) for place in range(2))
    random = np.random.default_rng(2)
    for spread in (0.0, 0.5, 5.0):
        for _ in range(100):
            fake = torch.tensor(random.normal(random.normal(0, 3), spread, size=12))
            # Data at a logit of 800 add nothing to the library's discriminator loss.
            part = losses.discriminator_loss(fake * 0 + 800, fake).item()
            g_loss = losses.generator_loss_non_saturating(fake).item()
            before = {r"\E[a]": fake.mean().item(), "L": part}
            after = {r"\E[a']": fake.mean().item(), "L_G": g_loss}
            yield most.error(before)
            yield least.error(after)
            if spread == 0:  # equality for equal logits
                yield abs(np.subtract(*most.values(before)))
                yield abs(np.subtract(*least.values(after)))
