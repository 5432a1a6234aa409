"""Pictures that differ by next to nothing, also when one of them is moved: pairs, and families."""

import numpy as np
import torch
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from torch import Tensor
from torch.nn import functional

from genai_utils.data.moves import moved

CELL = 2  # pixels a side: the means of such cells tell most pairs apart


def near_duplicates(
    first: Tensor, second: Tensor, distance: float = 0.1, by: int = 1
) -> tuple[Tensor, Tensor]:
    """All pairs at most `distance` apart, the first of a pair moved by up to `by` pixels.

    The distance is the root of the mean squared difference, for values in [0, 1]. Means over
    cells of 2 x 2 pixels can't be farther apart than the pictures, so only pairs whose means are
    near are looked at in full. (n, channels, side, side), (m, ...) -> two rows of indices, sorted.
    Raises `ValueError` for shapes that don't fit or a side that is odd.

    >>> one, two = torch.ones(1, 3, 8, 8), torch.ones(2, 3, 8, 8)
    >>> two[1] = 0
    >>> near_duplicates(one, two)
    (tensor([0]), tensor([0]))
    """
    if first.dim() != 4 or first.shape[1:] != second.shape[1:] or first.shape[-1] % CELL:
        raise ValueError(
            f"pictures (n, channels, side, side) of an even side are needed, but "
            f"got {tuple(first.shape)} and {tuple(second.shape)}."
        )
    flat, coarse = second.flatten(1), functional.avg_pool2d(second, CELL).flatten(1)
    found = []
    for shifted in moved(first, by):
        means = functional.avg_pool2d(shifted, CELL).flatten(1)
        near = torch.cdist(means, coarse) <= distance * coarse.shape[1] ** 0.5 + 1e-3
        for pairs in near.nonzero().split(20_000):
            gap = shifted.flatten(1)[pairs[:, 0]] - flat[pairs[:, 1]]
            found.append(pairs[gap.square().mean(1).sqrt() <= distance])
    rows, columns = torch.cat(found).unique(dim=0).unbind(1)
    return rows, columns


def families(names: list[str], pictures: Tensor, distance: float = 0.1) -> np.ndarray:
    """A number for each picture; two share it if their names, or near-duplicates, link them.

    Links are followed on: if a is near b and b near c, all three are one family. -> (n,) of int.
    Raises as `near_duplicates` does.

    >>> families(["cat", "cat", "dog"], torch.rand(3, 3, 8, 8)).tolist()
    [0, 0, 1]
    """
    named = np.unique(names, return_inverse=True)[1]
    rows, columns = (index.numpy() for index in near_duplicates(pictures, pictures, distance))
    links = coo_array((np.ones(len(rows)), (named[rows], named[columns])), (named.max() + 1,) * 2)
    return connected_components(links, directed=False)[1][named]
