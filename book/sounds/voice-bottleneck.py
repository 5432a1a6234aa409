"""The sentence through a bottleneck, in the target's voice."""

from pathlib import Path

from genai_utils.conversion import example


def speak():
    return example.version("bottleneck", Path(__file__).parents[2] / "notebooks")
