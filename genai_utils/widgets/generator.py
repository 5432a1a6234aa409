"""The live figure of a generator: a slice of its latent space, two places to blend, directions.

The page computes the pictures in the reader's browser (`generator_layers.js`); the figure's state
is the same file that `save` writes, with the weights in one byte each.
"""

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import traitlets
from matplotlib.figure import Figure
from torch import nn

from genai_utils import files
from genai_utils.widgets.generator_layers import fold, pack, quantise
from genai_utils.widgets.generator_network import draw, picture_shape
from genai_utils.widgets.generator_scene import SHARED, input_at, make_scene, require_scene
from genai_utils.widgets.scene import SceneFigure
from genai_utils.widgets.scripts import SCENES, read_module, read_styles

CAPTION = (
    "A generator that draws in this page. The sheet is a slice of its latent space; drag the ring "
    "A or B on it, or use the arrow keys, choose what each end is, and blend the two. Every place "
    "of the slice is as likely as a draw from the prior. Look for two things: whether the picture "
    "halfway is one of its own, and what else changes when you go in a direction."
)
SLICES = 12


class GeneratorExplorer(SceneFigure):
    """A sheet of what a generator draws on a slice of its latent space, beside a larger picture.

    `network` maps (n, latent + values) to pictures (n, 1 or 3, side, side) or (n, side * side), and
    ends with Sigmoid or Tanh; `fold` says which layers it may have. It is taken as it is after
    training, with the stored moments of its batch normalisations. `conditions` gives names and
    their values, whose one-hot vectors follow the code in this order. `directions` gives names, and
    for each a "vector" (latent,), its two "ends" in words and how far it can be gone, "reach".
    `slices` (n, 3, latent) are three codes for each slice; without any, 12 are drawn from the
    prior. A code is multiplied by `temperature`. `presets` gives labels, and for each what
    `make_scene` takes; the figure begins with the first.

    `scene` is where the reader stands: read it back after dragging. A file that `save` has written
    can be dropped onto any page with this figure, which then runs on its weights. With `exact` the
    page has the weights in single precision, four times as large.
    Raises `ValueError` for a network or a scene that the page can't draw.

    >>> GeneratorExplorer(nn.Sequential(nn.Linear(3, 4), nn.Sigmoid()), latent=3)
    GeneratorExplorer(1 x 2 x 2 pixels, 3 latents, 16 weights)
    """

    _esm = read_module(
        *SCENES,
        "pad.js",
        "generator_layers.js",
        "generator_checkpoint.js",
        "generator_scene.js",
        "generator_pictures.js",
        "generator_controls.js",
        "generator.js",
        shared=SHARED,
    )
    _css = read_styles("live.css", "generator.css")

    def __init__(
        self,
        network: nn.Module,
        latent: int,
        *,
        conditions: Mapping[str, Sequence[str]] | None = None,
        directions: Mapping[str, Mapping[str, Any]] | None = None,
        slices: Any = None,
        temperature: float = 1.0,
        presets: Mapping[str, Mapping[str, Any]] | None = None,
        exact: bool = False,
        name: str = "A slice of the latent space",
        caption: str = CAPTION,
        credit: str = "",
    ):
        conditions, directions = conditions or {}, directions or {}
        codes = prior_slices(latent) if slices is None else np.asarray(slices, np.float32)
        require_codes(codes, latent, conditions, temperature)
        steps, tensors = fold(network)
        tensors |= {"slices": codes} | direction_vectors(directions, latent)
        ways = {k: (list(v["ends"]), float(v["reach"])) for k, v in directions.items()}
        self._about = {
            "layers": steps,
            "conditions": [{"name": k, "values": list(v)} for k, v in conditions.items()],
            "directions": [{"name": k, "ends": e, "reach": r} for k, (e, r) in ways.items()],
            "temperature": float(temperature),
        }
        self._tensors = tensors
        self._network = network
        self._shape = picture_shape(network, latent + sum(map(len, conditions.values())))
        scenes = {label: self.make_scene(**given) for label, given in (presets or {}).items()}
        super().__init__(
            weights=pack(self._about, tensors if exact else quantise(tensors)),
            scene=[*scenes.values(), self.make_scene()][0],
            presets=scenes,
            name=name,
            caption=caption,
            credit=credit,
        )

    @traitlets.validate("scene")
    def _is_offered(self, proposal: Any) -> dict[str, Any]:
        return require_scene(self._offers(), proposal["value"])

    def _offers(self) -> dict[str, Any]:
        return self._about | {"slices": len(self._tensors["slices"])}

    def make_scene(self, **given: Any) -> dict[str, Any]:
        """A scene of this figure, as `generator_scene.make_scene` takes it."""
        return make_scene(self._offers(), **given)

    def draw(self, scene: Mapping[str, Any] | None = None) -> np.ndarray:
        """The picture at a scene, or where the figure stands: (1 or 3, side, side) in [0, 1].

        By the network itself; the page's weights are rounded to a byte.
        """
        code = input_at(self._about, self._tensors, self.scene if scene is None else scene)
        return draw(self._network, torch.from_numpy(code)[None])[0].reshape(self._shape)

    def save(self, path: str | Path) -> None:
        """Write network, slices and directions to a safetensors file, which the figure takes.

        The weights are in single precision, with batch normalisations folded in. Raises
        `ValueError` if there is no such folder.
        """
        files.require_place(Path(path))
        files.write_atomically(Path(path), pack(self._about, self._tensors))

    def still(self) -> Figure:
        """The first frame as a picture, for a reader without JavaScript and for print."""
        lines = textwrap.wrap(self.credit, 90)  # what the width holds at this size
        figure = Figure(figsize=(6.4, 1.5 + 0.2 * len(lines)), layout="constrained")
        steps = 5
        for k, ax in enumerate(figure.subplots(1, steps)):
            picture = self.draw({**self.scene, "blend": k / (steps - 1)})
            ax.imshow(picture.transpose(1, 2, 0), cmap="gray", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[], title={0: "A", steps - 1: "B"}.get(k, ""))
        if lines:
            figure.supxlabel("\n".join(lines), fontsize=8)
        return figure

    # nbval compares this text: no memory address.
    def __repr__(self) -> str:
        latent = self._tensors["slices"].shape[2]
        count = sum(v.size for name, v in self._tensors.items() if name[0].isdigit())
        pixels = " x ".join(map(str, self._shape))
        return f"GeneratorExplorer({pixels} pixels, {latent} latents, {count} weights)"


