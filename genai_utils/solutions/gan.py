"""Answers to the exercises on generative adversarial networks."""

import math

import torch
from torch.nn import functional as F

from genai_utils import losses


def discriminator_loss(real_logits, fake_logits):
    """The sum of the two cross-entropies, in nats. Twice (batch,) -> ()."""
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def generator_losses(fake_logits):
    """The saturating and the non-saturating loss, both to be minimised. (batch,) -> two of ()."""
    saturating = -F.softplus(fake_logits).mean()
    non_saturating = F.softplus(-fake_logits).mean()
    return saturating, non_saturating


def gradient_penalty(critic, real, fake, mix):
    """Mean of (slope - 1)² between data and fakes. (batch, d) twice, (batch,) -> ()."""
    between = mix[:, None] * real + (1 - mix[:, None]) * fake
    between = between.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
    slope = gradient.norm(dim=1)
    return ((slope - 1) ** 2).mean()


def gan_step(generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise):
    """One step of each player, the discriminator first; returns both losses as numbers."""
    fake = generator(noise)
    critique = losses.discriminator_loss(discriminator(real), discriminator(fake.detach()))
    discriminator_optimizer.zero_grad()
    critique.backward()
    discriminator_optimizer.step()
    reply = losses.generator_loss_non_saturating(discriminator(fake))
    generator_optimizer.zero_grad()
    reply.backward()
    generator_optimizer.step()
    return critique.item(), reply.item()


def values_at_the_optimum():
    """What a perfect generator and the best discriminator against it arrive at."""
    return {
        "D": 0.5,
        "discriminator loss": math.log(4),
        "generator loss": math.log(2),
    }


def vanishing_gradients():
    """What the generator's gradient does, by loss and by what the discriminator says."""
    return {
        "saturating, fake rejected": "vanishes",
        "saturating, fake believed": "stays",
        "non-saturating, fake rejected": "stays",
        "non-saturating, fake believed": "vanishes",
    }


def least_generator_loss():
    """The least non-saturating loss that goes with a discriminator loss of 0.5 nats."""
    return -math.log(1 - math.exp(-0.5))


def gan_diagnosis():
    """The failure of each run, and the recorded quantity that shows it."""
    return {
        "A": ("discriminator too strong", "discriminator loss"),
        "B": ("mode collapse", "classes"),
        "C": ("learning rate too high", "generator's gradient"),
    }
