"""Which number, known before a hole is filled, tells how far its pixels are from a smooth surface?

Prints for six scales of the seen pixels how much the logarithm of the difference's size over the
scale varies among 800 training patches; the smaller, the better. Takes ten seconds.
"""

import torch
from inpainting import masks
from torch import Tensor
from torch.nn import functional as F

from genai_utils import fillings, runtime
from genai_utils.data import photographs

LAPLACE = torch.tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])[None, None]


def root_mean_square(values: Tensor, weights: Tensor) -> Tensor:
    total = weights.sum((1, 2, 3)).clamp(min=1)
    return ((weights * values**2).sum((1, 2, 3)) / total).sqrt().clamp(min=fillings.LEAST)


def scales(patches: Tensor, missing: Tensor) -> dict[str, Tensor]:
    """Six numbers for each patch, (n,) each."""
    near = F.max_pool2d(missing, 9, stride=1, padding=4)
    untouched = 1 - F.max_pool2d(missing, 3, stride=1, padding=1)
    inner = (slice(None), slice(None), slice(1, -1), slice(1, -1))
    curvature = F.conv2d(patches, LAPLACE)
    right = patches.diff(dim=3)[..., :-1, :] * (1 - missing)[..., :-1, 1:]
    below = patches.diff(dim=2)[..., :-1] * (1 - missing)[..., 1:, :-1]
    slope, seen = (right**2 + below**2).sqrt(), untouched[..., :-1, :-1]
    return {
        "standard deviation": fillings.scale_of(patches, missing)[1].flatten(),
        "standard deviation, near": root_mean_square(
            patches - fillings.scale_of(patches, missing)[0], near * (1 - missing)
        ),
        "gradient": root_mean_square(slope, seen),
        "gradient, near": fillings.roughness(patches, missing).flatten(),
        "curvature": root_mean_square(curvature, untouched[inner]),
        "curvature, near": root_mean_square(curvature, (untouched * near)[inner]),
    }


def main() -> None:
    runtime.start(seed=0)
    patches, missing = photographs.crops(photographs.photographs("train"), 800), masks(800)
    surface = fillings.biharmonic(patches, missing)
    size = root_mean_square(patches - surface, missing)
    for name, scale in scales(patches, missing).items():
        print(f"{name:26} {(size / scale).log().std():.3f}")


if __name__ == "__main__":
    main()
