"""Voice conversion: what is said stays, who says it changes. Frames, methods, and their judges."""

from genai_utils.conversion.corpus import SPEAKERS, Spoken, recorded, same_time, texts
from genai_utils.conversion.frames import KEPT, ROUNDS, Frames, analyse, spoken
from genai_utils.conversion.judges import Judges, Verdict, trained_judges
from genai_utils.conversion.neighbours import Neighbours
from genai_utils.conversion.networks import Bottleneck, Regression
from genai_utils.conversion.training import (
    Converter,
    all_voices,
    trained_bottleneck,
    trained_regression,
)
from genai_utils.conversion.voice import (
    Voice,
    mean_matched,
    pitch_matched,
    spread_matched,
    voice_of,
)

__all__ = [
    "KEPT",
    "ROUNDS",
    "SPEAKERS",
    "Bottleneck",
    "Converter",
    "Frames",
    "Judges",
    "Neighbours",
    "Regression",
    "Spoken",
    "Verdict",
    "Voice",
    "all_voices",
    "analyse",
    "mean_matched",
    "pitch_matched",
    "recorded",
    "same_time",
    "spoken",
    "spread_matched",
    "texts",
    "trained_bottleneck",
    "trained_judges",
    "trained_regression",
    "voice_of",
]
