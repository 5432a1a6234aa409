"""What samplers with exact answers must do; a test plants a fault in each and watches it fail.

Each rule raises `AssertionError`. The data are two numbers, 1 with probability 0.8 and -1, or a
bell, so that the best guess is a formula.
"""

import math

import pytest
import torch

from genai_utils import losses, sampling

LEAN = 0.5 * math.log(4)  # of the odds of 0.8 to 0.2
SHARES = torch.linspace(0, math.acos(0.01), 41, dtype=torch.double).cos() ** 2


def guess_of_start(x, level):
    share = SHARES[level]
    return torch.tanh(share.sqrt() * x / (1 - share) + LEAN)


def guess_of_noise(x, level):
    share = SHARES[level]
    return (x - share.sqrt() * guess_of_start(x, level)) / (1 - share).sqrt()


def the_chain_draws_the_data(guess=guess_of_noise):
    torch.manual_seed(0)
    noise = torch.randn(20_000, 1, dtype=torch.double)
    x = sampling.ancestral(guess, noise, SHARES, steps=40)
    assert (x.abs() - 1).abs().max() < 1e-3
    assert (x > 0).double().mean().item() == pytest.approx(0.8, abs=0.02)


def the_chain_has_the_spread_of_a_bell():
    """Data N(0, 0.5²): the exact guess is linear, and the step's variance decides the spread."""
    torch.manual_seed(0)
    shares = torch.linspace(0, math.acos(0.01), 401, dtype=torch.double).cos() ** 2

    def guess(x, level):
        share = shares[level]
        return (1 - share).sqrt() * x / (0.25 * share + 1 - share)

    noise = torch.randn(20_000, 1, dtype=torch.double)
    x = sampling.ancestral(guess, noise, shares, steps=400, limit=9.0)
    assert x.std().item() == pytest.approx(0.5, abs=0.015)


def the_bound_of_a_step_is_weighted():
    """Half the destroyed ratio of signal to noise, from 4 to 1, times an error of 1."""
    start, guess = torch.ones(1, 1), torch.zeros(1, 1)
    term = losses.diffusion_term(start, guess, alpha_bar=0.5, before=0.8)
    assert term.item() == pytest.approx(1.5)


class Bells(torch.nn.Module):
    """The exact velocities of class 0, N(1, 1), and of the crowd, N(0, 4), for straight paths."""

    classes = 1

    def forward(self, x, t, labels):
        mean = torch.where(labels == 0, 1.0, 0.0)[:, None].to(x)
        variance = torch.where(labels == 0, 1.0, 4.0)[:, None].to(x)
        t = t[:, None]
        whole = t**2 * variance + (1 - t) ** 2
        return mean + (t * variance - (1 - t)) * (x - t * mean) / whole


def guidance_draws_its_spread(guided=sampling.guided):
    """Eq. `eq-guided-spread` for w = 1: points drift apart by 1² / 2, so ½."""
    labels = torch.zeros(2, dtype=torch.long)
    velocity = guided(Bells(), labels, weight=1.0)
    x = torch.tensor([[-0.7], [1.3]], dtype=torch.double)
    for step in range(400):
        t = torch.full((2,), step / 400, dtype=torch.double)
        x = x + velocity(x, t) / 400
    assert (x[1] - x[0]).item() == pytest.approx(0.5 * 2.0, abs=0.01)
