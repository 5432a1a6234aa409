"""The live figure of a 2-D latent space: drag a point, and its decoded picture follows.

The page decodes in the reader's browser (`latent.js`), so everything that it needs travels in the
figure's state: the decoder's weights and the encoded examples, both in half precision.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from matplotlib.figure import Figure
from safetensors.numpy import save as as_bytes
from torch import nn

from genai_utils import files, plots
from genai_utils.widgets.packing import (
    HALF,
    MOST_CODES,
    clear_place,
    pack_codes,
    pack_decoder,
    unpack_layers,
)
from genai_utils.widgets.scripts import EXPLORER, read_module, read_styles
from genai_utils.widgets.still import StillFrame

CAPTION = (
    "The latent plane. Drag the ring, or move it with the arrow keys (Shift for bigger steps, Home "
    "for the origin): the picture is what the decoder draws at that point. On a phone, tap, or "
    "drag sideways first. The numerals are encoded test digits; the text names the one nearest to "
    "the ring. Before you move it, guess: what lies halfway between a 0 and a 1? Look for two "
    "things: one digit turning into another where two classes meet, and places without a code, "
    "where the picture need not be a digit at all."
)
# What the page needs as well.
SHARED = {"hues": plots.DIGIT_HUES, "mostCodes": MOST_CODES}


class LatentExplorer(StillFrame, anywidget.AnyWidget):
    """A map of a 2-D latent space with a handle, beside the picture decoded at the handle.

    `decoder` is a `torch.nn.Sequential` of `Linear` layers with `ReLU` between them, from 2 latents
    to the logits of a square picture; the figure applies the sigmoid. `codes` (n, 2) are encoded
    examples and `labels` (n,) their classes 0 to 9; of more than 1000, 1000 are shown. The map
    reaches from -extent to extent on both axes, and a code beyond it is not drawn.

    `z` is the handle's place: read it back after dragging, or set it to move the handle. Without
    one the handle begins on a code among codes of its class. A file that `save` has written can be
    dropped onto any page with this figure, which then runs on its weights.
    Raises `ValueError` for a network, codes or a place that the figure can't draw.

    >>> LatentExplorer(nn.Linear(2, 4), np.zeros((1, 2)), [3])
    LatentExplorer(4 pixels, 1 codes)
    """

    _esm = read_module(
        *EXPLORER,
        "pad.js",
        "chain.js",
        "halves.js",
        "latent_decoder.js",
        "latent_checkpoint.js",
        "latent_map.js",
        "latent.js",
        shared=SHARED,
    )
    _css = read_styles("live.css", "latent.css")

    z = traitlets.List(traitlets.Float(), [0.0, 0.0]).tag(sync=True)
    extent = traitlets.Float(4.0).tag(sync=True)
    sizes = traitlets.List(traitlets.Int()).tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    codes = traitlets.Bytes().tag(sync=True)
    labels = traitlets.Bytes().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        decoder: nn.Module,
        codes: Any,
        labels: Any,
        *,
        z: Sequence[float] | None = None,
        extent: float = 4.0,
        name: str = "Latent space of the decoder",
        caption: str = CAPTION,
    ):
        if not (math.isfinite(extent) and extent > 0):
            raise ValueError(
                f"The map needs an extent > 0, but got {extent}: it reaches from -extent to extent."
            )
        sizes, weights = pack_decoder(decoder)
        codes, labels = pack_codes(codes, labels)
        super().__init__(
            extent=float(extent),
            z=clear_place(codes, labels, extent) if z is None else [float(value) for value in z],
            sizes=sizes,
            weights=weights,
            codes=codes,
            labels=labels,
            name=name,
            caption=caption,
        )

    @traitlets.validate("z")
    def _place_on_the_map(self, proposal: Any) -> list[float]:
        z = proposal["value"]
        if len(z) != 2 or not all(abs(value) <= self.extent for value in z):
            raise ValueError(
                f"z needs two numbers between -{self.extent:g} and {self.extent:g}, but got {z}: "
                "the handle has to stay on the map."
            )
        return z

    def decode(self, z: Any) -> np.ndarray:
        """The picture at `z` in [0, 1], from the half-precision weights that the page uses.

        (2,) -> (side, side) float32.
        """
        x = np.asarray(z, np.float32)
        for matrix, bias in unpack_layers(self.sizes, self.weights):
            logits = matrix.astype(np.float32) @ x + bias
            x = np.maximum(logits, 0)
        side = math.isqrt(self.sizes[-1])
        return (0.5 + 0.5 * np.tanh(0.5 * logits)).reshape(side, side)  # the sigmoid, no overflow

    def save(self, path: str | Path) -> None:
        """Write what the figure shows to a safetensors file, which the published figure takes.

        It holds the decoder as "0.weight" (outputs, inputs), "0.bias" (outputs,), "2.weight" and
        so on, "codes" (n, 2) and "labels" (n,). Raises `ValueError` if there is no such folder.
        """
        files.require_place(Path(path))
        tensors = {
            "codes": np.frombuffer(self.codes, HALF).reshape(-1, 2),
            "labels": np.frombuffer(self.labels, np.uint8),
        }
        for layer, (matrix, bias) in enumerate(unpack_layers(self.sizes, self.weights)):
            tensors |= {f"{2 * layer}.weight": matrix, f"{2 * layer}.bias": bias}
        files.write_atomically(Path(path), as_bytes(tensors))

    def still(self) -> Figure:
        """The first frame as a picture, for a reader without JavaScript and for print."""
        figure = Figure(figsize=(6.4, 3.8), layout="constrained")
        on_map, picture = figure.subplots(1, 2, width_ratios=(3, 2))
        codes = np.frombuffer(self.codes, HALF).astype(float).reshape(-1, 2)
        labels = np.frombuffer(self.labels, np.uint8)
        for label in np.unique(labels):
            style = {"s": 14, "linewidths": 0.3, "color": plots.DIGIT_HUES[label]}
            own = codes[labels == label]
            on_map.scatter(own[:, 0], own[:, 1], marker=f"${label}$", **style)
        on_map.plot(*self.z, "o", markersize=13, fillstyle="none", color="black", markeredgewidth=2)
        limits = (-self.extent, self.extent)
        on_map.set(xlim=limits, ylim=limits, aspect="equal", xlabel="$z_1$", ylabel="$z_2$")
        picture.imshow(self.decode(self.z), cmap="gray", vmin=0, vmax=1)
        picture.set(xticks=[], yticks=[], title=f"z = ({self.z[0]:.2f}, {self.z[1]:.2f})")
        return figure

    # nbval compares this text: no memory address, and no place that training decides.
    def __repr__(self) -> str:
        return f"LatentExplorer({self.sizes[-1]} pixels, {len(self.labels)} codes)"
