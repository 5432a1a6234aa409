"""Measures of a trained model, each with the formula of the paper that defined it."""

import math
from collections.abc import Callable

import torch
from torch import Tensor


@torch.no_grad()
def importance_log_likelihood(
    log_weights: Callable[[Tensor, int], Tensor], x: Tensor, samples: int = 1000, chunk: int = 100
) -> Tensor:
    """The importance-weighted estimate of log p(x) for each example, in nats.

    Eq. `eq-iwae-bound` with K = samples, computed `chunk` samples at a time so that memory doesn't
    grow with K. `log_weights(x, k)` returns k fresh log-weights a row, (k, batch).
    (batch, ...) -> (batch,). Source: burda2016importance, eq. 8.
    Raises `ValueError` unless chunk divides samples.
    """
    if samples < 1 or chunk < 1 or samples % chunk:
        raise ValueError(
            f"samples must be a positive multiple of chunk, but got {samples} and {chunk}: the "
            "mean is over whole chunks."
        )
    total = torch.full((len(x),), -math.inf, dtype=torch.double, device=x.device)
    for _ in range(samples // chunk):
        total = torch.logaddexp(total, torch.logsumexp(log_weights(x, chunk).double(), dim=0))
    return total - math.log(samples)


def active_units(means: Tensor, threshold: float = 0.01) -> Tensor:
    """Which latent units vary over the data: the variance of their mean exceeds the threshold.

    Eq. `eq-active-units`. (examples, latent) -> (latent,) of booleans. Source:
    burda2016importance, sec. 5. Raises `ValueError` for fewer than two examples.
    """
    if means.dim() != 2 or len(means) < 2:
        raise ValueError(
            f"means of shape (examples, latent) with two examples or more are needed, but got "
            f"{tuple(means.shape)}: one example has no variance."
        )
    return means.var(dim=0) > threshold
