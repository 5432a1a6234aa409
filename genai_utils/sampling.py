"""From a trained network to samples and a likelihood: guidance, two samplers with a guess of the
noise, and the log-density of a flow.

Here losses and models meet: a sampler of diffusion takes steps of `losses.diffusion_posterior` by
the answers of a network. Bad input raises `ValueError`.
"""

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
from torch import Tensor, nn

from genai_utils import losses
from genai_utils.models.flow import Velocity

Guess = Callable[[Tensor, int], Tensor]  # a guess of the noise in x after so many steps of noising


def guided(network: nn.Module, labels: Tensor, weight: float = 0.0) -> Velocity:
    """The answer for each label, pushed away from the answer for none; times and points in common.

    Eq. `eq-guidance`. The network takes (x, t, labels), and its `classes` is the label of none.
    Both answers come from one pass over twice the batch; with weight 0 one is enough. Source:
    ho2022classifier, eq. 6. Raises `ValueError` for a network without classes.

    >>> class Says(nn.Module):
    ...     classes = 10
    ...     def forward(self, x, t, labels):
    ...         return x * labels[:, None]
    >>> guided(Says(), torch.tensor([3]), weight=1.0)(torch.ones(1, 1), torch.zeros(1))  # 2·3 - 10
    tensor([[-4.]])
    """
    none = getattr(network, "classes", 0)
    if not none:
        raise ValueError("guidance needs a network with classes, but this one has none.")

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        if weight == 0:
            return network(x, t, labels)
        both = torch.cat([labels, torch.full_like(labels, none)])
        told, free = network(torch.cat([x, x]), torch.cat([t, t]), both).chunk(2)
        return free + (1 + weight) * (told - free)

    return velocity


def _stations(alpha_bar: Tensor, steps: int) -> Iterator[tuple[int, int]]:
    """Pairs of noise levels, from the last to 0, as far apart as whole numbers allow."""
    last = len(alpha_bar) - 1
    if not isinstance(steps, int) or not 1 <= steps <= last or alpha_bar[0] != 1:
        raise ValueError(
            f"from 1 to {last} steps and shares that begin with 1, no noise, are needed, but got "
            f"{steps} steps and a first share of {alpha_bar[0]:.4g}."
        )
    return pairwise(torch.linspace(last, 0, steps + 1).round().long().tolist())


def _start(x: Tensor, eps: Tensor, share: Tensor, limit: float) -> Tensor:
    """The guess of the picture that belongs to a guess of the noise, kept within its range."""
    return ((x - (1 - share).sqrt() * eps) / share.sqrt()).clamp(-limit, limit)


def ancestral(
    guess: Guess, noise: Tensor, alpha_bar: Tensor, steps: int, limit: float = 1.0
) -> Tensor:
    """Samples by the chain with fresh noise: `steps` steps of `eq-diffusion-posterior`.

    `alpha_bar` are the shares of the signal from 1 to the last; `guess` takes a point and the
    number of a share. The last step returns the guess itself. (..., pixels) -> (..., pixels).
    Source: ho2020denoising, algorithm 2. Raises `ValueError` for no step or more steps than shares.

    >>> shares = torch.tensor([1.0, 0.64, 0.36])
    >>> ancestral(lambda x, level: x, torch.ones(1), shares, steps=1)  # (1 - 0.8) / 0.6
    tensor([0.3333])
    """
    x = noise
    for here, before in _stations(alpha_bar, steps):
        best = _start(x, guess(x, here), alpha_bar[here], limit)
        mean, variance = losses.diffusion_posterior(x, best, alpha_bar[here], alpha_bar[before])
        x = mean + variance.sqrt() * torch.randn_like(x)  # both terms end with the guess alone
    return x


