"""The live figure of a diffusion in two dimensions: trained before, or learning in the page.

All of it happens in the reader's browser; from here come the settings, the weights of the networks
that were trained before, and for a reader without JavaScript a still first frame.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure
from torch import nn

from genai_utils.widgets.packing import HALF
from genai_utils.widgets.plane_settings import (
    CLASSES,
    DATA,
    DEVIATIONS,
    DICE,
    DIRECTIONS,
    EXTENT,
    FIELDS,
    LARGEST_SEED,
    METHODS,
    MOST_STEPS,
    PLACES,
    SCENES,
    SHARED,
    SHOWN,
    SIZES,
    SOURCES,
    STORED,
    STRONGEST,
    WANTED,
)
from genai_utils.widgets.scripts import LABORATORY, read_module, read_styles
from genai_utils.widgets.square import SquareFigure, require_offered

CAPTION = (
    "Noise becomes data, and data noise. Take the tour, say what you expect, press Play; or draw a "
    "distribution and let a network learn it here. Crosses are samples, thin lines their way so "
    "far, arrows the velocity or the score; the plane is tinted by the exact density. Look for two "
    "things: where the cloud leaves the tint, and how far the network is from the exact formula."
)
OFFERED: dict[str, Collection] = {
    "scene": SCENES,
    "data": DATA,
    "source": SOURCES,
    "method": METHODS,
    "direction": DIRECTIONS,
    "dice": DICE,
    "field": FIELDS,
    "wanted": WANTED,
}
ENDS = {"seed": (0, LARGEST_SEED), "steps": (1, MOST_STEPS), "at": (0, MOST_STEPS)}


class DiffusionPlane(SquareFigure):
    """A cloud in the plane between noise and data, moved by a network or by the exact formula.

    `networks` are three trained `plane_network()`, named "ring", "moons" and "classes"; they travel
    in half precision. `scene` is a step of the tour, "noising", "guess", "steps", "dice",
    "guidance" or "learning", and makes the settings; "own" is none of them. Single settings may be
    given beside it:

    `data` ("ring", "moons", "classes", "drawing" with its `points`), `source` of the guesses
    ("stored", "page", "exact"), `method` ("flow", "diffusion"), `direction` ("data", "noise"),
    `dice` ("once" at the start, "always"), `steps` 1 to 100, `at` the step shown, `wanted` class
    ("all", "a", "b") with the weight `w` of guidance, `field` ("velocity", "score", "none") and
    `seed`.

    All are read back after the reader has changed them. Raises `ValueError` for networks of other
    sizes or names, and for a setting that the page doesn't offer.

    >>> from genai_utils.widgets.plane_network import plane_network
    >>> networks = {data: plane_network() for data in ("ring", "moons", "classes")}
    >>> DiffusionPlane(networks, scene="steps", steps=3)
    DiffusionPlane('steps', ring, stored, 3 steps)
    """

    _esm = read_module(
        *LABORATORY,
        "checkpoint.js",
        "file_door.js",
        "chain.js",
        "halves.js",
        "plane_mixture.js",
        "plane_paths.js",
        "plane_training.js",
        "plane_run.js",
        "plane_checkpoint.js",
        "plane_controls.js",
        "plane_address.js",
        "plane_tour.js",
        "plane.js",
        shared=SHARED,
    )
    _css = read_styles("lab.css", "plane.css")

    extent = EXTENT
    scene = traitlets.Unicode("noising").tag(sync=True)
    data = traitlets.Unicode("ring").tag(sync=True)
    source = traitlets.Unicode("exact").tag(sync=True)
    method = traitlets.Unicode("flow").tag(sync=True)
    direction = traitlets.Unicode("data").tag(sync=True)
    dice = traitlets.Unicode("once").tag(sync=True)
    steps = traitlets.Int(20).tag(sync=True)
    at = traitlets.Int(0).tag(sync=True)
    w = traitlets.Float(0.0).tag(sync=True)
    wanted = traitlets.Unicode("all").tag(sync=True)
    field = traitlets.Unicode("velocity").tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    name = traitlets.Unicode("Samples between noise and data").tag(sync=True)
    caption = traitlets.Unicode(CAPTION).tag(sync=True)

    def __init__(
        self,
        networks: Mapping[str, nn.Sequential],
        *,
        scene: str = "noising",
        points: Sequence = (),
        **settings: Any,
    ):
        start = SCENES[scene]["start"] if scene in SCENES else {}
        placed = [list(map(float, point)) for point in points]
        super().__init__(
            scene=scene, points=placed, weights=pack_networks(networks), **(start | settings)
        )

    @traitlets.validate(*OFFERED)
    def _is_offered(self, proposal: Any) -> Any:
        return require_offered(proposal, OFFERED[proposal["trait"].name])

    @traitlets.validate(*ENDS)
    def _is_within(self, proposal: Any) -> int:
        name, value = proposal["trait"].name, proposal["value"]
        least, most = ENDS[name]
        if not least <= value <= most:
            raise ValueError(
                f"{name} needs a whole number from {least} to {most}, but got {value}."
            )
        return value

    @traitlets.validate("w")
    def _can_be_slid(self, proposal: Any) -> float:
        w = proposal["value"]
        if not (0 <= w <= STRONGEST and (2 * w).is_integer()):
            raise ValueError(
                f"w needs a multiple of 0.5 from 0 to {STRONGEST:g}, but got {w}: the slider "
                "has no other place."
            )
        return w

    def still(self) -> Figure:
        """Noise and data side by side in one frame, for a reader without JavaScript and for print.

        The laws are the page's; the draws are NumPy's.
        """
        random = np.random.default_rng(self.seed)
        noise = random.normal(size=(SHOWN, 2))
        return self.frame(self._draw_data(random), noise=noise)

    def _draw_data(self, random: np.random.Generator, count: int = SHOWN) -> np.ndarray:
        """(count, 2) of the wanted class, or none where nothing is drawn."""
        places = np.array(self.points if self.data == "drawing" else PLACES[self.data])
        if self.wanted != "all" and self.data in CLASSES:
            places = places[np.array(CLASSES[self.data]) == self.wanted]
        if not len(places):
            return np.zeros((0, 2))
        picked = places[random.integers(len(places), size=count)]
        return picked + DEVIATIONS[self.data] * random.normal(size=(count, 2))

    # nbval compares this text, and the default holds a memory address.
    def __repr__(self) -> str:
        return f"DiffusionPlane({self.scene!r}, {self.data}, {self.source}, {self.steps} steps)"


def pack_networks(networks: Mapping[str, nn.Sequential]) -> bytes:
    """The weights in half precision: of each layer the matrix row by row, then the bias.

    Raises `ValueError` unless these are three networks of `plane_network()`, by the data's names.
    """
    if sorted(networks) != sorted(STORED):
        raise ValueError(f"networks need the names {', '.join(STORED)}, but got {list(networks)}.")
    packed = b""
    for data in STORED:
        flat = np.concatenate(
            [p.detach().cpu().double().numpy().ravel() for p in networks[data].parameters()]
        )
        sizes = [p.shape[1] for p in networks[data].parameters() if p.dim() == 2] + [2]
        if tuple(sizes) != SIZES or not np.abs(flat).max() <= float(np.finfo(HALF).max):
            raise ValueError(
                f"{data!r} needs the layers {SIZES} and finite weights up to 65504, but got "
                f"{tuple(sizes)} and {np.abs(flat).max()}: they travel in half precision."
            )
        packed += flat.astype(HALF).tobytes()
    return packed
