"""The live figure of a GAN in two dimensions that learns while the reader looks on.

All of it happens in the reader's browser; from here come the settings, and for a reader without
JavaScript a still first frame.
"""

import math
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from genai_utils.widgets.game_settings import (
    DATA,
    DEVIATION,
    EXTENT,
    LARGEST_SEED,
    LEAK,
    LOSSES,
    MODES,
    MOON,
    PRESETS,
    RATES,
    SHARED,
    SHOWN,
    UNITS,
    USUAL,
)
from genai_utils.widgets.scripts import LABORATORY, read_module, read_styles
from genai_utils.widgets.square import SquareFigure, require_offered

CAPTION = (
    "A GAN that learns in this page. Choose a script, say what you expect, press Play. Dots are "
    "data, crosses are samples, and an arrow shows where the generator's loss pushes a sample; the "
    "plane is tinted by what the discriminator takes each place for. Look for two things: what the "
    "samples do, and how little of it the losses tell."
)


class GanGame(SquareFigure):
    """A generator and a discriminator of two hidden layers with 32 units, trained in the page.

    `data` is "ring", "grid", "moons" or "drawing"; for the last the reader draws, and `points` are
    the (x, y) drawn so far, within 1.6 of 0 on both axes; data scatter around them. `loss` is
    "non-saturating", "saturating" or "wasserstein", the last with a gradient penalty. Both
    learning rates are Adam's, one of `RATES`, and can be changed while it plays. A run is made by
    its `seed`: after a reset the same settings give the same run.

    `preset` names a run that shows something: "healthy", "collapse" (the discriminator is slow from
    the start), "rescue" (slow, and quick from round 750 on), "late" (slow from round 750 on) or
    "wasserstein". It makes all settings but the seed; other settings are a run of your "own".

    All seven are read back after the reader has changed them. Raises `ValueError` for a setting
    that the page doesn't offer.

    >>> GanGame("moons", seed=3)
    GanGame('moons', non-saturating, rates 0.001 and 0.004, seed=3)
    """

    _esm = read_module(
        *LABORATORY,
        "game_math.js",
        "game_data.js",
        "game_run.js",
        "game_view.js",
        "game_prediction.js",
        "game_controls.js",
        "game_address.js",
        "game.js",
        shared=SHARED,
    )
    _css = read_styles("lab.css", "game.css")

    extent = EXTENT
    preset = traitlets.Unicode("own").tag(sync=True)
    data = traitlets.Unicode("ring").tag(sync=True)
    loss = traitlets.Unicode("non-saturating").tag(sync=True)
    generator_rate = traitlets.Float(0.001).tag(sync=True)
    discriminator_rate = traitlets.Float(0.004).tag(sync=True)
    seed = traitlets.Int(0).tag(sync=True)
    name = traitlets.Unicode("Data, samples and the discriminator's surface").tag(sync=True)
    caption = traitlets.Unicode(CAPTION).tag(sync=True)

    def __init__(
        self,
        data: str | None = None,
        *,
        preset: str | None = None,
        points: Sequence = (),
        **settings: Any,
    ):
        if data is not None:
            settings["data"] = data
        chosen = settings.keys() & USUAL.keys()
        if preset not in (None, "own") and chosen:
            raise ValueError(
                f"A preset makes the settings, but got {preset!r} and {', '.join(sorted(chosen))}: "
                "give one or the other."
            )
        preset = preset or ("own" if chosen else "healthy")
        settings |= PRESETS.get(preset, {}).get("start", {})
        super().__init__(preset=preset, points=[list(map(float, p)) for p in points], **settings)

    @traitlets.validate("preset", "data", "loss", "generator_rate", "discriminator_rate")
    def _is_offered(self, proposal: Any) -> Any:
        lists: dict[str, Collection] = {"preset": PRESETS, "data": DATA, "loss": LOSSES}
        return require_offered(proposal, lists.get(proposal["trait"].name, RATES))

    @traitlets.validate("seed")
    def _fits_the_generator(self, proposal: Any) -> int:
        if not 0 <= proposal["value"] <= LARGEST_SEED:
            raise ValueError(
                f"seed needs a whole number from 0 to 2**31 - 1, but got {proposal['value']}: the "
                "page's random numbers start from 31 bits."
            )
        return proposal["value"]

    def still(self) -> Figure:
        """A first frame, for a reader without JavaScript and for print: nothing is learned yet.

        The law of data and samples is the page's; the draws are NumPy's.
        """
        random = np.random.default_rng(self.seed)
        return self.frame(self._draw_data(random), samples=untrained_samples(random))

    def _draw_data(self, random: np.random.Generator, count: int = SHOWN) -> np.ndarray:
        """(count, 2), or the points of a drawing as they are."""
        if self.data == "drawing":
            return np.array(self.points).reshape(-1, 2)
        if self.data == "moons":
            side, angle = random.choice([-1, 1], size=count), math.pi * random.random(count)
            half_circle = MOON["radius"] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
            places = side[:, None] * (half_circle - [MOON["left"], MOON["down"]])
        else:
            modes = np.array(MODES[self.data])
            places = modes[random.integers(len(modes), size=count)]
        return places + DEVIATION * random.normal(size=(count, 2))

    # nbval compares this text, and the default holds a memory address.
    def __repr__(self) -> str:
        rates = f"rates {self.generator_rate:g} and {self.discriminator_rate:g}"
        return f"GanGame({self.data!r}, {self.loss}, {rates}, seed={self.seed})"


def untrained_samples(random: np.random.Generator, count: int = SHOWN) -> np.ndarray:
    """What a generator makes of normal noise before it has learned anything, (count, 2)."""
    x = random.normal(size=(count, 2))
    for inputs, outputs in ((2, UNITS), (UNITS, UNITS), (UNITS, 2)):
        bound = 1 / math.sqrt(inputs)
        weight = random.uniform(-bound, bound, (inputs, outputs))
        x = np.where(x > 0, x, LEAK * x) if inputs > 2 else x
        x = x @ weight + random.uniform(-bound, bound, outputs)
    return x