def ddim(guess: Guess, noise: Tensor, alpha_bar: Tensor, steps: int, limit: float = 1.0) -> Tensor:
    """Samples without fresh noise: keep both guesses, and exchange their shares.

    Eq. `eq-one-family` along diffusion's curve. (..., pixels) -> (..., pixels). Source:
    song2021denoising, eq. 12 without noise. Raises `ValueError` as `ancestral` does.

    >>> shares = torch.tensor([1.0, 0.64, 0.36])
    >>> ddim(lambda x, level: x, torch.ones(1), shares, steps=1)
    tensor([0.3333])
    """
    x = noise
    for here, before in _stations(alpha_bar, steps):
        share = alpha_bar[here]
        best = _start(x, guess(x, here), share, limit)
        eps = (x - share.sqrt() * best) / (1 - share).sqrt()
        x = alpha_bar[before].sqrt() * best + (1 - alpha_bar[before]).sqrt() * eps
    return x


def guess_from_flow(velocity: Velocity, alpha_bar: Tensor) -> Guess:
    """A guess of the noise for diffusion's samplers, read off the velocity of a straight flow.

    Eq. `eq-one-family`: a point of diffusion's curve, rescaled, stands on the straight path, where
    the noise is the point less its time times the velocity.

    >>> shares = torch.tensor([1.0, 0.5])  # a = b, so the time is 1/2, and the point 1/sqrt(2)
    >>> guess_from_flow(lambda x, t: 0 * x, shares)(torch.ones(1, 1), 1)
    tensor([[0.7071]])
    """

    def guess(x: Tensor, level: int) -> Tensor:
        signal, noise = alpha_bar[level].sqrt(), (1 - alpha_bar[level]).sqrt()
        point, time = x / (signal + noise), signal / (signal + noise)
        return point - time * velocity(point, time.expand(len(x)).to(x))

    return guess


def _divergence(velocity: Velocity, x: Tensor, t: Tensor, signs: Tensor | None) -> list[Tensor]:
    """The velocity, and its divergence: the whole diagonal, or an estimate by random signs."""
    x = x.detach().requires_grad_()
    with torch.enable_grad():
        found = velocity(x, t)
        flat = found.flatten(1)
        rows = range(flat.shape[1]) if signs is None else [None]
        total = torch.zeros_like(t)
        for row in rows:
            picked = flat[:, row] if signs is None else (flat * signs).sum(1)
            (slope,) = torch.autograd.grad(picked.sum(), x, retain_graph=row is not None)
            along = slope.flatten(1)
            total = total + (along[:, row] if signs is None else (along * signs).sum(1))
    return [found.detach(), total]


def flow_log_density(velocity: Velocity, x: Tensor, steps: int = 20, exact: bool = False) -> Tensor:
    """The log-density that a flow gives to data, in nats: each point is followed back to its noise.

    Eq. `eq-flow-likelihood`, by Heun's rule from time 1 to 0. The divergence is computed with one
    backward pass a dimension if `exact`, and is else an estimate by one row of random signs for
    each point, right on average. (batch, ...) -> (batch,). Source: chen2018neural, theorem 1.
    Raises `ValueError` for no step.

    >>> bell = lambda x, t: x * ((2 * t - 1) / (t**2 + (1 - t) ** 2))[:, None]  # N(0, 1) stays
    >>> flow_log_density(bell, torch.zeros(1, 1), exact=True)  # log of 1/sqrt(2 pi)
    tensor([-0.9189])
    """
    if not isinstance(steps, int) or steps < 1:
        raise ValueError(f"one step or more is needed, but got {steps}.")
    signs = None if exact else torch.randint_like(x.flatten(1), 2) * 2 - 1
    growth = x.new_zeros(len(x))
    for step in range(steps, 0, -1):
        t = x.new_full((len(x),), step / steps)
        first, spread = _divergence(velocity, x, t, signs)
        second, further = _divergence(velocity, x - first / steps, t - 1 / steps, signs)
        x = x - (first + second) / (2 * steps)
        growth = growth + (spread + further) / (2 * steps)
    noise = x.flatten(1)
    start = -0.5 * (noise**2).sum(1) - 0.5 * noise.shape[1] * math.log(2 * math.pi)
    return start - growth
