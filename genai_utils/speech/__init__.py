"""From a text to its sound: the data, the chain of networks, and how they are stored."""

from genai_utils.data.spoken import SYMBOLS
from genai_utils.speech.chain import Chain, Spoken, chain_of, loaded
from genai_utils.speech.examples import RATE, VOICE, Example, bridged, examples, parts, teacher
from genai_utils.speech.exceptions import exceptions, frequent, letters_of, spelled
from genai_utils.speech.stored import packed, read, write

__all__ = [
    "RATE",
    "SYMBOLS",
    "VOICE",
    "Chain",
    "Example",
    "Spoken",
    "bridged",
    "chain_of",
    "examples",
    "exceptions",
    "frequent",
    "letters_of",
    "loaded",
    "packed",
    "parts",
    "read",
    "spelled",
    "teacher",
    "write",
]
