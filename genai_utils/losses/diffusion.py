"""Diffusion: how an example is noised, how one step is undone, and what a network is trained on.

The noise level is the share of the signal's variance that is left, `alpha_bar`, from 1 (the data)
down to 0 (noise alone): one number for each example, or one for all. The last axis of the other
tensors holds the pixels. Bad input raises `ValueError`.
"""

import torch
from torch import Tensor

from genai_utils import precision


def _shares(x: Tensor, **shares: Tensor | float) -> list[Tensor]:
    """Each share as a tensor that multiplies x; `ValueError` outside [0, 1] or if it can't."""
    found = []
    for name, share in shares.items():
        share = torch.as_tensor(share, dtype=x.dtype, device=x.device)
        if share.dim() > x.dim() - 1:
            raise ValueError(
                f"{name} must be one number for each example of shape {tuple(x.shape[:-1])}, but "
                f"has shape {tuple(share.shape)}: pixels of one example share their noise level."
            )
        if not ((share >= 0) & (share <= 1)).all():
            raise ValueError(
                f"{name} is a share and lies in [0, 1], but got values from {share.min():.4g} to "
                f"{share.max():.4g}: the variances of signal and noise add up to 1."
            )
        found.append(share.unsqueeze(-1))
    return found


def _step(x: Tensor, alpha_bar: Tensor | float, before: Tensor | float) -> list[Tensor]:
    """The shares after and before one step; `ValueError` unless the step takes signal away."""
    share, earlier = _shares(x, alpha_bar=alpha_bar, before=before)
    if not (share < earlier).all():
        raise ValueError(
            f"less signal is left at t than before, but got alpha_bar up to {share.max():.4g} and "
            f"before from {earlier.min():.4g}: a step of noising can't bring signal back."
        )
    return [share, earlier]


def diffuse(x_0: Tensor, eps: Tensor, alpha_bar: Tensor | float) -> Tensor:
    """x_t, the example after t steps of noising, in one draw.

    Eq. `eq-diffusion-marginal`: sqrt(alpha_bar) x_0 + sqrt(1 - alpha_bar) eps. (..., pixels),
    (..., pixels), (...) -> (..., pixels). Source: ho2020denoising, eq. 4. Raises `ValueError` on
    different shapes or dtypes, on NaN, or a share outside [0, 1].

    >>> diffuse(torch.tensor([1.0]), torch.tensor([2.0]), 0.36)  # 0.6 * 1 + 0.8 * 2
    tensor([2.2000])
    """
    x_0, eps = precision.alike(x_0=x_0, eps=eps)
    (share,) = _shares(x_0, alpha_bar=alpha_bar)
    return precision.finite(share.sqrt() * x_0 + (1 - share).sqrt() * eps, x_0=x_0, eps=eps)


def diffusion_posterior(
    x_t: Tensor, x_0: Tensor, alpha_bar: Tensor | float, before: Tensor | float
) -> tuple[Tensor, Tensor]:
    """Mean and variance of x_{t-1} when x_t and x_0 are known; `before` is alpha_bar at t - 1.

    Eq. `eq-diffusion-posterior`. (..., pixels), (..., pixels), (...), (...) -> (..., pixels),
    (..., 1). Source: ho2020denoising, eq. 6 and 7. Raises `ValueError` on different shapes, on
    NaN, or unless alpha_bar < before.

    >>> diffusion_posterior(torch.zeros(1), torch.ones(1), alpha_bar=0.36, before=0.72)
    (tensor([0.6629]), tensor([0.2187]))
    """
    x_t, x_0 = precision.alike(x_t=x_t, x_0=x_0)
    share, earlier = _step(x_t, alpha_bar, before)
    alpha = share / earlier
    of_data = earlier.sqrt() * (1 - alpha) / (1 - share)
    of_noisy = alpha.sqrt() * (1 - earlier) / (1 - share)
    variance = (1 - earlier) * (1 - alpha) / (1 - share)
    return precision.finite(of_data * x_0 + of_noisy * x_t, x_t=x_t, x_0=x_0), variance


def diffusion_term(
    x_0: Tensor, guess: Tensor, alpha_bar: Tensor | float, before: Tensor | float
) -> Tensor:
    """What one step adds to the bound on -log p(x_0), for each example, in nats.

    Eq. `eq-diffusion-term`: half the signal-to-noise ratio that the step destroys, times the
    squared error of the guess of x_0. (..., pixels), (..., pixels), (...), (...) -> (...).
    Source: kingma2021variational, eq. 14. Raises `ValueError` on different shapes, on NaN, or for
    `before = 1`: the last step down to the data has a likelihood of its own.

    >>> diffusion_term(torch.ones(1), torch.zeros(1), alpha_bar=0.5, before=0.8)  # (4 - 1) / 2
    tensor(1.5000)
    """
    x_0, guess = precision.alike(x_0=x_0, guess=guess)
    share, earlier = _step(x_0, alpha_bar, before)
    if not (earlier < 1).all():
        raise ValueError(
            "before must be below 1: without noise the signal-to-noise ratio is infinite, and the "
            "step down to the data is a likelihood, not a divergence."
        )
    lost = earlier / (1 - earlier) - share / (1 - share)
    return precision.finite(0.5 * (lost * (x_0 - guess) ** 2).sum(-1), x_0=x_0, guess=guess)


def noise_prediction_loss(predicted: Tensor, eps: Tensor) -> Tensor:
    """The squared error of the predicted noise, for each example: the loss that is trained.

    Eq. `eq-noise-prediction`. (..., pixels), (..., pixels) -> (...). Source: ho2020denoising,
    eq. 14. Raises `ValueError` on different shapes or on NaN.

    >>> noise_prediction_loss(torch.zeros(2), torch.tensor([1.0, 2.0]))
    tensor(5.)
    """
    predicted, eps = precision.alike(predicted=predicted, eps=eps)
    return precision.finite(((eps - predicted) ** 2).sum(-1), predicted=predicted, eps=eps)


def velocity(x_0: Tensor, eps: Tensor, alpha_bar: Tensor | float) -> Tensor:
    """v, the mixture of noise and data that a network can predict at every noise level.

    Eq. `eq-diffusion-v`: sqrt(alpha_bar) eps - sqrt(1 - alpha_bar) x_0. (..., pixels),
    (..., pixels), (...) -> (..., pixels). Source: salimans2022progressive, app. D. Raises
    `ValueError` on different shapes, on NaN, or a share outside [0, 1].

    >>> velocity(torch.tensor([1.0]), torch.tensor([2.0]), 0.36)  # 0.6 * 2 - 0.8 * 1
    tensor([0.4000])
    """
    x_0, eps = precision.alike(x_0=x_0, eps=eps)
    (share,) = _shares(x_0, alpha_bar=alpha_bar)
    return precision.finite(share.sqrt() * eps - (1 - share).sqrt() * x_0, x_0=x_0, eps=eps)
