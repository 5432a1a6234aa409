"""Five ways to fill what is missing of a patch; each returns patches whose seen pixels are kept.

Patches and masks are float32 (n, 1, side, side), grey values in [0, 1], a mask 1 where a pixel is
missing. Networks see patches whose seen pixels have mean 0 and deviation 1.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from skimage.restoration import inpaint_biharmonic
from torch import Tensor

from genai_utils.models import flow
from genai_utils.models.unet import UNet

LEAST_DEVIATION = 0.03  # grey: an even patch isn't blown up to noise


def _require_patches(patches: Tensor, missing: Tensor) -> None:
    binary = bool(((missing == 0) | (missing == 1)).all())
    seen = bool((missing.flatten(1) == 0).any(1).all()) if missing.dim() else False
    if patches.dim() != 4 or patches.shape != missing.shape or not (binary and seen):
        raise ValueError(
            "patches (n, 1, side, side) and as many masks of 0 and 1, each with a pixel that is "
            f"seen, are needed, but got {tuple(patches.shape)} and {tuple(missing.shape)}."
        )


def scale_of(patches: Tensor, missing: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of the seen pixels of each patch, the latter at least 0.03.

    (n, 1, side, side) twice -> (n, 1, 1, 1) twice. Raises `ValueError` for shapes that don't fit.

    >>> patch, missing = torch.tensor([[[[1.0, 3.0], [9.0, 9.0]]]]), torch.zeros(1, 1, 2, 2)
    >>> missing[..., 1, :] = 1
    >>> [value.item() for value in scale_of(patch, missing)]  # of 1 and 3
    [2.0, 1.0]
    """
    _require_patches(patches, missing)
    seen = 1 - missing
    count = seen.sum((1, 2, 3), keepdim=True)
    mean = (seen * patches).sum((1, 2, 3), keepdim=True) / count
    variance = (seen * (patches - mean) ** 2).sum((1, 2, 3), keepdim=True) / count
    return mean, variance.sqrt().clamp(min=LEAST_DEVIATION)


def network_input(x: Tensor, seen: Tensor, missing: Tensor) -> Tensor:
    """Three channels: what is known of the missing pixels (noise, at first), the seen ones, where.

    Three times (n, 1, side, side) -> (n, 3, side, side).

    >>> one = torch.ones(1, 1, 1, 1)
    >>> network_input(5 * one, 7 * one, one).flatten()  # missing: the 7 isn't shown
    tensor([5., 0., 1.])
    """
    return torch.cat([missing * x, (1 - missing) * seen, missing], dim=1)


def copied(patches: Tensor, missing: Tensor, stored: Tensor) -> Tensor:
    """The missing pixels of the stored patch whose seen pixels are the nearest, brightness apart.

    All patches share one mask. stored is (m, 1, side, side). Raises `ValueError` otherwise.
    """
    _require_patches(patches, missing)
    if not torch.equal(missing, missing[:1].expand_as(missing)):
        raise ValueError("one mask for all patches is needed: the stored ones are cut with it.")
    mean, deviation = scale_of(patches, missing)
    shape = missing[:1].expand_as(stored)
    stored_mean, stored_deviation = scale_of(stored, shape)
    candidates = (stored - stored_mean) / stored_deviation
    seen = missing[0].flatten() == 0
    wanted = ((patches - mean) / deviation).flatten(1)[:, seen]
    nearest = torch.cdist(wanted, candidates.flatten(1)[:, seen]).argmin(1)
    return joined(patches, candidates[nearest] * deviation + mean, missing)


def biharmonic(patches: Tensor, missing: Tensor) -> Tensor:
    """The smoothest surface through the seen pixels: scikit-image's, by the biharmonic equation.

    Raises `ValueError` for shapes that don't fit.
    """
    _require_patches(patches, missing)
    filled = [
        inpaint_biharmonic(patch[0].numpy(), mask[0].numpy() == 1)
        for patch, mask in zip(patches, missing, strict=True)
    ]
    return torch.from_numpy(np.stack(filled)).float()[:, None].clamp(0, 1)


@torch.no_grad()
def regressed(network: UNet, patches: Tensor, missing: Tensor) -> Tensor:
    """The network's one answer: trained by squared error, an estimate of the mean filling."""
    mean, deviation = scale_of(patches, missing)
    seen = (patches - mean) / deviation
    inputs = network_input(torch.zeros_like(seen), seen, missing)
    return joined(patches, network(inputs, torch.zeros(len(seen))) * deviation + mean, missing)


@torch.no_grad()
def flowed(network: UNet, patches: Tensor, missing: Tensor, k: int = 8, steps: int = 20) -> Tensor:
    """k fillings of each patch by a flow that was trained with the seen part beside it.

    (n, 1, side, side) twice -> (k, n, 1, side, side). The noise comes from PyTorch's generator.
    """
    mean, deviation = scale_of(patches, missing)
    seen = (patches - mean) / deviation

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        return network(network_input(x, seen, missing), t)

    runs = [flow.transport(velocity, torch.randn_like(seen), steps) for _ in range(k)]
    return torch.stack([joined(patches, run * deviation + mean, missing) for run in runs])


@torch.no_grad()
def repaint_states(
    network: UNet, patches: Tensor, missing: Tensor, steps: int = 20, repeats: int = 5
) -> Iterator[Tensor]:
    """The states of `flow.repaint_path` in grey values, from a flow that is shown no seen part.

    Yields (n, 1, side, side), a state a step; the last one is the filling.
    """
    mean, deviation = scale_of(patches, missing)
    seen = (1 - missing) * (patches - mean) / deviation
    all_missing = torch.ones_like(missing)

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        return network(network_input(x, seen, all_missing), t)

    for state in flow.repaint_path(velocity, seen, missing, steps, repeats):
        yield state * deviation + mean


def repainted(
    network: UNet, patches: Tensor, missing: Tensor, k: int = 8, steps: int = 20, repeats: int = 5
) -> Tensor:
    """k fillings of each patch as RePaint does; shapes as for `flowed`."""
    runs = [list(repaint_states(network, patches, missing, steps, repeats))[-1] for _ in range(k)]
    return torch.stack([joined(patches, run, missing) for run in runs])


def stored_network(path: Path) -> UNet:
    """The network whose numbers a `.safetensors` file holds, in float32.

    Raises `FileNotFoundError`, or `RuntimeError` that names what doesn't fit.
    """
    network = UNet(channels=1, context=2)
    network.load_state_dict({name: it.float() for name, it in load_file(path).items()})
    return network.eval()


def joined(patches: Tensor, filling: Tensor, missing: Tensor) -> Tensor:
    """The seen pixels of the patches and the missing ones of the filling, cut to [0, 1].

    >>> zero, one = torch.zeros(1, 1, 1, 2), torch.ones(1, 1, 1, 2)
    >>> joined(zero, 3 * one, torch.tensor([[[[0.0, 1.0]]]])).flatten()
    tensor([0., 1.])
    """
    return torch.where(missing == 1, filling.clamp(0, 1), patches)
