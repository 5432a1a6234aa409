"""Run cells of a notebook, found by their tags, with another seed or other settings.

Scripts run what a notebook runs and hold no copy of it. Its tags say what is what:

    settings       what the cell binds can be set anew, right after it has run
    after-seeds    the first cell that shows stored runs: a run for `results` ends here
    judge, words, positions, before-training, training, after-training    what a script runs of it
"""

import ast
import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any
from unittest import mock

import nbformat
from stored_json import NOTEBOOKS

from genai_utils import runtime

# A process asks the environment before it knows what it will run.
QUIET = {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1", "TQDM_DISABLE": "1"}


def tags(cell) -> list[str]:
    return cell.metadata.get("tags", [])


def code(name: str) -> list:
    """The code cells of a notebook."""
    cells = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def tagged(name: str, tag: str) -> list:
    """The code cells that carry a tag; `ValueError` if there are none."""
    found = [cell for cell in code(name) if tag in tags(cell)]
    if not found:
        raise ValueError(f"{name} needs a code cell tagged {tag!r}, but has none.")
    return found


def before(name: str, tag: str) -> list:
    """The code cells before the first one that carries a tag; `ValueError` if none does."""
    cells, first = code(name), tagged(name, tag)[0]
    return cells[: [cell.id for cell in cells].index(first.id)]


def bound(cell) -> set[str]:
    """The names that a cell gives a value: by assignment, `def`, `class` or import."""
    found = set()
    for statement in ast.parse(cell.source).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):  # what is inside is its own
            found.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.alias):
                found.add(node.asname or node.name)
    return found


def run(cells: list, names: dict, *, seed: int | None = None, settings: dict | None = None) -> dict:
    """The names after these cells, which were run in `names`.

    With `seed` the notebook's own `runtime.start` starts from that one. `settings` replace what
    cells tagged `settings` bind. What a cell prints or draws is for nobody. Raises `ValueError`,
    before anything is run, for a setting that no such cell binds.
    """
    settings = settings or {}
    places = [bound(cell) if "settings" in tags(cell) else set() for cell in cells]
    unknown = sorted(settings.keys() - set().union(*places))
    if unknown:
        raise ValueError(f"no cell tagged 'settings' binds {', '.join(unknown)}.")
    start = runtime.start
    own = start if seed is None else lambda **_: start(seed=seed)
    silence = contextlib.redirect_stdout(io.StringIO())
    with mock.patch.object(runtime, "start", own), silence:
        for cell, names_of_cell in zip(cells, places, strict=True):
            exec(cell.source, names)
            names.update({name: settings[name] for name in names_of_cell & settings.keys()})
    return names


def results(name: str, seed: int = 0, settings: dict | None = None) -> dict[str, float]:
    """What the notebook measures before it shows stored runs: its dictionary `results`."""
    os.chdir(NOTEBOOKS)
    return run(before(name, "after-seeds"), {}, seed=seed, settings=settings)["results"]


def apart(function: Callable, *arguments: Any) -> Any:
    """What a function returns in a process of its own: its memory and its patches are its own."""
    os.environ.update(QUIET)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def rounded(run: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in run.items()}


def over_runs(runs: Iterable[dict[str, float]]) -> dict[str, list[float]]:
    """A list over the runs for each quantity."""
    runs = list(runs)
    return {name: [run[name] for run in runs] for name in runs[0]}


def fingerprint(cells: list, *more: object) -> str:
    """A short sum of what cells say: if it changes, what was measured is out of date."""
    text = "\n".join([*(cell.source for cell in cells), *map(str, more)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
