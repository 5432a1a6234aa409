"""From a text to its sound: the data, the chain of networks, and how they are stored."""

from genai_utils.speech.chain import Chain, Spoken, loaded
from genai_utils.speech.examples import Example, bridged, examples, parts
from genai_utils.speech.stored import read, write

__all__ = ["Chain", "Example", "Spoken", "bridged", "examples", "loaded", "parts", "read", "write"]
