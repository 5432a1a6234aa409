"""Flow matching: where a picture stands between noise and data, and what is asked of a velocity.

A loss returns one value per example; the caller takes the mean. Pictures may have any shape after
the batch. Bad input raises `ValueError`.
"""

from torch import Tensor

from genai_utils import precision


def _pictures(**pictures: Tensor) -> list[Tensor]:
    """The pictures in float32 or more; `ValueError` unless all have one shape and one dtype.

    Not `precision.alike`, where leading axes may broadcast: a picture meets its own noise and mask.
    """
    kinds = {(tuple(it.shape), it.dtype) for it in pictures.values()}
    first = next(iter(pictures.values()))
    if len(kinds) > 1 or first.dim() < 2 or not first.is_floating_point() or not first.numel():
        given = {name: (tuple(it.shape), it.dtype) for name, it in pictures.items()}
        raise ValueError(
            f"floating-point pictures of one shape (batch, ...) are needed, but got {given}."
        )
    precision.require_finite(**pictures)
    return [precision.single(it) for it in pictures.values()]


def _times(t: Tensor, x: Tensor) -> Tensor:
    """The times, shaped so that each meets its picture; `ValueError` unless all lie in [0, 1]."""
    fits = t.shape == x.shape[:1] and t.is_floating_point()
    if not fits or not ((t >= 0) & (t <= 1)).all():
        raise ValueError(f"a time in [0, 1] for each picture is needed, but got {t}.")
    return precision.single(t).view(-1, *[1] * (x.dim() - 1))


def flow_point(x: Tensor, noise: Tensor, t: Tensor) -> Tensor:
    """The point of the straight path from noise (t = 0) to the picture (t = 1).

    Eq. `eq-flow-path`. (batch, ...), (batch, ...), (batch,) -> (batch, ...).
    Source: lipman2023flow. Raises `ValueError` for other shapes, or a time outside [0, 1].

    >>> import torch
    >>> flow_point(torch.tensor([[8.0]]), torch.tensor([[4.0]]), torch.tensor([0.25]))
    tensor([[5.]])
    """
    x, noise = _pictures(x=x, noise=noise)
    t = _times(t, x)
    return (1 - t) * noise + t * x


def missing_squared_error(prediction: Tensor, target: Tensor, missing: Tensor) -> Tensor:
    """The sum of squared errors over the missing pixels of each example.

    Eq. `eq-regression-loss`. Three times (batch, ...) -> (batch,); `missing` is 1 where a pixel is
    missing and 0 where it is seen. Raises `ValueError` for other shapes or another mask.

    >>> import torch
    >>> one = torch.ones(1, 3)
    >>> missing_squared_error(3 * one, one, torch.tensor([[1.0, 1.0, 0.0]]))  # 2² + 2²
    tensor([8.])
    """
    prediction, target, missing = _pictures(prediction=prediction, target=target, missing=missing)
    if not precision.is_binary(missing):
        raise ValueError(
            "missing must be 1 where a pixel is missing and 0 where it is seen, but got values "
            f"from {missing.min().item():.4g} to {missing.max().item():.4g}."
        )
    return (missing * (prediction - target) ** 2).flatten(1).sum(1)


def flow_matching_loss(velocity: Tensor, x: Tensor, noise: Tensor, missing: Tensor) -> Tensor:
    """How far a velocity is from that of the straight path, squared, over the missing pixels.

    Eq. `eq-flow-matching-loss`. Four times (batch, ...) -> (batch,); with nothing seen, `missing`
    is 1 everywhere. Source: lipman2023flow. Raises `ValueError` as `missing_squared_error` does.

    >>> import torch
    >>> one = torch.ones(1, 2)
    >>> flow_matching_loss(one, 3 * one, one, one)  # (1 - (3 - 1))², twice
    tensor([2.])
    """
    x, noise = _pictures(x=x, noise=noise)
    return missing_squared_error(velocity, x - noise, missing)
