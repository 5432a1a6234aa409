"""A small U-Net: pictures in, pictures out, at one resolution and at half of it.

It serves whatever gives a number for each pixel: a velocity, a noise, a mean. What is known beside
the picture comes as further channels; the time and the class, if there are any, are added to every
layer.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils import precision
from genai_utils.models.inputs import require_units

FREQUENCIES = 16


def time_features(t: Tensor) -> Tensor:
    """Sines and cosines of a time in [0, 1] at sixteen frequencies. (batch,) -> (batch, 32).

    >>> time_features(torch.zeros(1))[0, [0, -1]]  # sin 0 and cos 0
    tensor([0., 1.])
    """
    rates = torch.exp(torch.linspace(0, math.log(100), FREQUENCIES, device=t.device)) * math.pi / 2
    angles = t[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def _said(labels: Tensor | None) -> str:
    if labels is None or not labels.numel():
        return "none"
    return f"{tuple(labels.shape)} of {labels.dtype}, from {labels.min()} to {labels.max()}"


class _Block(nn.Module):
    """Two convolutions beside a shortcut; the time shifts what the first one gives."""

    def __init__(self, inputs: int, outputs: int, time: int):
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.time = nn.Linear(time, outputs)
        self.shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        self.norms = nn.ModuleList(nn.GroupNorm(4, n) for n in (inputs, outputs))
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        inner = self.first(F.silu(self.norms[0](x))) + self.time(time)[:, :, None, None]
        return self.shortcut(x) + self.second(F.silu(self.norms[1](inner)))


class UNet(nn.Module):
    """From (batch, channels + context, side, side) to (batch, channels, side, side).

    Four pixels in a square become channels first, so that 32 x 32 is computed at 16 x 16 and
    8 x 8; the side must be a multiple of 4. `widths` are the channels at these two. With `classes`
    each picture has a label beside its time, of which one more than the classes says that none is
    told. Raises `ValueError` for widths that aren't multiples of 4.

    >>> UNet(channels=1, context=2)(torch.zeros(3, 3, 32, 32), torch.zeros(3)).shape
    torch.Size([3, 1, 32, 32])
    >>> UNet(classes=10)(torch.zeros(1, 1, 28, 28), torch.zeros(1), torch.tensor([10])).shape
    torch.Size([1, 1, 28, 28])
    """

    def __init__(
        self,
        channels: int = 1,
        context: int = 0,
        widths: tuple[int, int] = (40, 64),
        classes: int = 0,
    ):
        super().__init__()
        require_units(channels=channels, widths=widths)
        if any(width % 4 for width in widths):
            raise ValueError(f"widths must be multiples of 4, the groups of a norm, got {widths}.")
        self.inputs = channels + context
        outer, inner, time = *widths, 2 * FREQUENCIES
        self.time = nn.Sequential(nn.Linear(time, 2 * time), nn.SiLU(), nn.Linear(2 * time, time))
        self.into = nn.Conv2d(4 * self.inputs, outer, 3, padding=1)
        self.down = _Block(outer, outer, time)
        self.shrink = nn.Conv2d(outer, inner, 3, stride=2, padding=1)
        self.middle = nn.ModuleList(_Block(inner, inner, time) for _ in range(2))
        self.grow = nn.Conv2d(inner, 4 * outer, 1)
        self.up = _Block(2 * outer, outer, time)
        self.out = nn.Conv2d(outer, 4 * channels, 3, padding=1)
        nn.init.zeros_(self.out.weight)
        self.classes = classes
        self.label = nn.Embedding(classes + 1, time) if classes else None

    def forward(self, x: Tensor, t: Tensor, labels: Tensor | None = None) -> Tensor:
        """A number for each pixel. (batch, channels + context, side, side), (batch,), (batch,)."""
        self._require_fit(x, t)
        time = self.time(time_features(t)) + self._told(labels, t)
        outer = self.down(self.into(F.pixel_unshuffle(x, 2)), time)
        inner = self.shrink(outer)
        for block in self.middle:
            inner = block(inner, time)
        joined = torch.cat([outer, F.pixel_shuffle(self.grow(inner), 2)], dim=1)
        return F.pixel_shuffle(self.out(F.silu(self.up(joined, time))), 2)

    def _require_fit(self, x: Tensor, t: Tensor) -> None:
        square = x.dim() == 4 and x.shape[1] == self.inputs and x.shape[2] == x.shape[3]
        kinds = {x.dtype, t.dtype} == {self.out.weight.dtype}
        if not (square and x.shape[2] % 4 == 0 and t.shape == x.shape[:1] and kinds):
            raise ValueError(
                f"pictures (batch, {self.inputs}, side, side) with a side that is a multiple of 4 "
                f"and times (batch,), all {self.out.weight.dtype}, are needed, but got "
                f"{tuple(x.shape)} of {x.dtype} and {tuple(t.shape)} of {t.dtype}."
            )
        precision.require_finite(x=x, t=t)

    def _told(self, labels: Tensor | None, t: Tensor) -> Tensor | float:
        """What the labels add to the time; `ValueError` unless they fit network and batch."""
        if labels is None and self.label is None:
            return 0.0
        like_t = labels is not None and labels.shape == t.shape and labels.dtype == torch.long
        if labels is None or self.label is None or not like_t or not self._known(labels):
            raise ValueError(
                f"a label from 0 to {self.classes} for each picture is needed from a network of "
                f"{self.classes} classes, and no label without classes, but got {_said(labels)}."
            )
        return self.label(labels)

    def _known(self, labels: Tensor) -> bool:
        return bool(((labels >= 0) & (labels <= self.classes)).all())
