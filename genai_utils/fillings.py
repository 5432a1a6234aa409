"""Five ways to fill what is missing of a patch; each returns patches whose seen pixels are kept.

Patches, grey values in [0, 1], and masks, 1 where one is missing, are float32 (n, 1, side, side).
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from skimage.restoration import inpaint_biharmonic
from torch import Tensor
from torch.nn import functional as F

from genai_utils import precision
from genai_utils.models import flow
from genai_utils.models.unet import UNet

LEAST = 0.002  # grey: noise in an even patch isn't blown up to a texture
NEAR = 4  # pixels around a hole in which roughness is measured


def _require_patches(patches: Tensor, missing: Tensor) -> None:
    fits = patches.dim() == 4 and patches.shape == missing.shape
    if not (fits and precision.is_binary(missing) and (missing.flatten(1) == 0).any(1).all()):
        raise ValueError(
            "patches (n, 1, side, side) and as many masks of 0 and 1, each with a pixel that is "
            f"seen, are needed, but got {tuple(patches.shape)} and {tuple(missing.shape)}."
        )


def scale_of(patches: Tensor, missing: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of the seen pixels of each patch, the latter at least 0.002.

    (n, 1, side, side) twice -> (n, 1, 1, 1) twice. Raises `ValueError` for shapes that don't fit.

    >>> patch, missing = torch.tensor([[[[1.0, 3.0], [9.0, 9.0]]]]), torch.zeros(1, 1, 2, 2)
    >>> missing[..., 1, :] = 1
    >>> [value.item() for value in scale_of(patch, missing)]  # of 1 and 3
    [2.0, 1.0]
    """
    _require_patches(patches, missing)
    seen = 1 - missing
    mean = _mean(patches, seen)
    return mean, _mean((patches - mean) ** 2, seen).sqrt().clamp(min=LEAST)


def _mean(values: Tensor, weights: Tensor) -> Tensor:
    total = weights.sum((1, 2, 3), keepdim=True).clamp(min=1)
    return (weights * values).sum((1, 2, 3), keepdim=True) / total


def roughness(patches: Tensor, missing: Tensor) -> Tensor:
    """The root mean square of the gradient of the seen pixels near the hole, at least 0.002.

    Near is up to four pixels away. It tells, before the hole is filled, about how far its pixels
    will be from a smooth surface. (n, 1, side, side) twice -> (n, 1, 1, 1).

    >>> ramp, missing = torch.arange(5.0).expand(1, 1, 5, 5), torch.zeros(1, 1, 5, 5)
    >>> missing[..., 2, 2] = 1
    >>> roughness(ramp, missing).item()  # rises by 1 to the right everywhere
    1.0
    """
    _require_patches(patches, missing)
    near = F.max_pool2d(missing, 2 * NEAR + 1, stride=1, padding=NEAR) * (1 - missing)
    seen = near[..., :-1, :-1] * (1 - missing[..., 1:, :-1]) * (1 - missing[..., :-1, 1:])
    right = patches[..., :-1, 1:] - patches[..., :-1, :-1]
    below = patches[..., 1:, :-1] - patches[..., :-1, :-1]
    return _mean(right**2 + below**2, seen).sqrt().clamp(min=LEAST)


def context_of(surface: Tensor, missing: Tensor) -> tuple[Tensor, Tensor]:
    """The scale of each patch, and what a network is shown beside the state.

    `surface` is the patch with a smooth filling. Shown are: it, with mean 0 and deviation 1,
    the mask, and the logarithm of deviation over roughness. (n, 1, side, side) twice ->
    (n, 1, 1, 1), (n, 3, side, side).

    >>> scale, context = context_of(torch.rand(2, 1, 8, 8), torch.eye(8).expand(2, 1, 8, 8))
    >>> context.shape
    torch.Size([2, 3, 8, 8])
    """
    mean, deviation = scale_of(surface, missing)
    scale = roughness(surface, missing)
    ratio = (deviation / scale).log().expand_as(surface)
    return scale, torch.cat([(surface - mean) / deviation, missing, ratio], dim=1)


def copied(patches: Tensor, missing: Tensor, stored: Tensor) -> Tensor:
    """The missing pixels of the stored patch whose seen pixels are the nearest, brightness apart.

    All patches share one mask. stored is (m, 1, side, side). Raises `ValueError` otherwise.

    >>> stored = torch.tensor([[[[0.0, 1.0, 0.5]]], [[[1.0, 0.0, 0.5]]]])
    >>> patch, missing = torch.tensor([[[[0.2, 0.4, 9.0]]]]), torch.tensor([[[[0.0, 0.0, 1.0]]]])
    >>> copied(patch, missing, stored).flatten()  # the first: rising, and then the middle
    tensor([0.2000, 0.4000, 0.3000])
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

    (n, 1, side, side) twice -> (n, 1, side, side). Source: damelin2018surface. Raises `ValueError`
    for shapes that don't fit.

    >>> missing = torch.zeros(1, 1, 5, 5)
    >>> missing[..., 2, 2] = 1
    >>> biharmonic(torch.full((1, 1, 5, 5), 0.5), missing).unique()
    tensor([0.5000])
    """
    _require_patches(patches, missing)
    pairs = zip(patches[:, 0].numpy(), missing[:, 0].numpy() == 1, strict=True)
    filled = [inpaint_biharmonic(*pair) for pair in pairs]
    return torch.from_numpy(np.stack(filled)).float()[:, None].clamp(0, 1)


