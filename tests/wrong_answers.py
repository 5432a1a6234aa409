"""The table of wrong answers, which `wrong_*.py` fill: what students write, by exercise.

Each entry has a name, what a useful hint would speak of (a regular expression), and the answer.
They were written before the exercises' probes were last changed, so none is made to fit a hint.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wrong:
    label: str
    name: str
    about: str
    answer: Any


WRONG: dict[str, list[Wrong]] = {}


def add(label, entries):
    """Remember wrong answers to one exercise: name -> (what a hint would speak of, the answer)."""
    table = WRONG.setdefault(label, [])
    table.extend(Wrong(label, name, about, answer) for name, (about, answer) in entries.items())
