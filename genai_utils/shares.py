"""Shares of classes among samples: counted by a judge, corrected for its errors, with intervals."""

import torch
from torch import Tensor


def confusion(truth: Tensor, said: Tensor, classes: int) -> Tensor:
    """Of each true class, the shares that a judge takes for each class. -> (classes, classes).

    A row is a true class and sums to 1. Raises `ValueError` if a class has no example.

    >>> confusion(torch.tensor([0, 0, 1, 1]), torch.tensor([0, 1, 1, 1]), classes=2)
    tensor([[0.5000, 0.5000],
            [0.0000, 1.0000]], dtype=torch.float64)
    """
    counts = (truth * classes + said).bincount(minlength=classes**2).view(classes, classes)
    if (counts.sum(1) == 0).any():
        raise ValueError(
            f"an example of each of {classes} classes is needed, but got {counts.sum(1).tolist()}: "
            "how a judge errs on a class that it isn't shown can't be known."
        )
    return counts.double() / counts.sum(1, keepdim=True)


def corrected(seen: Tensor, matrix: Tensor) -> Tensor:
    """The shares that a judge of this confusion would show as `seen`: `eq-confusion-solved`.

    (..., classes), (..., classes, classes) -> (..., classes). They sum to 1, and one that is small
    may come out negative. Raises `ValueError` for shapes that don't fit or a matrix without an
    inverse: such a judge shows the same for different shares.

    >>> judge = torch.tensor([[0.9, 0.1], [0.2, 0.8]])
    >>> corrected(torch.tensor([0.34, 0.66]), judge)  # 0.2 · 0.9 + 0.8 · 0.2 = 0.34
    tensor([0.2000, 0.8000])
    """
    if matrix.shape[-2:] != (seen.shape[-1],) * 2:
        raise ValueError(
            f"a square matrix for {seen.shape[-1]} classes is needed, but got "
            f"{tuple(matrix.shape)}."
        )
    if (torch.linalg.matrix_rank(matrix) < seen.shape[-1]).any():
        raise ValueError("a matrix with an inverse is needed, but two classes look alike in it.")
    return torch.linalg.solve(matrix.mT, seen.unsqueeze(-1)).squeeze(-1)


def share_interval(
    said: Tensor,
    known: tuple[Tensor, Tensor],
    classes: int,
    coverage: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[Tensor, Tensor, Tensor]:
    """Corrected shares of samples, with the ends of their bootstrap intervals. -> three (classes,).

    `said` is what the judge says of the samples (n,); `known` are the truth and what it says of
    examples that it hasn't learned from. Both are drawn again, the examples within each class, so
    an interval allows for the number of samples and for what isn't known of the judge. Where a
    draw has no inverse it is left out. Raises `ValueError` as `confusion` does.

    >>> said = torch.tensor([0] * 30 + [1] * 70)
    >>> middle, low, high = share_interval(said, (said, said), classes=2)
    >>> middle, (low < middle).all().item(), (middle < high).all().item()
    (tensor([0.3000, 0.7000], dtype=torch.float64), True, True)
    """
    drawn = torch.Generator().manual_seed(seed)
    seen = said.bincount(minlength=classes).double()
    matrix = confusion(*known, classes)
    rows = torch.stack([known[0] == c for c in range(classes)]).sum(1)
    many = _multinomial(seen / seen.sum(), len(said), resamples, drawn) / len(said)
    errs = torch.stack(
        [
            _multinomial(row, int(count), resamples, drawn) / count
            for row, count in zip(matrix, rows, strict=True)
        ],
        dim=1,
    )
    usable = torch.linalg.matrix_rank(errs) == classes
    found = corrected(many[usable], errs[usable])
    tails = torch.tensor([(1 - coverage) / 2, (1 + coverage) / 2], dtype=torch.float64)
    low, high = found.quantile(tails, dim=0)
    return corrected(seen / seen.sum(), matrix), low, high


def _multinomial(p: Tensor, count: int, times: int, drawn: torch.Generator) -> Tensor:
    """How often each class comes in so many draws. -> (times, classes)."""
    picked = torch.multinomial(p.expand(times, -1), count, replacement=True, generator=drawn)
    return torch.zeros(times, len(p), dtype=torch.float64).scatter_add_(
        1, picked, torch.ones_like(picked, dtype=torch.float64)
    )
