"""Right answers to the GAN's exercises, written otherwise than the solutions."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import torch
from answers_vae import answers
from torch.nn import functional as F


@answers("ex-gan-discriminator-loss")
def cross_entropies(real_logits, fake_logits):
    real = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))
    fake = F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))
    return real + fake


@answers("ex-gan-discriminator-loss")
def log_sigmoids(real_logits, fake_logits):
    return -F.logsigmoid(real_logits).mean() - F.logsigmoid(-fake_logits).mean()


@answers("ex-gan-generator-losses")
def both_by_logsigmoid(fake_logits):
    return [F.logsigmoid(-fake_logits).mean(), -F.logsigmoid(fake_logits).mean()]


@answers("ex-gan-penalty")
def penalty_by_ones(critic, real, fake, mix):
    weight = mix.view(-1, 1)
    x = torch.lerp(fake, real, weight.expand_as(real)).requires_grad_(True)
    scores = critic(x)
    slopes = torch.autograd.grad(
        scores, x, grad_outputs=torch.ones_like(scores), create_graph=True, retain_graph=True
    )[0]
    return (slopes.pow(2).sum(1).add(1e-12).sqrt() - 1).pow(2).mean()


@answers("ex-gan-step")
def fresh_fakes_for_each_player(generator, discriminator, g_optimizer, d_optimizer, real, noise):
    d_optimizer.zero_grad()
    with torch.no_grad():
        fake = generator(noise)
    loss_d = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    loss_d.backward()
    d_optimizer.step()
    g_optimizer.zero_grad()
    loss_g = F.softplus(-discriminator(generator(noise))).mean()
    loss_g.backward()
    g_optimizer.step()
    return loss_d, loss_g


@answers("ex-gan-step")
def gradients_of_its_own_only(generator, discriminator, g_optimizer, d_optimizer, real, noise):
    turns = (
        (d_optimizer, discriminator, lambda: F.softplus(-discriminator(real)).mean()
         + F.softplus(discriminator(generator(noise))).mean()),
        (g_optimizer, generator, lambda: F.softplus(-discriminator(generator(noise))).mean()),
    )  # fmt: skip
    values = []
    for optimizer, network, loss in turns:
        value = loss()
        parameters = list(network.parameters())
        for parameter, gradient in zip(
            parameters, torch.autograd.grad(value, parameters), strict=True
        ):
            parameter.grad = gradient
        optimizer.step()
        values.append(value.item())
    return tuple(values)


@answers("ex-gan-optimum")
def optimum_rounded():
    return {"D": 1 / 2, "discriminator loss": 1.386, "generator loss": np.float32(0.693)}


@answers("ex-gan-gradients")
def gradients_in_another_order():
    return {
        "non-saturating, fake believed": "vanishes",
        "non-saturating, fake rejected": "stays",
        "saturating, fake believed": "stays",
        "saturating, fake rejected": "vanishes",
    }


@answers("ex-case-log")
def least_as_a_tensor():
    return torch.tensor(0.9327)


@answers("ex-gan-diagnose")
def other_evidence():
    return {
        "A": ("discriminator too strong", "generator's gradient"),
        "B": ("mode collapse", "classes"),
        "C": ("learning rate too high", "discriminator loss"),
    }


@answers("ex-gan-generator-losses")
def both_in_one_tensor(fake_logits):
    return torch.stack([F.logsigmoid(-fake_logits).mean(), -F.logsigmoid(fake_logits).mean()])


@answers("ex-gan-penalty")
def penalty_by_a_sum_over_examples(critic, real, fake, mix):
    x = (fake + mix.reshape(len(mix), 1) * (real - fake)).requires_grad_()
    total = 0.0
    for row, score in enumerate(critic(x)):
        gradient = torch.autograd.grad(score, x, create_graph=True, retain_graph=True)[0][row]
        total = total + (torch.linalg.vector_norm(gradient) - 1) ** 2
    return total / len(x)


@answers("ex-gan-step")
def graph_kept_and_cleared_at_the_end(generator, discriminator, g_opt, d_opt, real, noise):
    fake = generator(noise)
    loss_d = F.softplus(-discriminator(real)).mean() + F.softplus(discriminator(fake)).mean()
    loss_d.backward(retain_graph=True)
    d_opt.step()
    g_opt.zero_grad()
    loss_g = F.softplus(-discriminator(fake)).mean()
    loss_g.backward()
    g_opt.step()
    d_opt.zero_grad()
    g_opt.zero_grad()
    return [loss_d.detach(), loss_g.detach()]


@answers("ex-gan-optimum")
def optimum_as_other_numbers():
    return {
        "D": Fraction(1, 2),
        "discriminator loss": Decimal("1.386"),
        "generator loss": np.array([0.693]),
    }


@answers("ex-case-log")
def least_as_a_decimal():
    return Decimal("0.933")
