"""Where the text figure stands: the text, how is drawn, and which number is looked at.

A scene is a plain dictionary, because it travels to the page as it is; `text_scene.js` reads the
same one.
"""

from collections.abc import Mapping
from typing import Any

from genai_utils import plots
from genai_utils.widgets.text_stages import STAGES, TOUR

LONGEST = 600  # characters of a text; the page's address holds it, too
LARGEST_SEED = 9999
TEMPERATURES = [0.1, 2.5]
MASSES = [0.05, 1]  # of a nucleus
VISIBLE = {" ": "␣", "\n": "↵"}  # what is shown of a character that can't be seen
FIRST: dict[str, Any] = {
    "temperature": 0.8,
    "keep": 20,  # top-k
    "mass": 0.95,  # nucleus
    "seed": 0,
    "greedy": False,
    "at": -1,  # the position that is looked at; -1: the last one
    "block": 0,
    "head": 0,
    "stage": "weights",
    "number": -1,  # of the stage; -1: the largest one
    "tour": 0,  # the tour's step; 0: none
}

SHARED = {
    "longest": LONGEST,
    "largestSeed": LARGEST_SEED,
    "temperatures": TEMPERATURES,
    "masses": MASSES,
    "visible": VISIBLE,
    "first": FIRST,
    "stages": STAGES,
    "tour": TOUR,
    "epsilon": 1e-5,  # under the root of a norm
    "base": 10_000,  # of the speeds of rotary positions
    # Red, green and blue of numbers below 0 and above 0.
    "hues": [[int(hue[at : at + 2], 16) for at in (1, 3, 5)] for hue in plots.PALETTE[:2]],
    "bars": 12,  # characters in the list of what comes next
    "piece": 8,  # characters of a piece that is looked for again
    "judged": 150,  # greedy characters from which the question is answered
    # Shares of repeated pieces between which the question's answers lie.
    "hardly": 0.1,
    "mostly": 0.5,
    # How far a number may lie from the one made of the numbers before it, as a share and besides.
    "agrees": [1e-4, 1e-6],
}


def make_scene(about: Mapping[str, Any], text: str, **given: Any) -> dict[str, Any]:
    """A scene of a model that is as `about` says ("alphabet", "heads", "layers").

    What isn't given is as in `FIRST`. Raises `ValueError` for what the page doesn't offer.

    >>> about = {"alphabet": ["a", "b"], "heads": 1, "layers": 1}
    >>> make_scene(about, "abba", temperature=0.5)["temperature"]
    0.5
    """
    if unknown := given.keys() - FIRST.keys():
        raise ValueError(f"A scene has {', '.join(FIRST)}, but got {', '.join(sorted(unknown))}.")
    scene = {"text": text, **FIRST, **given}
    if strange := sorted(set(text) - set(about["alphabet"])):
        raise ValueError(
            f"The text needs characters of the model's alphabet, but got {strange}: it has no "
            "token for them."
        )
    if not 1 <= len(text) <= LONGEST:
        raise ValueError(
            f"A text of 1 to {LONGEST} characters is needed, but got {len(text)}: the figure shows "
            "what comes after it."
        )
    for name, (least, most) in _ranges(about, len(text)).items():
        value, whole = scene[name], name not in ("temperature", "mass")
        if not least <= value <= most or (whole and value != int(value)):
            kind = "whole number" if whole else "number"
            raise ValueError(f"{name} needs a {kind} from {least} to {most}, but got {value}.")
    if scene["stage"] not in [stage["key"] for stage in STAGES]:
        raise ValueError(f"There is no stage {scene['stage']!r} in the figure.")
    return scene


def _ranges(about: Mapping[str, Any], length: int) -> dict[str, tuple[float, float]]:
    return {
        "temperature": (TEMPERATURES[0], TEMPERATURES[1]),
        "keep": (1, len(about["alphabet"])),
        "mass": (MASSES[0], MASSES[1]),
        "seed": (0, LARGEST_SEED),
        "at": (-1, length - 1),
        "block": (0, about["layers"] - 1),
        "head": (0, about["heads"] - 1),
        "tour": (0, len(TOUR)),
        "number": (-1, float("inf")),
    }