def prior_slices(latent: int) -> np.ndarray:
    """Three codes for each of 12 slices, drawn from the prior: (12, 3, latent), always the same."""
    return np.random.default_rng(0).normal(size=(SLICES, 3, latent)).astype(np.float32)


def require_codes(codes: np.ndarray, latent: int, conditions: Mapping, temperature: float) -> None:
    """Raise `ValueError` for slices, choices or a temperature of which no input can be made."""
    if codes.ndim != 3 or codes.shape[1:] != (3, latent) or not np.isfinite(codes).all():
        raise ValueError(
            f"slices need the shape (n, 3, {latent}) and finite numbers, but got {codes.shape}: a "
            "slice is made of three codes."
        )
    if not 0 < temperature < np.inf:
        raise ValueError(f"The figure needs a temperature above 0, but got {temperature}.")
    for name, values in conditions.items():
        if not values:
            raise ValueError(f"The condition {name!r} needs at least one value, but has none.")


def direction_vectors(directions: Mapping[str, Mapping[str, Any]], latent: int) -> dict:
    """The vectors as tensors "direction.0" and so on, each (latent,)."""
    vectors = {}
    for k, (name, direction) in enumerate(directions.items()):
        vector = np.asarray(direction["vector"], np.float32)
        if vector.shape != (latent,) or not np.isfinite(vector).all() or direction["reach"] <= 0:
            raise ValueError(
                f"The direction {name!r} needs a vector of {latent} finite numbers and a reach "
                f"above 0, but got the shape {vector.shape} and {direction['reach']}."
            )
        vectors[f"direction.{k}"] = vector
    return vectors
