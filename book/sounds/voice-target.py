"""The sentence as the target itself says it."""

from pathlib import Path

from genai_utils.conversion import example


def speak():
    return example.version("target", Path(__file__).parents[2] / "notebooks")
