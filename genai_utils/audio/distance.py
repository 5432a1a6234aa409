"""How far one utterance is from another: aligned in time first, then compared frame by frame."""

import math

from torch import Tensor

from genai_utils.audio.mel import BANDS

DECIBEL = 20 / math.log(10)  # of a natural logarithm of an amplitude


def align(costs: Tensor) -> list[tuple[int, int]]:
    """The cheapest path through a table of costs, from its first to its last cell.

    Each step goes on by one in either or both, `eq-alignment`; (n, m) -> pairs of indices.

    >>> import torch
    >>> align(torch.tensor([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]))
    [(0, 0), (1, 1), (2, 1)]
    """
    if costs.dim() != 2 or 0 in costs.shape:
        raise ValueError(f"a table (n, m) of costs is needed, but got {tuple(costs.shape)}.")
    table, (n, m) = costs.double().tolist(), costs.shape
    total = [[float("inf")] * (m + 1) for _ in range(n + 1)]
    total[0][0] = 0.0
    for i in range(n):
        above, row = total[i], total[i + 1]
        for j in range(m):
            row[j + 1] = table[i][j] + min(above[j], above[j + 1], row[j])
    path, i, j = [], n, m
    while i and j:
        path.append((i - 1, j - 1))
        _, i, j = min((total[p][q], p, q) for p, q in ((i - 1, j - 1), (i - 1, j), (i, j - 1)))
    return path[::-1]


def mel_cepstral_distance(one: Tensor, other: Tensor, bands: int = BANDS) -> float:
    """The mean distance in decibels of two mel cepstra along their alignment: `eq-mcd`.

    (kept, n) and (kept, m), of log-mel frames of `bands` bands. Coefficient 0, the loudness, is
    left out. Our cosines are orthonormal, so the distance of two columns over the root of `bands`
    is the root mean squared difference of their envelopes; that is what the usual factor of
    10 √2 / log 10 gives for cosines of amplitude 1.

    >>> import torch
    >>> mel_cepstral_distance(torch.zeros(3, 2), torch.tensor([[9.0], [2.0], [0.0]]), bands=4)
    8.685889638065035
    """
    if one.dim() != 2 or other.dim() != 2 or len(one) != len(other) or len(one) < 2:
        raise ValueError(
            "two cepstra (kept, frames) with equally many coefficients are needed, but got "
            f"{tuple(one.shape)} and {tuple(other.shape)}."
        )
    costs = (one[1:].T[:, None] - other[1:].T[None]).double().norm(dim=-1)
    path = align(costs)
    return DECIBEL / bands**0.5 * sum(costs[i, j].item() for i, j in path) / len(path)


def edits(one: list, other: list) -> int:
    """The fewest insertions, deletions and exchanges that turn one sequence into the other.

    >>> edits(list("speech"), list("peach"))
    2
    """
    row = list(range(len(other) + 1))
    for i, thing in enumerate(one, 1):
        before, row = row, [i]
        for j, there in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (thing != there)))
    return row[-1]
