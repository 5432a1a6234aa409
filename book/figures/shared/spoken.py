"""The sentence of the page on speech, and the chain that speaks it."""

from functools import cache
from pathlib import Path

from genai_utils import speech

SENTENCE = "The morning train was late, but nobody was angry."
STORED = Path(__file__).parents[3] / "notebooks" / "6-speech-synthesis.safetensors"


@cache
def chain():
    return speech.loaded(STORED)