@torch.no_grad()
def regressed(network: UNet, patches: Tensor, missing: Tensor) -> Tensor:
    """The network's one answer, added to the smooth surface: an estimate of the mean filling.

    (n, 1, side, side) twice -> (n, 1, side, side). Raises `ValueError` for shapes that don't fit.

    >>> patches, missing = torch.rand(2, 1, 8, 8), torch.eye(8).expand(2, 1, 8, 8).contiguous()
    >>> regressed(UNet(context=3), patches, missing).shape
    torch.Size([2, 1, 8, 8])
    """
    surface = biharmonic(patches, missing)
    scale, context = context_of(surface, missing)
    answer = shown_velocity(network, missing, context)
    start, t = torch.zeros_like(patches), torch.zeros(len(patches))
    return joined(patches, surface + scale * answer(start, t), missing)


@torch.no_grad()
def flowed(
    network: UNet,
    patches: Tensor,
    missing: Tensor,
    k: int = 8,
    steps: int = 10,
    temperature: float = 1.0,
) -> Tensor:
    """k fillings of each patch by a flow that was trained with the seen part shown.

    It draws the difference from the smooth surface; the noise that it starts from is multiplied by
    the temperature, 1 being that of the training. (n, 1, side, side) twice ->
    (k, n, 1, side, side). The noise comes from PyTorch's generator.

    >>> patches, missing = torch.rand(2, 1, 8, 8), torch.eye(8).expand(2, 1, 8, 8).contiguous()
    >>> flowed(UNet(context=3), patches, missing, k=3, steps=2).shape
    torch.Size([3, 2, 1, 8, 8])
    """
    surface = biharmonic(patches, missing)
    scale, context = context_of(surface, missing)
    velocity = shown_velocity(network, missing, context)
    starts = (temperature * torch.randn_like(patches) for _ in range(k))
    runs = [flow.transport(velocity, noise, steps) for noise in starts]
    return torch.stack([joined(patches, surface + scale * run, missing) for run in runs])


@torch.no_grad()
def repaint_states(
    network: UNet, patches: Tensor, missing: Tensor, steps: int = 20, repeats: int = 5
) -> Iterator[Tensor]:
    """The states of `flow.repaint_path` in grey values, from a flow of whole patches.

    Yields (n, 1, side, side), a state a step; the last one is the filling.

    >>> patches, missing = torch.rand(2, 1, 8, 8), torch.eye(8).expand(2, 1, 8, 8).contiguous()
    >>> len(list(repaint_states(UNet(context=3), patches, missing, steps=4, repeats=1)))
    4
    """
    mean, deviation = scale_of(patches, missing)
    seen = (1 - missing) * (patches - mean) / deviation
    for state in flow.repaint_path(whole_velocity(network), seen, missing, steps, repeats):
        yield state * deviation + mean


def shown_velocity(network: UNet, missing: Tensor, context: Tensor) -> flow.Velocity:
    """The velocity of missing pixels: a network that is shown the context, (n, 3, side, side).

    >>> hole, context = torch.ones(2, 1, 8, 8), torch.zeros(2, 3, 8, 8)
    >>> shown_velocity(UNet(context=3), hole, context)(hole, torch.zeros(2)).shape
    torch.Size([2, 1, 8, 8])
    """
    return lambda x, t: network(torch.cat([missing * x, context], dim=1), t)


def whole_velocity(network: UNet) -> flow.Velocity:
    """The velocity of whole patches: a network that is shown no context.

    >>> whole_velocity(UNet(context=3))(torch.zeros(2, 1, 8, 8), torch.zeros(2)).shape
    torch.Size([2, 1, 8, 8])
    """

    def velocity(x: Tensor, t: Tensor) -> Tensor:
        nothing = torch.zeros_like(x)
        return network(torch.cat([x, nothing, nothing + 1, nothing], dim=1), t)

    return velocity


def repainted(
    network: UNet, patches: Tensor, missing: Tensor, k: int = 8, steps: int = 20, repeats: int = 5
) -> Tensor:
    """k fillings of each patch as RePaint does; shapes as for `flowed`.

    >>> patches, missing = torch.rand(2, 1, 8, 8), torch.eye(8).expand(2, 1, 8, 8).contiguous()
    >>> repainted(UNet(context=3), patches, missing, k=2, steps=2, repeats=2).shape
    torch.Size([2, 2, 1, 8, 8])
    """
    runs = [list(repaint_states(network, patches, missing, steps, repeats))[-1] for _ in range(k)]
    return torch.stack([joined(patches, run, missing) for run in runs])


def stored_network(path: Path) -> UNet:
    """The network whose numbers a `.safetensors` file holds, in float32.

    Raises `FileNotFoundError`, or `RuntimeError` that names what doesn't fit.

    >>> stored_network(Path("no such file"))
    Traceback (most recent call last):
    FileNotFoundError: No such file or directory: no such file
    """
    network = UNet(channels=1, context=3)
    network.load_state_dict({name: it.float() for name, it in load_file(path).items()})
    return network.eval()


def joined(patches: Tensor, filling: Tensor, missing: Tensor) -> Tensor:
    """The seen pixels of the patches and the missing ones of the filling, cut to [0, 1].

    >>> zero, one = torch.zeros(1, 1, 1, 2), torch.ones(1, 1, 1, 2)
    >>> joined(zero, 3 * one, torch.tensor([[[[0.0, 1.0]]]])).flatten()
    tensor([0., 1.])
    """
    return torch.where(missing == 1, filling.clamp(0, 1), patches)
