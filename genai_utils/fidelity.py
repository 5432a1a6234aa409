"""How near a filling is to the truth, how sharp it is, and how much several fillings differ.

Pictures are (n, 1, side, side) in [0, 1], masks 1 where a pixel is missing; fillings that several
draws gave are (k, n, 1, side, side). Sums are taken in float64.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from genai_utils import precision

WINDOW = 7  # pixels: the side of SSIM's windows, scikit-image's default
C1, C2 = 0.01**2, 0.03**2  # of wang2004image, for grey values in [0, 1]


def _require_pictures(missing: Tensor, **pictures: Tensor) -> list[Tensor]:
    """The pictures in float64; `ValueError` unless all fit and each mask has a missing pixel."""
    shapes = {name: tuple(it.shape) for name, it in pictures.items()}
    fits = all(it.dim() >= 4 and it.shape[-4:] == missing.shape for it in pictures.values())
    binary = precision.is_binary(missing) and missing.numel()
    if missing.dim() != 4 or missing.shape[1] != 1 or not fits or not binary:
        raise ValueError(
            "pictures (n, 1, side, side) or (k, n, 1, side, side) and masks of 0 and 1 of the "
            f"former shape are needed, but got {shapes} and {tuple(missing.shape)}."
        )
    if not (missing.flatten(1).sum(1) > 0).all():
        raise ValueError("each mask needs a missing pixel: nothing else is measured.")
    precision.require_finite(**pictures)
    return [precision.double(it) for it in pictures.values()]


def psnr(filling: Tensor, truth: Tensor, missing: Tensor) -> Tensor:
    """The peak signal-to-noise ratio over the missing pixels of each picture, in decibels.

    Eq. `eq-psnr`, with the peak 1. (..., n, 1, side, side) -> (..., n) of float64; infinite where
    nothing is wrong. Raises `ValueError` for shapes that don't fit or a mask without a hole.

    >>> one = torch.ones(1, 1, 1, 1)
    >>> round(psnr(one, 0.9 * one, one).item(), 3)  # an error of 0.1 everywhere: -10 log 0.01
    20.0
    """
    return -20 * root_error(filling, truth, missing).log10()


def root_error(filling: Tensor, truth: Tensor, missing: Tensor) -> Tensor:
    """The root of the mean squared error over the missing pixels of each picture, in grey values.

    (..., n, 1, side, side) -> (..., n) of float64. Raises `ValueError` as `psnr` does.

    >>> one = torch.ones(1, 1, 1, 1)
    >>> round(root_error(one, 0.9 * one, one).item(), 6)
    0.1
    """
    filling, truth = _require_pictures(missing, filling=filling, truth=truth)
    hole = missing.double()
    squared = (hole * (filling - truth) ** 2).sum((-1, -2, -3)) / hole.sum((-1, -2, -3))
    return squared.sqrt()


def ssim(filling: Tensor, truth: Tensor, missing: Tensor) -> Tensor:
    """The structural similarity of each picture, over windows whose middle pixel is missing.

    Eq. `eq-ssim`, in windows of 7 x 7; only those are taken that lie wholly inside the picture.
    (..., n, 1, side, side) -> (..., n) of float64, at most 1. Source: wang2004image.
    Raises `ValueError` as `psnr` does, or if no window is left.

    >>> truth = torch.rand(2, 1, 9, 9)
    >>> ssim(truth, truth, torch.ones_like(truth))
    tensor([1., 1.], dtype=torch.float64)
    """
    x, y = _require_pictures(missing, filling=filling, truth=truth)
    edge = WINDOW // 2
    middle = missing[..., edge:-edge, edge:-edge].double()
    if not (middle.flatten(1).sum(1) > 0).all():
        raise ValueError(f"no window of {WINDOW} x {WINDOW} has a missing pixel in its middle.")
    mean_x, mean_y = _means(x), _means(y)
    unbiased = WINDOW**2 / (WINDOW**2 - 1)
    var_x = unbiased * (_means(x * x) - mean_x**2)
    var_y = unbiased * (_means(y * y) - mean_y**2)
    covariance = unbiased * (_means(x * y) - mean_x * mean_y)
    light = (2 * mean_x * mean_y + C1) / (mean_x**2 + mean_y**2 + C1)
    structure = (2 * covariance + C2) / (var_x + var_y + C2)
    return (middle * light * structure).sum((-1, -2, -3)) / middle.sum((-1, -2, -3))


def _means(x: Tensor) -> Tensor:
    """The mean of every window that lies wholly inside."""
    flat = F.avg_pool2d(x.reshape(-1, 1, *x.shape[-2:]), WINDOW, stride=1)
    return flat.view(*x.shape[:-2], *flat.shape[-2:])


def gradient_sum(picture: Tensor, missing: Tensor) -> Tensor:
    """The sum over the missing pixels of the length of the grey values' gradient.

    By differences to the next pixel on the right and below, where all three are missing.
    (..., n, 1, side, side) -> (..., n) of float64. Raises `ValueError` as `psnr` does.

    >>> ramp = torch.arange(3.0).expand(1, 1, 3, 3)  # rises by 1 to the right: four differences
    >>> gradient_sum(ramp, torch.ones_like(ramp))
    tensor([4.], dtype=torch.float64)
    """
    (picture,) = _require_pictures(missing, picture=picture)
    hole = missing.double()
    inside = hole[..., :-1, :-1] * hole[..., 1:, :-1] * hole[..., :-1, 1:]
    right = picture[..., :-1, 1:] - picture[..., :-1, :-1]
    below = picture[..., 1:, :-1] - picture[..., :-1, :-1]
    return (inside * (right**2 + below**2).sqrt()).sum((-1, -2, -3))


def sharpness(filling: Tensor, truth: Tensor, missing: Tensor) -> Tensor:
    """The fillings' gradients inside the holes over those of the truth, all pictures together.

    Eq. `eq-sharpness`: 1 is as sharp as the truth, less is blurred. (..., n, 1, side, side) ->
    (...) of float64. Raises `ValueError` as `psnr` does, or if the truth is even.

    >>> ramp = torch.arange(3.0).expand(1, 1, 3, 3)
    >>> sharpness(ramp / 4, ramp, torch.ones_like(ramp))
    tensor(0.2500, dtype=torch.float64)
    """
    of_truth = gradient_sum(truth, missing).sum(-1)
    if not (of_truth > 0).all():
        raise ValueError("the truth has no gradient inside the holes: nothing to compare with.")
    return gradient_sum(filling, missing).sum(-1) / of_truth


def spread(fillings: Tensor, missing: Tensor) -> Tensor:
    """How much k fillings differ: the root of their mean variance over the missing pixels.

    Eq. `eq-spread`, with k - 1 in the variance. (k, n, 1, side, side) -> (n,) of float64.
    Raises `ValueError` as `psnr` does, or for fewer fillings than two.

    >>> one = torch.ones(1, 1, 1, 1)
    >>> spread(torch.stack([0 * one, 2 * one]), one)  # variance (1 + 1)/1
    tensor([1.4142], dtype=torch.float64)
    """
    if fillings.dim() != 5 or len(fillings) < 2:
        raise ValueError(f"two fillings or more are needed, but got {tuple(fillings.shape)}.")
    (fillings,) = _require_pictures(missing, fillings=fillings)
    hole = missing.double()
    return ((hole * fillings.var(0)).sum((1, 2, 3)) / hole.sum((1, 2, 3))).sqrt()


def best_of(fillings: Tensor, truth: Tensor, missing: Tensor) -> Tensor:
    """Of k fillings of each picture the one with the highest PSNR. It looks at the truth.

    (k, n, 1, side, side) -> (n, 1, side, side). Raises `ValueError` as `psnr` does.

    >>> one = torch.ones(1, 1, 1, 1)
    >>> best_of(torch.stack([0.2 * one, 0.6 * one]), one, one).item() > 0.5
    True
    """
    best = psnr(fillings, truth.expand_as(fillings), missing).argmax(0)
    return fillings[best, torch.arange(len(best))]
