"""One submission in one fresh process, which `genai_utils.checks.process` starts.

The cells that the checks need, or all, run one after another in IPython's shell; a cell that fails
or takes too long costs only what depends on it. After a cell that calls `check("ex-...", answer)`
the answer is examined by the engine that was imported before the student's first line, so that a
notebook which makes a `check` of its own changes nothing. Each verdict is written at once: what
comes later can't take it back.
"""

import contextlib
import importlib
import json
import os
import sys
from pathlib import Path
from types import ModuleType

import torch
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from genai_utils.checks import engine, submission
from genai_utils.checks.cells import checked
from genai_utils.checks.limits import OutOfTime, limited
from genai_utils.checks.needed import needed

# PyTorch imports it when it is first needed, which takes seconds. A limit that struck meanwhile
# would leave it half imported, and every later answer would fail for it.
SLOW = ("torch._dynamo",)
READY = "ready"  # in place of a label: the first line that a kernel writes
SKIPPED = "skipped"  # the second: which cells
DONE = "all cells"  # and the last
FILE_BYTES = 100_000_000  # the largest file that a submission may write
LONGEST = 200  # characters of an expression in a verdict


def restrict(gigabytes: float) -> None:
    """Limit the memory of this process and the size of its files, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        memory = int(gigabytes * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))


class Shell(InteractiveShell):
    """IPython's shell without a screen."""

    def enable_gui(self, gui: str | None = None) -> None:
        """Nothing: `%matplotlib inline` asks for it, and there is no window to open."""


def new_shell() -> Shell:
    config = Config()
    config.HistoryManager.enabled = False
    return Shell.instance(config=config)


def append(results: str, verdict: dict[str, str]) -> None:
    with open(results, "a", encoding="utf-8") as file:
        file.write(json.dumps(verdict) + "\n")


def load(exercises: str) -> ModuleType:
    """The module of exercises, with all that an examination needs already imported."""
    for name in SLOW:
        importlib.import_module(name)
    return importlib.import_module(exercises)


def verdict_on(label: str, expression: str, shell: InteractiveShell, module: ModuleType) -> dict:
    """What the engine says of one answer, ready to be written; it has a limit of its own."""
    words = submission.printable(expression)[:LONGEST]
    try:
        with limited(engine.SECONDS):
            answer = eval(expression, shell.user_ns)
    except (OutOfTime, Exception):
        return {"label": label, "kind": "no answer", "hint": f"{words} is not there"}
    found = module.examine(label, answer)
    hint = ": ".join(filter(None, [found.words, found.hint]))
    return {"label": label, "kind": found.kind, "hint": hint}


def chosen(sources: list[str], labels: set[str], seconds: float) -> set[int]:
    """The cells to run: those that the checks need, or all if that can't be found out."""
    try:
        with limited(seconds):
            return needed(sources, labels)
    except (OutOfTime, Exception):
        return set(range(len(sources)))


def in_words(skipped: list[int], of: int) -> str:
    """Which code cells were skipped, counted from 1.

    >>> in_words([1, 2, 3, 6], 8)
    '4 of 8 code cells: 2-4, 7'
    """
    if not skipped:
        return ""
    starts = [it for it in skipped if it - 1 not in skipped]
    ends = [it for it in skipped if it + 1 not in skipped]
    runs = (f"{a + 1}-{b + 1}" if a < b else f"{a + 1}" for a, b in zip(starts, ends, strict=True))
    return f"{len(skipped)} of {of} code cells: {', '.join(runs)}"


def main(
    path: str, results: str, exercises: str, seconds: float, gigabytes: float, whole: bool
) -> None:
    restrict(gigabytes)
    torch.set_num_threads(1)
    module = load(exercises)
    engine.SECONDS = min(seconds, engine.SECONDS)
    labels, shell = set(module.EXERCISES), new_shell()
    cells, _ = submission.read(Path(path), Path(path).parent)
    # Last: what lies beside a notebook may be imported by it, and hides no other module.
    sys.path.append(os.getcwd())
    append(results, {"label": READY})
    sources = [source for kind, source in cells if kind == "code"]
    every = range(len(sources))
    run = set(every) if whole else chosen(sources, labels, seconds)
    skipped = in_words([place for place in every if place not in run], len(sources))
    append(results, {"label": SKIPPED, "cells": skipped})
    for place in sorted(run):
        # Of the shell's own errors, too: one cell that it can't even read is one cell.
        with contextlib.suppress(OutOfTime, Exception), limited(seconds):
            shell.run_cell(sources[place])
        for label, expression in checked(sources[place], labels):
            append(results, verdict_on(label, expression, shell, module))
    append(results, {"label": DONE})
