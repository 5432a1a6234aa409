"""The live figure of one digit taken out: how its score moves with what a training promises.

Nothing is trained in the page: the figure shows stored scores of models that were trained with a
digit and of others without it, for each kind of training.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from genai_utils import privacy
from genai_utils.widgets.game_settings import HUES
from genai_utils.widgets.scripts import read_module, read_styles
from genai_utils.widgets.still import StillFrame

DELTA = 1e-5
CAPTION = (
    "One digit, in or out. Each dot is a model: above, those that were trained with this digit, "
    "below, those without; to the right, it is more likely than it is on the mean without. Move "
    "the slider from strong noise to none. Before you do, guess: from which epsilon on do the two "
    "rows come apart for an odd picture, and for a plain one?"
)
SHARED = {"hues": HUES, "delta": DELTA}


class OneDigit(StillFrame):
    """Scores of chosen digits under models with and without them, by the epsilon of the training.

    `runs` maps a training's name, "8" for an epsilon or "none", to its scores (models, digits) and
    to booleans of the same shape: which digits were in. `pictures` (digits, 784) are bytes and
    `names` their names. Raises `ValueError` for shapes that don't fit.

    >>> run = (np.zeros((4, 1)), np.array([[1], [1], [0], [0]], bool))
    >>> OneDigit({"8": run, "none": run}, np.zeros((1, 784), np.uint8), ["a plain 1"])
    OneDigit(2 trainings, 1 digits)
    """

    _esm = read_module(*("elements.js", "choice.js", "controls.js", "membership.js"), shared=SHARED)
    _css = read_styles("live.css", "membership.css")

    epsilons = traitlets.List(traitlets.Unicode()).tag(sync=True)
    models = traitlets.List(traitlets.Int()).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    scores = traitlets.Bytes().tag(sync=True)
    inside = traitlets.Bytes().tag(sync=True)
    pictures = traitlets.Bytes().tag(sync=True)
    epsilon = traitlets.Int(0).tag(sync=True)
    digit = traitlets.Int(0).tag(sync=True)
    caption = traitlets.Unicode(CAPTION).tag(sync=True)

    def __init__(
        self,
        runs: Mapping[str, tuple[np.ndarray, np.ndarray]],
        pictures: np.ndarray,
        names: Sequence[str],
    ):
        for scores, inside in runs.values():
            if scores.shape != inside.shape or scores.shape[1:] != (len(names),):
                raise ValueError(
                    f"scores and booleans (models, {len(names)}) are needed, but got "
                    f"{scores.shape} and {inside.shape}: a column is a digit."
                )
        if pictures.shape != (len(names), 784) or pictures.dtype != np.uint8:
            raise ValueError(
                f"bytes ({len(names)}, 784) are needed, but got {pictures.shape} of "
                f"{pictures.dtype}: each digit is shown."
            )
        self.runs = {name: (_relative(*run), run[1]) for name, run in runs.items()}
        super().__init__(
            epsilons=list(runs),
            models=[len(scores) for scores, _ in runs.values()],
            names=list(names),
            scores=b"".join(own.astype("<f4").tobytes() for own, _ in self.runs.values()),
            inside=b"".join(side.astype(np.uint8).tobytes() for _, side in runs.values()),
            pictures=pictures.tobytes(),
            epsilon=len(runs) - 1,
        )

    @traitlets.validate("epsilon", "digit")
    def _is_there(self, proposal: Any) -> int:
        most = len(self.epsilons if proposal["trait"].name == "epsilon" else self.names)
        if not 0 <= proposal["value"] < most:
            raise ValueError(
                f"{proposal['trait'].name} needs a place from 0 to {most - 1}, but got "
                f"{proposal['value']}."
            )
        return proposal["value"]

    def area(self) -> float:
        """The area of the test by this digit's score, at this epsilon; `eq-roc-area`."""
        scores, inside = self.runs[self.epsilons[self.epsilon]]
        own, side = scores[:, self.digit], inside[:, self.digit]
        return privacy.area(own[side], own[~side])

    def still(self) -> Figure:
        """The first frame: the strongest and the weakest training of the first digit."""
        figure = Figure(figsize=(6.4, 3.0), layout="constrained")
        places = (0, len(self.epsilons) - 1)
        for axes, place in zip(figure.subplots(2, 1, sharex=True), places, strict=True):
            scores, inside = self.runs[self.epsilons[place]]
            own, side = scores[:, self.digit], inside[:, self.digit]
            for height, chosen, hue in ((1, side, "made"), (0, ~side, "data")):
                spread = height + 0.4 * ((np.arange(chosen.sum()) * 0.618) % 1 - 0.5)
                axes.plot(own[chosen], spread, "o", ms=3.5, color=HUES[hue])
            axes.set(yticks=(0, 1), yticklabels=("without", "with"), ylim=(-0.5, 1.5))
            axes.set_title(f"epsilon {self.epsilons[place]}", fontsize=10)
        axes.set_xlabel("nats above the mean without")
        return figure

    def __repr__(self) -> str:
        return f"OneDigit({len(self.epsilons)} trainings, {len(self.names)} digits)"


def _relative(scores: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Scores less their mean under the models without the digit."""
    return scores - (scores * ~inside).sum(0) / (~inside).sum(0)
