"""What the exercises have in common in which a reader diagnoses a failed run from its record."""

from collections.abc import Callable, Mapping
from typing import Any

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.exercises.answers import entries, one_of
from genai_utils.exercises.records import record

Trace = Mapping[str, list]
Rule = tuple[Callable[[Trace, Trace], bool], set[str]]
RUNS = "A", "B", "C"
FINE = "nothing is wrong"


def last(run: Trace, quantity: str) -> float:
    """Where a recorded quantity ended: the mean of its last five values."""
    return sum(run[quantity][-5:]) / 5


def diagnosis(
    label: str,
    solution: Callable[[], dict],
    record_name: str,
    failures: tuple[str, ...],
    rules: Mapping[str, Rule],
    see: tuple[str, str],
    mistakes: tuple[Mistake, ...],
    asks: Mapping[str, tuple[str, str]],
) -> Exercise:
    """An exercise whose right answer is found by rules about the record's numbers.

    A rule is a failure's name, when a run (beside the healthy one) has it, and which quantities
    are accepted as evidence. Exactly one holds for each run, or the oracle raises. `failures` are
    the names that the text offers; `asks` has two questions a run, on failure and on evidence.
    """

    def probe(answer: Callable[[], Any]) -> dict[str, Any]:
        seen, quantities = {}, set(record(record_name)["A"]) - {"samples"}
        for run, pair in entries(answer(), RUNS).items():
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise NotYet("wrong type", f"{run}: a pair is needed, (failure, evidence)")
            seen[what(run)] = one_of(failures, pair[0], f"{run}, the failure")
            seen[evidence(run)] = one_of(sorted(quantities), pair[1], f"{run}, the evidence")
        return seen

    def oracle() -> dict[str, Any]:
        runs, right = record(record_name), {}
        healthy = runs.get("healthy", {})
        for run in RUNS:
            (found,) = (name for name, (holds, _) in rules.items() if holds(runs[run], healthy))
            right[what(run)] = frozenset({found})
            right[evidence(run)] = frozenset(rules[found][1])
        return right

    questions = [
        pair for run in RUNS for pair in zip((what(run), evidence(run)), asks[run], strict=True)
    ]
    return Exercise(label, solution, probe, oracle, see, mistakes, asks=tuple(questions))


def what(run: str) -> str:
    return f"run {run}, what happened"


def evidence(run: str) -> str:
    return f"run {run}, the evidence"
