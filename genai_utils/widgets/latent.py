"""The live figure of a 2-D latent space: drag a point, and its decoded picture follows.

The page decodes in the reader's browser (`latent.js`), so everything that it needs travels in the
figure's state: the decoder's weights and the encoded examples, both in half precision.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets
from matplotlib.figure import Figure
from torch import nn

from genai_utils.widgets.scripts import read_module
from genai_utils.widgets.still import StillFrame

HALF = "<f2"  # float16, little endian: half the page, and a pixel moves by less than 1/255
MOST_CODES = 1000  # more numerals than this cover each other on a map of 400 pixels
CAPTION = (
    "The latent plane. Drag the ring, or move it with the arrow keys (Shift for bigger steps, Home "
    "for the origin): the picture is what the decoder draws at that point. The numerals are "
    "encoded test digits. Look for two things: one digit turning into another where two classes "
    "meet, and places without a code, where the picture need not be a digit at all."
)


class LatentExplorer(StillFrame, anywidget.AnyWidget):
    """A map of a 2-D latent space with a handle, beside the picture decoded at the handle.

    `decoder` is a `torch.nn.Sequential` of `Linear` layers with `ReLU` between them, from 2 latents
    to the logits of a square picture; the figure applies the sigmoid. `codes` (n, 2) are encoded
    examples and `labels` (n,) their classes 0 to 9; of more than 1000, 1000 are shown. The map
    reaches from -extent to extent on both axes, and a code beyond it is not drawn.

    `z` is the handle's place: read it back after dragging, or set it to move the handle.
    Raises `ValueError` for a network, codes or a place that the figure can't draw.

    >>> LatentExplorer(nn.Linear(2, 4), np.zeros((1, 2)), [3])
    LatentExplorer(z=[0.00, 0.00], 4 pixels, 1 codes)
    """

    _esm = read_module("elements.js", "latent.js")
    _css = Path(__file__).with_name("latent.css")

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
        z: Sequence[float] = (0.0, 0.0),
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
            z=[float(value) for value in z],
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
        weights = np.frombuffer(self.weights, HALF).astype(np.float32)
        x = np.asarray(z, np.float32)
        for inputs, outputs in pairwise(self.sizes):
            matrix, bias, weights = np.split(weights, [inputs * outputs, (inputs + 1) * outputs])
            logits = matrix.reshape(outputs, inputs) @ x + bias
            x = np.maximum(logits, 0)
        side = math.isqrt(self.sizes[-1])
        return (0.5 + 0.5 * np.tanh(0.5 * logits)).reshape(side, side)  # the sigmoid, no overflow

    def still(self) -> Figure:
        """The first frame as a picture, for a reader without JavaScript and for print."""
        figure = Figure(figsize=(6.4, 3.8), layout="constrained")
        on_map, picture = figure.subplots(1, 2, width_ratios=(3, 2))
        codes = np.frombuffer(self.codes, HALF).astype(float).reshape(-1, 2)
        labels = np.frombuffer(self.labels, np.uint8)
        hues = re.findall(r"--hue: (#\w{6})", str(self._css))
        for label in np.unique(labels):
            style = {"s": 14, "linewidths": 0.3, "color": hues[label]}
            own = codes[labels == label]
            on_map.scatter(own[:, 0], own[:, 1], marker=f"${label}$", **style)
        on_map.plot(*self.z, "o", markersize=13, fillstyle="none", color="black", markeredgewidth=2)
        limits = (-self.extent, self.extent)
        on_map.set(xlim=limits, ylim=limits, aspect="equal", xlabel="$z_1$", ylabel="$z_2$")
        picture.imshow(self.decode(self.z), cmap="gray", vmin=0, vmax=1)
        picture.set(xticks=[], yticks=[], title=f"z = ({self.z[0]:.2f}, {self.z[1]:.2f})")
        return figure

    # nbval compares this text, and the default holds a memory address.
    def __repr__(self) -> str:
        z = ", ".join(f"{value:.2f}" for value in self.z)
        return f"LatentExplorer(z=[{z}], {self.sizes[-1]} pixels, {len(self.labels)} codes)"


def pack_decoder(decoder: nn.Module) -> tuple[list[int], bytes]:
    """The layer sizes and the weights in half precision: matrix row by row, then bias, per layer.

    Raises `ValueError` for layers, sizes or weights that the figure can't decode.
    """
    layers = list(decoder) if isinstance(decoder, nn.Sequential) else [decoder]
    expected = [nn.ReLU if index % 2 else nn.Linear for index in range(len(layers))]
    kinds = [type(layer) for layer in layers]
    if kinds != expected or len(layers) % 2 == 0:
        given = ", ".join(kind.__name__ for kind in kinds) or "no layer"
        raise ValueError(
            "The decoder needs a Sequential of Linear layers with ReLU between them, but got "
            f"{given}: the page decodes these two kinds only."
        )
    linear = [layer for layer in layers if isinstance(layer, nn.Linear)]
    sizes = [linear[0].in_features, *(layer.out_features for layer in linear)]
    if sizes[0] != 2 or math.isqrt(sizes[-1]) ** 2 != sizes[-1]:
        raise ValueError(
            "The decoder needs 2 latents and a square number of pixels, but got "
            f"{sizes[0]} and {sizes[-1]}: a map has two axes, and the picture is a square."
        )
    if any(layer.bias is None for layer in linear):
        raise ValueError(
            "Every Linear layer needs a bias, but one has none: the page reads a bias after each "
            "matrix."
        )
    parameters = [tensor for layer in linear for tensor in (layer.weight, layer.bias)]
    flat = np.concatenate([p.detach().cpu().double().numpy().ravel() for p in parameters])
    largest = float(np.abs(flat).max())
    if not largest <= float(np.finfo(HALF).max):
        raise ValueError(
            f"The decoder needs finite weights up to 65504, but the largest is {largest}: they "
            "travel in half precision."
        )
    return sizes, flat.astype(HALF).tobytes()


def pack_codes(codes: Any, labels: Any) -> tuple[bytes, bytes]:
    """At most 1000 codes in half precision, evenly picked, and their labels as bytes.

    Raises `ValueError` for shapes that don't match, codes that aren't finite, labels beyond 0 to 9.
    """
    codes, labels = np.asarray(codes), np.asarray(labels)
    if codes.ndim != 2 or codes.shape[1] != 2 or labels.shape != codes.shape[:1]:
        raise ValueError(
            f"Codes need the shape (n, 2) and labels (n,), but got {codes.shape} and "
            f"{labels.shape}: each code is a point on the map with one label."
        )
    if not np.isfinite(codes).all() or not np.isin(labels, range(10)).all():
        raise ValueError(
            "Codes need finite numbers and labels 0 to 9, but got others: each code is drawn as "
            "its numeral."
        )
    count = min(len(codes), MOST_CODES)
    picked = np.linspace(0, len(codes) - 1, count).astype(int)
    # A code too large for half precision becomes infinite, and lies beyond any map as before.
    with np.errstate(over="ignore"):
        return codes[picked].astype(HALF).tobytes(), labels[picked].astype(np.uint8).tobytes()
