"""Masks: 1 where a pixel is missing, 0 where it is seen. A square, strokes, or everything."""

import torch
from torch import Tensor


def square(
    side: int = 32, hole: int = 16, top: int | None = None, left: int | None = None
) -> Tensor:
    """A square hole, in the middle unless placed. -> (1, side, side) of float32.

    Raises `ValueError` for a hole that isn't wholly inside or leaves nothing seen.

    >>> square(side=4, hole=2)[0].sum(1)
    tensor([0., 2., 2., 0.])
    """
    top = (side - hole) // 2 if top is None else top
    left = (side - hole) // 2 if left is None else left
    inside = 0 <= min(top, left) and max(top, left) + hole <= side
    if not (inside and 1 <= hole < side):
        raise ValueError(f"a hole of {hole} at ({top}, {left}) doesn't lie in {side} x {side}.")
    mask = torch.zeros(1, side, side)
    mask[:, top : top + hole, left : left + hole] = 1
    return mask


def strokes(side: int = 32, count: int = 4, width: int = 3) -> Tensor:
    """Straight strokes between random points, as of a pen. -> (1, side, side) of float32.

    A stroke is what lies within half a width of a segment. Raises `ValueError` for no stroke.

    >>> strokes(count=1).amax()
    tensor(1.)
    """
    if min(side, count, width) < 1:
        raise ValueError(f"a stroke with a width is needed, but got {count} of {width} in {side}.")
    ends = torch.rand(count, 2, 2) * (side - 1)
    axis = torch.arange(side, dtype=torch.float32)
    points = torch.stack(torch.meshgrid(axis, axis, indexing="ij"), -1)
    start, along = ends[:, None, None, 0], (ends[:, 1] - ends[:, 0])[:, None, None]
    length = along.square().sum(-1, keepdim=True).clamp(min=1e-6)
    place = (((points - start) * along).sum(-1, keepdim=True) / length).clamp(0, 1)
    near = (points - start - place * along).norm(dim=-1) <= width / 2
    return near.any(0).float()[None]
