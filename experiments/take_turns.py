"""Trainings side by side on a GPU, one after the other without: for `language.py` and others.

Stores nothing itself.
"""

import time
from collections.abc import Iterator
from typing import Protocol, TypeVar


class Lane(Protocol):
    """A training on its way."""

    def idle(self) -> bool:
        """Whether its last steps are done, so that it can be asked for more."""

    def advance(self) -> bool:
        """Some steps more; returns whether there were none left."""


Own = TypeVar("Own", bound=Lane)


def ended(waiting: Iterator[Own], at_once: int, until: float) -> Iterator[Own]:
    """The lanes in the order in which they end; at most so many are on their way, until a time.

    `until` is a time of `time.monotonic`. `waiting` begins a lane when it's asked for the next.
    """
    lanes: list[Own] = []
    while time.monotonic() < until:
        while len(lanes) < at_once and (lane := next(waiting, None)):
            lanes.append(lane)
        if not lanes:
            return
        for lane in [lane for lane in lanes if lane.idle()]:
            if lane.advance():
                lanes.remove(lane)
                yield lane
