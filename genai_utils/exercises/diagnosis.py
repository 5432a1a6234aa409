"""What the exercises have in common in which a reader diagnoses a failed run from its record."""

from collections.abc import Callable, Mapping
from typing import Any

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.exercises.answers import entries
from genai_utils.exercises.records import record

Trace = Mapping[str, list]
Rule = tuple[Callable[[Trace, Trace], bool], set[str]]
RUNS = "A", "B", "C"


def last(run: Trace, quantity: str) -> float:
    """Where a recorded quantity ended: the mean of its last five values."""
    return sum(run[quantity][-5:]) / 5


def diagnosis(
    label: str,
    solution: Callable[[], dict],
    record_name: str,
    rules: Mapping[str, Rule],
    see: tuple[str, str],
    mistakes: tuple[Mistake, ...],
) -> Exercise:
    """An exercise whose right answer is found by rules about the record's numbers.

    A rule is a failure's name, when a run (beside the healthy one) has it, and which quantities
    are accepted as evidence. Exactly one holds for each run, or the oracle raises.
    """

    def probe(answer: Callable[[], Any]) -> dict[str, Any]:
        seen = {}
        for run, pair in entries(answer(), RUNS).items():
            if not isinstance(pair, tuple | list) or len(pair) != 2:
                raise NotYet("wrong type", f"{run}: a pair is needed, (failure, evidence)")
            seen[f"run {run}, what happened"], seen[f"run {run}, the evidence"] = pair
        return seen

    def oracle() -> dict[str, Any]:
        runs, right = record(record_name), {}
        healthy = runs.get("healthy", {})
        for run in RUNS:
            (found,) = (name for name, (holds, _) in rules.items() if holds(runs[run], healthy))
            right[f"run {run}, what happened"] = frozenset({found})
            right[f"run {run}, the evidence"] = frozenset(rules[found][1])
        return right

    return Exercise(label, solution, probe, oracle, see, mistakes)
