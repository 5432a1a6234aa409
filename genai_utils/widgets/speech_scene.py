"""Where the speech figure stands: the sentence, the way it is said, and which word is looked at.

A scene is a plain dictionary, because it travels to the page as it is; `speech_scene.js` reads the
same one.
"""

import re
from typing import Any

from genai_utils import audio, plots
from genai_utils.audio import mark, vocoder
from genai_utils.data.pronunciations import PHONES, SPELLED
from genai_utils.data.spoken import PAUSES
from genai_utils.widgets.speech_tour import TOUR

LONGEST = 160  # characters of a sentence: some ten seconds
LARGEST_SEED = 9999
MARK_KEY = 2026  # the key of the mark in all that the figure says
STEPS = 30  # of Griffin and Lim
LOUD = 0.8  # the largest sample
FIRST: dict[str, Any] = {
    "temperature": 0.3,
    "rate": 1.0,
    "higher": 1.0,  # what the pitch is multiplied by
    "seed": 0,
    "filters": False,  # pulses and noise through learned filters; otherwise Griffin and Lim
    "mean": False,  # the mean of the regression; otherwise frames that are drawn
    "network": False,  # each word by the network, also those of the list
    "word": 0,  # which one is looked at
    "tour": 0,  # the tour's step; 0: none
}
RANGES: dict[str, list[float]] = {
    "temperature": [0, 1.2],
    "rate": [0.5, 2],
    "higher": [0.6, 1.8],
    "seed": [0, LARGEST_SEED],
    "word": [0, LONGEST],
    "tour": [0, len(TOUR)],
}

SHARED: dict[str, Any] = {
    "longest": LONGEST,
    "largestSeed": LARGEST_SEED,
    "ranges": RANGES,
    "first": FIRST,
    "tour": TOUR,
    "letters": SPELLED,
    "phones": PHONES,
    "pauses": PAUSES,
    "longestWord": 32,  # phones, as `Pronouncer.say` has it
    "shortest": 64,  # samples of a symbol, as `speech.Chain.frames` has it
    "spreads": [-4, 2],  # between which a log spread lies, as `Speaker.drawn` has it
    "softer": 5,  # is taken from a filter's logarithm, as `audio.vocoder` has it
    "kept": vocoder.KEPT,
    "responses": vocoder.RESPONSES,
    "size": audio.SIZE,
    "hop": audio.HOP,
    "sampleRate": audio.RATE,
    "griffinSteps": STEPS,
    "loud": LOUD,
    "markKey": MARK_KEY,
    "markEdges": [mark.LOWEST, mark.HIGHEST],
    "markBands": mark.BANDS,
    "markLong": mark.LONG,
    "markStrength": mark.STRENGTH,
    "markSilent": mark.SILENT,
    "markLimit": mark.LIMIT,
    "fine": [20, 60],  # coefficients that hold the harmonics
    # Shares of their variance between which the question's answers lie.
    "keptShares": [1 / 3, 0.75],
    "topHertz": 8000,  # of the spectrogram
    "decibels": 60,  # from its darkest to its lightest
    # Red, green and blue of the spectrogram and of the attention.
    "hues": [[int(hue[at : at + 2], 16) for at in (1, 3, 5)] for hue in plots.PALETTE[:2]],
}


def make_scene(text: str, **given: Any) -> dict[str, Any]:
    """A scene; what isn't given is as in `FIRST`. Raises `ValueError` for what isn't offered.

    >>> make_scene("Hello.", rate=0.5)["rate"]
    0.5
    """
    if unknown := given.keys() - FIRST.keys():
        raise ValueError(f"A scene has {', '.join(FIRST)}, but got {', '.join(sorted(unknown))}.")
    if not re.search("[A-Za-z]", text) or re.search("[^A-Za-z' ,.?!’]", text):
        raise ValueError(f"A text of letters, spaces and ' , . ? ! is needed, but got {text!r}.")
    if len(text) > LONGEST:
        raise ValueError(f"A text of 1 to {LONGEST} characters is needed, but got {len(text)}.")
    scene = {"text": text, **FIRST, **given}
    for name, (least, most) in RANGES.items():
        value, whole = scene[name], name in ("seed", "word", "tour")
        if not least <= value <= most or (whole and value != int(value)):
            kind = "whole number" if whole else "number"
            raise ValueError(f"{name} needs a {kind} from {least} to {most}, but got {value}.")
    for name in ("filters", "mean", "network"):
        if not isinstance(scene[name], bool):
            raise ValueError(f"{name} needs True or False, but got {scene[name]!r}.")
    return scene
