"""What a network says when it is given something that it wasn't built for."""

from numbers import Integral

import torch
from torch import Tensor

from genai_utils import precision


def fitting(name: str, tensor: Tensor, size: int, dtype: torch.dtype) -> Tensor:
    """`tensor` (..., size) in the network's `dtype`, so that under autocast its own output fits.

    Only float32 and the half precisions are exchanged for each other. Raises `ValueError` for
    another size, another kind of number, NaN and infinities.
    """
    given = tensor.dtype
    exchanged = given.is_floating_point and max(given.itemsize, dtype.itemsize) <= 4
    if tensor.dim() < 1 or tensor.shape[-1] != size or not (given == dtype or exchanged):
        raise ValueError(
            f"{name} must be {dtype} with a last axis of {size}, but got shape "
            f"{tuple(tensor.shape)} of {given}: the model was built for that."
        )
    precision.require_finite(**{name: tensor})
    return tensor.to(dtype)


def fitting_batch(name: str, batch: Tensor, size: int, dtype: torch.dtype) -> Tensor:
    """`batch` (batch, size) in the network's `dtype`; `ValueError` as for `fitting`."""
    if batch.dim() != 2 or batch.shape[1] != size or not batch.is_floating_point():
        raise ValueError(
            f"{name} must be floating-point of shape (batch, {size}), with a last axis of {size}, "
            f"but got shape {tuple(batch.shape)} of {batch.dtype}: the model was built for that."
        )
    return fitting(name, batch, size, dtype)


def require_units(**sizes: int | tuple[int, ...]) -> None:
    """Raise `ValueError` unless every size is a whole number of at least one."""
    flat = [n for size in sizes.values() for n in (size if isinstance(size, tuple) else [size])]
    if not all(isinstance(n, Integral) and n >= 1 for n in flat):
        given = ", ".join(f"{name}={size}" for name, size in sizes.items())
        raise ValueError(f"every layer needs at least one unit, but got {given}.")
