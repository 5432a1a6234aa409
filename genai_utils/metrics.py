"""Measures of a trained model, each with the formula of the paper that defined it.

Sums are taken in float64 on the CPU, whatever device and precision the numbers come from.
"""

import math
import sys
from collections.abc import Callable, Sequence

import numpy as np
import torch
from scipy import stats
from torch import Tensor

from genai_utils import precision


@torch.no_grad()
def importance_log_likelihood(
    log_weights: Callable[[Tensor, int], Tensor], x: Tensor, samples: int = 1000, chunk: int = 100
) -> Tensor:
    """The importance-weighted estimate of log p(x) for each example, in nats.

    Eq. `eq-iwae-bound` with K = samples, computed `chunk` samples at a time so that memory doesn't
    grow with K. `log_weights(x, k)` returns k fresh log-weights a row, (k, batch).
    (batch, ...) -> (batch,) of float64. Source: burda2016importance, eq. 8.
    Raises `ValueError` unless chunk divides samples and the log-weights have that shape, with
    neither NaN nor infinite weights.

    >>> round(importance_log_likelihood(lambda x, k: torch.ones(k, 1), torch.zeros(1, 4)).item(), 6)
    1.0
    """
    if samples < 1 or chunk < 1 or samples % chunk or x.dim() < 1:
        raise ValueError(
            f"examples (batch, ...) and samples that are a positive multiple of chunk are needed, "
            f"but got x {tuple(x.shape)}, {samples} and {chunk}: the mean is over whole chunks."
        )
    total = torch.full((len(x),), -math.inf, dtype=torch.double)
    for _ in range(samples // chunk):
        part = precision.double(log_weights(x, chunk))
        if part.shape != (chunk, len(x)) or not (part < math.inf).all():
            raise ValueError(
                f"log_weights(x, {chunk}) must give ({chunk}, {len(x)}) numbers below infinity, "
                f"but gave {tuple(part.shape)} with {part.isnan().sum()} NaN."
            )
        total = torch.logaddexp(total, torch.logsumexp(part, dim=0))
    return total - math.log(samples)


def active_units(means: Tensor, threshold: float = 0.01) -> Tensor:
    """Which latent units vary over the data: the variance of their mean exceeds the threshold.

    Eq. `eq-active-units`. (examples, latent) -> (latent,) of booleans. Source:
    burda2016importance, sec. 5. Raises `ValueError` for fewer than two examples, what isn't finite
    or a negative threshold.

    >>> active_units(torch.tensor([[0.0, 1.0], [0.0, -1.0]]))
    tensor([False,  True])
    """
    if means.dim() != 2 or len(means) < 2:
        raise ValueError(
            f"means of shape (examples, latent) with two examples or more are needed, but got "
            f"{tuple(means.shape)}: one example has no variance."
        )
    if not threshold >= 0:
        raise ValueError(f"a threshold of at least 0 is needed, but got {threshold}.")
    precision.require_finite(means=means)
    return precision.double(means).var(dim=0) > threshold


def prediction_interval(values: Sequence[float], coverage: float = 0.99) -> tuple[float, float]:
    """Where one more run should fall, given the values of some: Student's prediction interval.

    Assumes that the runs differ by independent normal noise. Raises `ValueError` for fewer than
    three values or a coverage outside (0, 1).

    >>> [round(end, 2) for end in prediction_interval([1.0, 2.0, 3.0])]  # 2 ± 9.925 √(1 + 1/3)
    [-9.46, 13.46]
    """
    if len(values) < 3 or not 0 < coverage < 1:
        raise ValueError(
            f"three values and a coverage in (0, 1) are needed, but got {len(values)} and "
            f"{coverage}: two runs say next to nothing of the spread."
        )
    if not np.isfinite(values).all():
        raise ValueError(f"finite values are needed, but got {list(values)}: a run failed.")
    mean, deviation = float(np.mean(values)), float(np.std(values, ddof=1))
    quantile = stats.t.ppf(0.5 + coverage / 2, df=len(values) - 1)
    width = float(quantile * deviation * math.sqrt(1 + 1 / len(values)))
    return mean - width, mean + width


def paired_interval(
    first: Sequence[float], second: Sequence[float], coverage: float = 0.99
) -> tuple[float, float]:
    """Where the mean of first - second lies, given pairs that share a seed: Student's interval.

    Assumes that the differences are independent and normal. Raises `ValueError` for fewer than
    three pairs, values that aren't finite, or a coverage outside (0, 1).

    >>> paired_interval([2.0, 3.0, 4.0], [1.0, 2.0, 3.0])  # the difference is 1 each time
    (1.0, 1.0)
    """
    if len(first) != len(second) or len(first) < 3 or not 0 < coverage < 1:
        raise ValueError(
            f"three pairs and a coverage in (0, 1) are needed, but got {len(first)} and "
            f"{len(second)} values and {coverage}."
        )
    differences = np.subtract(first, second)
    if not np.isfinite(differences).all():
        raise ValueError(f"finite values are needed, but got {list(first)} and {list(second)}.")
    mean, error = float(differences.mean()), float(stats.sem(differences))
    width = float(stats.t.ppf(0.5 + coverage / 2, df=len(differences) - 1)) * error
    return mean - width, mean + width


def bits_per_character(log_likelihood: Tensor, characters: Tensor) -> float:
    """What a model needs to describe a text, in bits per character of the text.

    Eq. `eq-bits-per-character`. log_likelihood is (batch,) in nats, characters (batch,) how many
    each sequence has; both are summed first, so that a long sequence counts for more. Raises
    `ValueError` if the shapes differ, or without a character.

    >>> round(bits_per_character(torch.tensor([-6 * math.log(2)]), torch.tensor([3])), 4)  # 6/3
    2.0
    """
    return _nats_per_token(log_likelihood, characters) / math.log(2)


def perplexity(log_likelihood: Tensor, tokens: Tensor) -> float:
    """Among how many equally likely tokens the model seems to choose; inf beyond 1e308.

    Eq. `eq-perplexity`. Arguments and errors as for `bits_per_character`.

    >>> round(perplexity(torch.tensor([-3 * math.log(4)]), torch.tensor([3])), 4)  # one in four
    4.0
    """
    nats = _nats_per_token(log_likelihood, tokens)
    return math.exp(nats) if nats < math.log(sys.float_info.max) else math.inf


def _nats_per_token(log_likelihood: Tensor, tokens: Tensor) -> float:
    pairs = log_likelihood.dim() == 1 and log_likelihood.shape == tokens.shape
    log_p, counts = precision.double(log_likelihood), precision.double(tokens)
    counted = bool((counts >= 0).all()) and 1 <= counts.sum() < math.inf
    if not (pairs and log_likelihood.is_floating_point() and counted):
        raise ValueError(
            "a floating-point log-likelihood and a number of tokens per sequence are needed, both "
            f"(batch,), but got shapes {tuple(log_likelihood.shape)} and {tuple(tokens.shape)} of "
            f"{log_likelihood.dtype} and {tokens.dtype}, with {counts.sum().item()} tokens in all."
        )
    if not (log_p < math.inf).all():  # -inf is an answer: a token that the model forbids
        raise ValueError(
            f"log-likelihoods below infinity are needed, but got {log_p.tolist()[:8]}."
        )
    return -(log_p.sum() / counts.sum()).item()


def mode_coverage(
    samples: Tensor, modes: Tensor, radius: float, least: float = 0.01
) -> tuple[int, float]:
    """How many modes the samples cover, and the share of samples that lie near a mode.

    A sample is near its closest mode if it is at most `radius` away; a mode is covered if at least
    the share `least` of all samples lie near it. (n, d), (k, d) -> count, share. The samples of
    one cluster give a high share and a low count. Raises `ValueError` for shapes that don't fit or
    what isn't finite.

    >>> mode_coverage(torch.tensor([[0.0], [0.1], [5.0], [5.0]]), torch.tensor([[0.0], [1.0]]), 0.5)
    (1, 0.5)
    """
    if samples.dim() != 2 or modes.dim() != 2 or samples.shape[1:] != modes.shape[1:]:
        raise ValueError(
            "samples (n, d) and modes (k, d) in one space are needed, but got "
            f"{tuple(samples.shape)} and {tuple(modes.shape)}."
        )
    if min(len(samples), len(modes)) < 1 or not radius > 0 or not 0 < least <= 1:
        raise ValueError(
            "a sample, a mode, a positive radius and a share in (0, 1] are needed, but got "
            f"{len(samples)}, {len(modes)}, {radius} and {least}."
        )
    precision.require_finite(samples=samples, modes=modes)
    distance, closest = _distances(samples, modes).min(dim=1)
    counts = torch.bincount(closest[distance <= radius], minlength=len(modes))
    return int((counts >= least * len(samples)).sum()), counts.sum().item() / len(samples)


def frechet_distance(first: Tensor, second: Tensor) -> float:
    """The squared Fréchet distance of two normal distributions fitted to two sets of features.

    |m - m'|² + tr(S + S' - 2 (S S')^½) with the sets' means and covariances. (n, d), (m, d). The
    square, as in the field's FID: its unit is that of the features squared, so "four times as much"
    is twice as far. It depends on the network that made the features, and falls as the sets grow:
    state both. Source: heusel2017gans, eq. 6. Raises `ValueError` for fewer examples than two or
    shapes that don't fit.

    >>> frechet_distance(torch.zeros(2, 1), 3 * torch.ones(2, 1))  # means apart by 3, no variance
    9.0
    """
    _check_features(first, second, at_least=2)
    first, second = precision.double(first), precision.double(second)
    mean_part = (first.mean(0) - second.mean(0)).square().sum()
    cov, other = (torch.atleast_2d(torch.cov(part.T)) for part in (first, second))
    values, vectors = torch.linalg.eigh(cov)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    # S S' has the eigenvalues of S^½ S' S^½, which is symmetric: no complex numbers appear.
    mixed = torch.linalg.eigvalsh(root @ other @ root).clamp(min=0).sqrt().sum()
    return (mean_part + cov.trace() + other.trace() - 2 * mixed).item()


def precision_and_recall(real: Tensor, fake: Tensor, k: int = 3) -> tuple[float, float]:
    """The share of fakes among the real features, and that of the real among the fake ones.

    A point lies among a set if some member of the set is at least as near to it as to the member's
    own k-th neighbour. (n, d), (m, d). Like the Fréchet distance it depends on the features and
    on the sizes of both sets. Source: kynkaanniemi2019improved, eq. 1 and 2. Raises `ValueError`
    for sets of k examples or fewer, or shapes that don't fit.

    >>> precision_and_recall(torch.tensor([[0.0], [1.0]]), torch.tensor([[0.0], [9.0]]), k=1)
    (0.5, 1.0)
    """
    if k < 1:
        raise ValueError(f"at least the first neighbour is needed, but got k={k}.")
    _check_features(real, fake, at_least=k + 1)
    return _share_among(real, fake, k), _share_among(fake, real, k)


def _share_among(members: Tensor, points: Tensor, k: int) -> float:
    # The nearest member of a member is itself, at distance 0, hence k + 1.
    radius = _distances(members, members).kthvalue(k + 1, dim=1).values
    inside = (_distances(points, members) <= radius).any(dim=1)
    return inside.sum().item() / len(points)


def _distances(first: Tensor, second: Tensor) -> Tensor:
    """The Euclidean distances (n, m) of points (n, d), (m, d), however far from the origin.

    By differences: |a|² + |b|² - 2ab, the faster way, loses all digits for points far from 0.
    """
    mode = "donot_use_mm_for_euclid_dist"
    return torch.cdist(precision.double(first), precision.double(second), compute_mode=mode)


def _check_features(first: Tensor, second: Tensor, at_least: int) -> None:
    shapes = f"{tuple(first.shape)} and {tuple(second.shape)}"
    if first.dim() != 2 or second.dim() != 2 or first.shape[1] != second.shape[1]:
        raise ValueError(f"features (n, d) and (m, d) of one space are needed, but got {shapes}.")
    if min(len(first), len(second)) < at_least:
        raise ValueError(f"{at_least} examples or more are needed in each set, but got {shapes}.")
    precision.require_finite(**{"first features": first, "second features": second})
