"""The checks of the equations: one per label, and the record of what they found.

    @checks("eq-kl-normal", tolerance=1e-9)
    def kl_normal():
        for mu, log_var in cases:
            yield abs(left - right)

A check yields one error a case, by a route that shares no code with the equation; for an inequality
the amount by which it is violated.
"""

import importlib
import inspect
import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import called
import formula
import numpy as np
import torch
from book_sources import EQUATION_NAME

from genai_utils import files

FOLDER = Path(__file__).resolve().parent
RECORD = FOLDER / "record.json"
# Below this, errors are rounding: they differ between processors and mean nothing.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Check:
    label: str
    tolerance: float
    cases: Callable


@dataclass(frozen=True)
class Outcome:
    """What the record and the page say about an equation."""

    cases: int
    largest_error: float
    tolerance: float
    # The functions of `genai_utils` that ran while the check did, as module.function, sorted.
    code: tuple[str, ...] = ()
    # Whether the check evaluated the formula that the page prints.
    printed: bool = False


CHECKS: dict[str, Check] = {}
# Cases that another file adds to a check: those that read the printed formula, say.
FURTHER: dict[str, list[Callable]] = {}


def checks(label: str, tolerance: float):
    """Register the decorated generator function as the check of the equation `label`."""
    if not EQUATION_NAME.fullmatch(label):
        raise ValueError(f"a check was registered as {label!r}, which is no label eq-name.")
    if label in CHECKS:
        raise ValueError(f"{label} has a check already: {CHECKS[label].cases.__qualname__}.")
    if not 0 < tolerance < math.inf:
        raise ValueError(f"{label} needs a positive, finite tolerance, but got {tolerance}.")

    def register(function):
        if not inspect.isgeneratorfunction(function):
            raise ValueError(f"the check of {label} must yield its errors: {function.__name__}.")
        CHECKS[label] = Check(label, tolerance, function)
        return function

    return register


def further(label: str):
    """Add the cases of the decorated generator function to the check of `label`."""

    def register(function):
        FURTHER.setdefault(label, []).append(function)
        return function

    return register


def cases(check: Check) -> Iterator:
    """The errors of the cases that were added, which read the page, and of the check's own."""
    for function in (*FURTHER.get(check.label, ()), check.cases):
        yield from function()


def load_checks(folder: Path = FOLDER) -> None:
    """Import every `checks_*.py`, by which their checks are registered."""
    for path in sorted(folder.glob("checks_*.py")):
        importlib.import_module(path.stem)


def error_of(value, label: str) -> float:
    """One case's error as a number: a float, or a tensor or array of no dimension."""
    if getattr(value, "ndim", 0) != 0:
        raise AssertionError(f"{label}: a case yields one number, not shape {tuple(value.shape)}")
    error = float(value)
    # `not >=` is true for NaN, too.
    if not 0 <= error < math.inf:
        raise AssertionError(f"{label}: an error is finite and not negative, but got {error}")
    return error


def evaluate(check: Check) -> Outcome:
    """Run the check; `AssertionError` without a case or with an error above the tolerance."""
    # A check seeds its own generators. This keeps one that forgot to independent of the order.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    torch.manual_seed(0)
    with called.functions() as code, formula.watched() as printed:
        errors = [error_of(value, check.label) for value in cases(check)]
    if not errors:
        raise AssertionError(f"{check.label}: the check yielded no case")
    worst = max(errors)
    if worst > check.tolerance:
        raise AssertionError(
            f"{check.label}: case {errors.index(worst) + 1} of {len(errors)} is off by "
            f"{worst:.3g}; {check.tolerance:g} is allowed"
        )
    worst = rounded_up(worst)
    code = tuple(sorted(code))
    return Outcome(len(errors), worst, check.tolerance, code, check.label in printed)


class Outcomes(dict):
    """Label -> outcome, each computed when it is first asked for.

    A session of tests has one of its own: a process that is forked after a session, as mutation
    testers do, must not find what the unchanged code gave.
    """

    def __missing__(self, label: str) -> Outcome:
        return self.setdefault(label, evaluate(CHECKS[label]))


def rounded_up(error: float) -> float:
    """One significant digit, upwards: what the page states is never less than what was found."""
    if error == 0:
        return 0.0
    digits, exponent = f"{error:.12e}".split("e")
    return float(f"{math.ceil(float(digits))}e{exponent}")


def as_record(outcomes: dict[str, Outcome]) -> str:
    entries = {label: asdict(outcomes[label]) for label in sorted(outcomes)}
    return json.dumps(entries, indent=2, sort_keys=True) + "\n"


def write_record(outcomes: dict[str, Outcome], path: Path = RECORD) -> None:
    """Write the record of these outcomes, all or nothing."""
    files.write_atomically(path, as_record(outcomes))


def stale(record: dict[str, dict], outcomes: dict[str, Outcome]) -> list[str]:
    """Where the record isn't that of this run; errors count by size, and the tiniest not."""
    complaints = [f"{label} is in the record only" for label in sorted(set(record) - set(outcomes))]
    for label, now in outcomes.items():
        if label not in record:
            complaints.append(f"{label} is not in the record")
            continue
        then = Outcome(**{**record[label], "code": tuple(record[label].get("code", ()))})
        if replace(then, largest_error=0) != replace(now, largest_error=0):
            complaints.append(f"{label}: recorded {then}, but now {now}")
            continue
        # Far below its tolerance an error is a solver's last step, which differs by machine, too.
        floor = max(ROUNDING, now.tolerance / 100)
        small, large = sorted(max(o.largest_error, floor) for o in (then, now))
        if large > 2.0001 * small:  # the record holds decimal fractions, so exactly 2 is not exact
            complaints.append(
                f"{label}: recorded {then.largest_error}, but now {now.largest_error}"
            )
    return complaints
