"""Where an answer is looked at: seeded, silent, in a known state, and with nothing left behind.

This protects a notebook from an answer with side effects. It is no protection against malice.
"""

import contextlib
import io
import random
import sys
import warnings
from collections.abc import Iterator

import numpy as np
import torch

from genai_utils.checks import switches

SEED = 20_240_501  # any number: an answer and a known mistake must see the same draws
MOST_PRINTED = 50_000_000  # characters: nobody prints so many to find an error


class TooMuchOutput(BaseException):
    """Not an `Exception`, so that a student's `except Exception` doesn't catch it."""


class _Nowhere(io.TextIOBase):
    """A stream that keeps nothing and stops whoever prints without end."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        if self.written > MOST_PRINTED:
            raise TooMuchOutput(f"more than {MOST_PRINTED:,} characters were printed")
        return len(text)


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """Run the body seeded, silent and with every switch known; put everything back afterwards."""
    nowhere = _Nowhere()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(nowhere),
        contextlib.redirect_stderr(nowhere),
        _without_display(),
        torch.inference_mode(False),
        switches.known(),
    ):
        warnings.simplefilter("ignore")
        random.seed(SEED)
        np.random.seed(SEED)  # noqa: NPY002 - an answer may draw from the legacy generator
        torch.default_generator.manual_seed(SEED)  # this one only: a GPU's isn't ours to seed
        yield


@contextlib.contextmanager
def _without_display() -> Iterator[None]:
    """Where there is a notebook, drop what the body shows in it, pictures too."""
    shell = "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
    if not shell:
        yield
        return
    from IPython.core.displaypub import CapturingDisplayPublisher

    before, shell.display_pub = shell.display_pub, CapturingDisplayPublisher()
    try:
        yield
    finally:
        shell.display_pub = before
