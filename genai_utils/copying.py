"""Which samples are training examples, moved by a pixel or drawn again?

A median distance to the training set doesn't see a few copies among many samples, and a distance
without shifts sees none that was moved. Here each sample has a verdict of its own.
"""

import itertools
import math

import torch
from torch import Tensor
from torch.nn import functional


def _least_distances(framed: Tensor, stored: Tensor) -> Tensor:
    """From each sample to each stored image, the least over shifts by up to one pixel.

    `framed` (n, ..., side + 2, side + 2) holds the samples in a frame of one pixel, of which a
    shift brings a part in; `stored` (m, pixels) is flat. -> (n, m).
    """
    side = framed.shape[-1] - 2
    least = stored.new_full((len(framed), len(stored)), math.inf)
    for y, x in itertools.product(range(3), repeat=2):
        shifted = framed[..., y : y + side, x : x + side].flatten(1)
        torch.minimum(least, torch.cdist(shifted, stored), out=least)
    return least


def neighbour_ratio(samples: Tensor, stored: Tensor) -> Tensor:
    """How much nearer each sample is to its nearest stored image than to the second nearest.

    The ratio of the two distances, each the least over shifts of the sample by up to one pixel:
    near 0 for a copy, near 1 for an image that only resembles others. The second distance is the
    scale: a plain digit is near to many. Dividing by the distances of other neighbours follows
    carlini2023extracting. Square images (n, pixels), (m, pixels) -> (n,). Raises
    `ValueError` for shapes that don't fit, and for stored images that are stored twice.

    >>> stored = torch.tensor([[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]])
    >>> neighbour_ratio(stored[1:], stored)  # itself a copy: at distance 0
    tensor([0.])
    """
    side = math.isqrt(samples.shape[-1])
    if samples.dim() != 2 or samples.shape[1:] != stored.shape[1:] or side**2 != samples.shape[1]:
        raise ValueError(
            "square images (n, pixels) and (m, pixels) are needed, but got "
            f"{tuple(samples.shape)} and {tuple(stored.shape)}."
        )
    if len(stored) < 2 or len(stored.unique(dim=0)) < len(stored):
        raise ValueError(
            f"two different stored images or more, none twice, are needed, but got {len(stored)} "
            f"of which {len(stored.unique(dim=0))} are different: a twin is as near as its twin."
        )
    distances = _least_distances(functional.pad(samples.view(-1, side, side), (1,) * 4), stored)
    nearest, second = distances.topk(2, largest=False).values.unbind(1)
    return nearest / second


def share_of_copies(
    samples: Tensor, stored: Tensor, unseen: Tensor, false_alarms: float = 0.01
) -> float:
    """The share of samples whose `neighbour_ratio` is as small as of few unseen real images.

    Three sets are compared, as in meehan2020nonparametric. The threshold is the quantile
    `false_alarms` of the unseen images' ratios, so a set without copies has about that share, and
    one with a share s of exact copies about s more. Shapes as for `neighbour_ratio`. Raises as
    that does, and for fewer unseen images than the quantile needs.

    >>> stored, unseen = torch.rand(2, 10, 16)
    >>> share_of_copies(stored, stored, unseen, false_alarms=0.5)
    1.0
    """
    if not 0 < false_alarms < 1 or len(unseen) * false_alarms < 5:
        raise ValueError(
            f"five unseen images below the threshold are needed, but got {len(unseen)} in all and "
            f"the share {false_alarms}: the threshold would be a single image's."
        )
    threshold = neighbour_ratio(unseen, stored).quantile(false_alarms)
    return (neighbour_ratio(samples, stored) < threshold).double().mean().item()


def kin_ratio(samples: Tensor, stored: Tensor, families: Tensor) -> Tensor:
    """How much nearer each sample is to its nearest stored picture than to any of another family.

    As `neighbour_ratio`, for pictures (n, channels, side, side) on white of which many are drawn
    in variants: the second distance is to the nearest picture that is no variant of the first.
    `families` (m,) numbers the stored pictures (m, channels, side, side). -> (n,). Raises
    `ValueError` for shapes that don't fit or a single family.

    >>> stored = torch.stack([torch.zeros(1, 2, 2), torch.zeros(1, 2, 2), torch.ones(1, 2, 2)])
    >>> kin_ratio(stored[:1] + 0.1, stored, torch.tensor([0, 0, 1]))  # 0.2 over 0.9, when moved
    tensor([0.2222])
    """
    if samples.dim() != 4 or samples.shape[1:] != stored.shape[1:]:
        raise ValueError(
            "pictures (n, channels, side, side) and (m, ...) alike are needed, but got "
            f"{tuple(samples.shape)} and {tuple(stored.shape)}."
        )
    if families.shape != stored.shape[:1] or len(families.unique()) < 2:
        raise ValueError(
            f"a family for each of {len(stored)} stored pictures is needed, two or more in all, "
            f"but got {tuple(families.shape)} with {len(families.unique())}."
        )
    framed = functional.pad(samples, (1,) * 4, value=1.0)
    distances = _least_distances(framed, stored.flatten(1))
    nearest, which = distances.min(dim=1)
    kin = families[which][:, None] == families
    return nearest / distances.masked_fill(kin, math.inf).amin(dim=1)
