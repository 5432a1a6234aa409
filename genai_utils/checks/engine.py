"""From an answer to a verdict, from coarse to fine, and to the hint that fits the mistake.

How a mistake is recognised: each known one is an edit of the solution. A wrong answer that shows
the same as the edited solution has made that mistake, however it is written.
"""

import functools
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from genai_utils.checks import sandbox
from genai_utils.checks.observe import (
    NotYet,
    Observations,
    first_difference,
    guarded,
    same,
)

BLANK = "not written"


@dataclass(frozen=True)
class Mistake:
    """An edit of the solution, the hint that it earns, and what is added the second time."""

    old: str
    new: str
    hint: str
    more: str


@dataclass(frozen=True)
class Exercise:
    """A solution, a way to look at an answer, and what should be seen, by another route.

    `probe(answer)` calls the answer and returns its observations by name; `oracle()` returns the
    right ones without using the solution. `see` is an equation or a section, and its page. If the
    answer is no function but a value, the solution returns that value and takes no argument.
    """

    label: str
    solution: Callable[..., Any]
    probe: Callable[[Callable[..., Any]], Observations]
    oracle: Callable[[], Observations]
    see: tuple[str, str]
    mistakes: tuple[Mistake, ...]
    tolerance: float = 1e-4

    @property
    def takes_value(self) -> bool:
        return not inspect.signature(self.solution).parameters


@dataclass(frozen=True)
class Verdict:
    """What a check found. `kind` is empty for a right answer; `more` is for a second call."""

    label: str
    kind: str = ""
    words: str = ""
    hint: str = ""
    more: str = ""

    @property
    def passed(self) -> bool:
        return not self.kind

    def text(self, again: bool = False) -> str:
        """The verdict as a student reads it; `again` if it was the same the last time."""
        if self.passed:
            return f"PASS {self.label}"
        first = f"NOT YET {self.label}: {self.kind}"
        rest = [self.words, f"Hint: {self.hint}" if self.hint else "", self.more if again else ""]
        lines = [
            textwrap.fill(part, 88, initial_indent="  ", subsequent_indent="  ")
            for part in rest
            if part
        ]
        return "\n".join([first, *lines])


def edited(solution: Callable[..., Any], mistake: Mistake) -> Callable[..., Any]:
    """The solution with the mistake made. `ValueError` unless `old` stands in it exactly once."""
    source = textwrap.dedent(inspect.getsource(solution))
    if source.count(mistake.old) != 1:
        raise ValueError(
            f"{mistake.old!r} must stand once in {solution.__name__}, but stands there "
            f"{source.count(mistake.old)} times: the mistake is no longer an edit of the solution."
        )
    namespace = dict(vars(inspect.getmodule(solution)))
    exec(source.replace(mistake.old, mistake.new), namespace)
    return namespace[solution.__name__]


def examine(exercise: Exercise, answer: Any) -> Verdict:
    """The verdict on an answer. It never raises, and leaves no trace."""
    try:
        return _examine(exercise, answer)
    except BaseException as error:  # an answer may return what can't even be compared
        problem = _stopped(error)
        return Verdict(exercise.label, problem.kind, problem.words)


def _examine(exercise: Exercise, answer: Any) -> Verdict:
    if exercise.takes_value:
        if _has_hole(answer):
            return Verdict(exercise.label, BLANK)
        answer = functools.partial(_value, answer)
    elif not callable(answer):
        return Verdict(exercise.label, "wrong type", "a function is needed: pass it without ()")
    found, problem = _look(exercise, answer)
    if problem and problem.kind in (BLANK, "returned nothing"):
        return Verdict(exercise.label, problem.kind, problem.words)
    with sandbox.untouched():
        right = exercise.oracle()
    name = ""
    if problem is None:
        difference = first_difference(found, right, exercise.tolerance)
        if difference is None:
            return Verdict(exercise.label)
        kind, name, words = difference
        problem = NotYet(kind, words)
    where = f"See {exercise.see[0]} in book/{exercise.see[1]}.md."
    mistake = _recognised(exercise, found, problem, right)
    # A wrong value is what the exercise asks for, so the first call says only where it is wrong.
    value_is_wrong = problem.kind == "wrong value"
    words = name if value_is_wrong else ": ".join(filter(None, [name, problem.words]))
    more = f"{mistake.more} {where}" if mistake else where
    if value_is_wrong and not mistake:
        more = f"{problem.words}. {where}"
    return Verdict(exercise.label, problem.kind, words, mistake.hint if mistake else "", more)


def _value(value: Any) -> Any:
    return value


def _has_hole(value: Any) -> bool:
    """Whether some place of a value is still empty, or `...` as in the blank notebook."""
    if isinstance(value, dict):
        return any(map(_has_hole, value.values()))
    return (
        value is None
        or value is ...
        or (isinstance(value, list | tuple) and any(map(_has_hole, value)))
    )


def _look(exercise: Exercise, answer: Callable[..., Any]) -> tuple[Observations, NotYet | None]:
    """What the probe sees of an answer, or why it sees nothing."""
    with sandbox.untouched():
        try:
            return exercise.probe(guarded(answer)), None
        except NotYet as problem:
            return {}, problem
        except NotImplementedError as error:
            if exercise.label in str(error):
                return {}, NotYet(BLANK)
            return {}, _stopped(error)
        except BaseException as error:  # an answer may also exit, or be interrupted
            return {}, _stopped(error)


def _stopped(error: BaseException) -> NotYet:
    lines = [line for line in str(error).splitlines() if line.strip()]
    name = type(error).__name__
    return NotYet("stopped with an error", f"{name}: {lines[0][:200]}" if lines else name, name)


def _recognised(
    exercise: Exercise, found: Observations, problem: NotYet, right: Observations
) -> Mistake | None:
    """The known mistake that shows what this answer shows; of several, the one that explains most.

    A mistake explains an answer if the two agree wherever the mistake differs from what is right.
    So an answer of several parts earns a hint although another part is wrong in its own way.
    """
    best, most = None, 0
    for mistake in exercise.mistakes:
        seen, trouble = _look(exercise, edited(exercise.solution, mistake))
        if trouble or not found:
            pair = trouble and (trouble.kind, trouble.detail)
            if not found and pair == (problem.kind, problem.detail):
                return mistake
            continue
        wrong = [
            n for n in right if first_difference({n: seen[n]}, {n: right[n]}, exercise.tolerance)
        ]
        agrees = all(same(found.get(n), seen[n], exercise.tolerance) for n in wrong)
        if agrees and len(wrong) > most:
            best, most = mistake, len(wrong)
    return best
