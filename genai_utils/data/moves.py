"""Coloured pictures that are moved or mirrored; what comes in at the border is white.

Pictures are (n, channels, side, side). White is 1 in [0, 1] as in [-1, 1], so both ranges will do.
"""

import torch
from torch import Tensor
from torch.nn import functional


def moved(pictures: Tensor, by: int) -> list[Tensor]:
    """The pictures moved by up to `by` pixels in both directions.

    (n, channels, side, side) -> (2 by + 1)² of the same shape.

    >>> [len(moved(torch.zeros(1, 3, 4, 4), by)) for by in (0, 1, 2)]
    [1, 9, 25]
    """
    side = pictures.shape[-1]
    wide = functional.pad(pictures, (by,) * 4, value=1.0)
    places = range(2 * by + 1)
    return [wide[..., y : y + side, x : x + side] for y in places for x in places]


def jittered(pictures: Tensor, by: int = 3) -> Tensor:
    """Each picture mirrored or not, by a coin, and moved by up to `by` pixels both ways.

    A gradient passes through: this is the augmentation that a discriminator sees of real and
    generated pictures alike (zhao2020differentiable). Same shape. Raises `ValueError` for a
    negative `by`.

    >>> jittered(torch.ones(2, 3, 4, 4), by=1).unique()
    tensor([1.])
    """
    if by < 0:
        raise ValueError(f"a number of pixels from 0 is needed, but got {by}.")
    n, channels, side, _side = pictures.shape
    coin = torch.rand(n, 1, 1, 1) < 0.5
    wide = functional.pad(torch.where(coin, pictures.flip(-1), pictures), (by,) * 4, value=1.0)
    start = torch.randint(0, 2 * by + 1, (2, n, 1)) + torch.arange(side)
    rows = start[0][:, None, :, None].expand(-1, channels, -1, side + 2 * by)
    columns = start[1][:, None, None, :].expand(-1, channels, side, -1)
    return wide.gather(2, rows).gather(3, columns)
