"""The sentence in the voice that is to be changed."""

from pathlib import Path

from genai_utils.conversion import example


def speak():
    return example.version("source", Path(__file__).parents[2] / "notebooks")
