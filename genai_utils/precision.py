"""In which precision a sum is taken, whatever its numbers come in; nothing else.

A number of half precision has 11 binary digits (float16) or 8 (bfloat16). That is enough inside a
network and too little for a sum: at 620 nats bfloat16 counts in steps of 4.
"""

import torch
from torch import Tensor


def single(tensor: Tensor) -> Tensor:
    """The tensor in float32 if it comes in half precision, and itself otherwise.

    >>> single(torch.ones(1, dtype=torch.bfloat16)).dtype
    torch.float32
    """
    return tensor.float() if tensor.is_floating_point() and tensor.itemsize < 4 else tensor


def double(tensor: Tensor) -> Tensor:
    """The tensor's values in float64 on the CPU, without a gradient: what a measure sums.

    Not on the tensor's own device, because some have no float64 (MPS, Apple's GPUs). Raises
    `ValueError` for complex numbers.

    >>> double(torch.ones(1)).dtype
    torch.float64
    """
    _require_real("a measure's input", tensor)
    return tensor.detach().cpu().double()


def require_finite(**tensors: Tensor) -> None:
    """Raise `ValueError` that names and counts what isn't a number, NaN and infinities apart.

    >>> require_finite(x=torch.ones(2))  # nothing to say
    """
    for name, tensor in tensors.items():
        _require_real(name, tensor)
        # One pass over the tensor; a sum of finite numbers may overflow, so it only raises doubt.
        if torch.isfinite(tensor.sum(dtype=torch.float32)):
            continue
        nan, infinite = int(tensor.isnan().sum()), int(tensor.isinf().sum())
        if nan or infinite:
            raise ValueError(
                f"{name} must hold finite numbers, but holds {nan} NaN and {infinite} infinite "
                f"of {tensor.numel()} values: they would ruin whatever is computed from them."
            )


def _require_real(name: str, tensor: Tensor) -> None:
    if tensor.is_complex():
        raise ValueError(f"{name} must hold real numbers, but got {tensor.dtype}.")
