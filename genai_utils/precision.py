"""In which precision a sum is taken, whatever its numbers come in, and what it asks of them.

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


def is_binary(mask: Tensor) -> bool:
    """Whether a mask holds nothing but 0 and 1.

    >>> is_binary(torch.tensor([0.0, 1.0])), is_binary(torch.tensor([0.5]))
    (True, False)
    """
    return bool(((mask == 0) | (mask == 1)).all())


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


def alike(**tensors: Tensor) -> list[Tensor]:
    """The tensors in float32 or more, if they have one floating-point dtype and one shape.

    Leading axes may broadcast. Otherwise `ValueError`.

    >>> [t.dtype for t in alike(x=torch.ones(2).half(), y=torch.ones(3, 2))]
    [torch.float32, torch.float32]
    """
    tensors = {name: single(tensor) for name, tensor in tensors.items()}
    shapes = {name: tuple(t.shape) for name, t in tensors.items()}
    dtypes = {name: t.dtype for name, t in tensors.items()}
    for name, tensor in tensors.items():
        if not tensor.is_floating_point() or tensor.dtype != next(iter(dtypes.values())):
            raise ValueError(
                f"one floating-point dtype is needed for all of {', '.join(tensors)}, but got "
                f"{dtypes}: counts and half-converted data give losses in the wrong unit."
            )
        if tensor.dim() == 0 or shapes[name][-1] != next(iter(shapes.values()))[-1]:
            raise ValueError(
                f"the last axis (pixels or latent units) must be the same, but got {shapes}: "
                "a broadcast there would count one unit many times."
            )
    try:
        torch.broadcast_shapes(*shapes.values())
    except RuntimeError as error:
        raise ValueError(f"the leading axes must fit together, but got {shapes}.") from error
    return list(tensors.values())


def finite(result: Tensor, **inputs: Tensor) -> Tensor:
    """`result`, unless it holds a NaN or an infinity: then `ValueError` names the input at fault.

    The sums are looked at, not the inputs: a NaN survives a sum, and there are far fewer sums.

    >>> finite(torch.ones(2).sum(), x=torch.ones(2))
    tensor(2.)
    """
    if not torch.isfinite(result).all():
        bad = {name: int((~torch.isfinite(t)).sum()) for name, t in inputs.items()}
        raise ValueError(
            f"finite inputs are needed, but got {bad} NaN or infinite values (none at all means an "
            "overflow): the next step would ruin every weight."
        )
    return result


def _require_real(name: str, tensor: Tensor) -> None:
    if tensor.is_complex():
        raise ValueError(f"{name} must hold real numbers, but got {tensor.dtype}.")
