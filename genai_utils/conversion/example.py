"""The sentence of the page on voice conversion, in five versions, each with the mark."""

from collections.abc import Callable
from pathlib import Path

from torch import Tensor

from genai_utils import audio
from genai_utils.conversion.corpus import recorded, texts
from genai_utils.conversion.frames import Frames, spoken
from genai_utils.conversion.neighbours import Neighbours
from genai_utils.conversion.stored import load_converter

TEXT = "The weather was warm, so we walked home."
SOURCE, TARGET = 1, 3  # m3, a low voice, and Annie, a high one
KEY = 2026  # of the mark of synthesis
NETWORKS = {"bottleneck": "6-voice-conversion.safetensors"}
NETWORKS["parallel"] = "6-voice-conversion.parallel.safetensors"
KINDS = ("source", "nearest", "bottleneck", "parallel", "target")


def _nearest(folder: Path) -> Callable[[Frames], Frames]:
    voices = load_converter(folder / NETWORKS["bottleneck"]).voices
    known = [recorded(text, TARGET) for text in texts("training", 200)[160:200]]
    found = Neighbours(known, TARGET, voices[TARGET])
    return lambda frames: found(frames, voices[SOURCE])


def version(kind: str, folder: Path) -> Tensor:
    """The sentence at 22,050 Hz, marked: as one of `KINDS`. `folder` holds the stored networks.

    The source and the target are eSpeak NG's; the other three are made from the source alone.
    Raises `ValueError` for another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"one of {', '.join(KINDS)} is needed, but got {kind!r}.")
    if kind == "target":
        return audio.marked(recorded(TEXT, TARGET).utterance.sound, KEY)
    source = recorded(TEXT, SOURCE)
    if kind == "source":
        return audio.marked(source.utterance.sound, KEY)
    if kind == "nearest":
        return audio.marked(spoken(_nearest(folder)(source.frames)), KEY)
    converter = load_converter(folder / NETWORKS[kind])
    return audio.marked(spoken(converter(source.frames, SOURCE, TARGET)), KEY)
