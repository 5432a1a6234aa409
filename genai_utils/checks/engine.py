"""From an answer to a verdict, from coarse to fine, and to the hint that fits the mistake.

How a mistake is recognised: each known one is an edit of the solution. A wrong answer that shows
the same as the edited solution has made that mistake, however it is written.
"""

import contextlib
import functools
import re
import textwrap
from dataclasses import dataclass
from typing import Any

from genai_utils.checks import places, sandbox
from genai_utils.checks.calls import NotYet, Watched, explained
from genai_utils.checks.exercise import Exercise, Mistake, edited
from genai_utils.checks.limits import OutOfTime, limited
from genai_utils.checks.observe import Difference, Observations, differences, same

BLANK = "not written"
SECONDS = 30.0  # that one look at an answer may take; the slowest right one takes about one
LONGEST = 400  # characters of what a verdict says was seen
ADDRESS = re.compile(r"0x[0-9a-f]+")


@dataclass(frozen=True)
class Verdict:
    """What a check found. `kind` is empty for a right answer; `more` is for a second call.

    >>> Verdict("ex-vae-kl").text()
    'PASS ex-vae-kl'
    """

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
        # No word is broken: it may be an address.
        whole: dict[str, Any] = {"break_on_hyphens": False, "break_long_words": False}
        lines = [
            textwrap.fill(part, 88, initial_indent="  ", subsequent_indent="  ", **whole)
            for part in rest
            if part
        ]
        return "\n".join([first, *lines])


def examine(exercise: Exercise, answer: Any) -> Verdict:
    """The verdict on an answer. It never raises, and leaves no trace.

    In the main thread one look takes 30 s at most, where the system has an alarm.

    >>> from genai_utils.exercises import EXERCISES
    >>> examine(EXERCISES["ex-vae-kl"], 7).kind
    'wrong type'
    """
    try:
        with sandbox.untouched():  # what an answer returned may have a will of its own, too
            return _examine(exercise, answer)
    except BaseException as error:
        problem = _stopped(error)
        return Verdict(exercise.label, problem.kind, problem.words)


def _examine(exercise: Exercise, answer: Any) -> Verdict:
    if exercise.takes_value:
        if _has_hole(answer):
            return Verdict(exercise.label, BLANK)
        answer = functools.partial(_value, answer)
    elif not callable(answer):
        return Verdict(exercise.label, "wrong type", "a function is needed: pass it without ()")
    reference(exercise)  # what it imports on first use must not be cut short by a limit of time
    found, problem = _look(exercise, Watched(answer))
    if problem and problem.kind in (BLANK, "returned nothing"):
        return Verdict(exercise.label, problem.kind, problem.words)
    if problem:
        mistake = _with_the_same_problem(exercise, problem)
        return _verdict(exercise, Difference(problem.kind, "", problem.words), mistake)
    right = _right(exercise)
    wrong = differences(found, right, exercise.allowed)
    if not wrong:
        return Verdict(exercise.label)
    seen, mistake = _recognised(exercise, found, wrong, right)
    names = {it.name for it in wrong}
    return _verdict(exercise, seen, mistake, seen.name == next(it for it in right if it in names))


def _verdict(
    exercise: Exercise, seen: Difference, mistake: Mistake | None, first: bool = False
) -> Verdict:
    """A wrong value is what is asked for, so the first call says only where it is wrong.

    The second says what it should be, but never of a value that was to be predicted. A question
    may say that what was looked at before is right: it is asked of the `first` that is wrong.
    """
    value_is_wrong = seen.kind == "wrong value"
    words = seen.name if value_is_wrong else ": ".join(filter(None, [seen.name, seen.words]))
    more = mistake.more if mistake else ""
    if value_is_wrong and not mistake and not exercise.takes_value:
        more = f"{seen.words}."
    more = " ".join(filter(None, [more, places.sentence(exercise.see[0])]))
    hint = mistake.hint if mistake else exercise.question(seen, first)
    return Verdict(exercise.label, seen.kind, textwrap.shorten(words, LONGEST), hint, more)


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


@functools.cache
def reference(exercise: Exercise) -> Watched:
    """The solution, after a probe has called it: what it returned is what was needed."""
    solution = Watched(exercise.solution)
    with sandbox.untouched(), contextlib.suppress(Exception):
        exercise.probe(solution)
    return solution


def _look(exercise: Exercise, answer: Watched) -> tuple[Observations, NotYet | None]:
    """What the probe sees of an answer, or why it sees nothing."""
    with sandbox.untouched():
        try:
            with limited(SECONDS):
                return exercise.probe(answer), None
        except NotYet as problem:
            return {}, problem
        except BaseException as error:  # an answer may also exit, or be interrupted
            if isinstance(error, NotImplementedError) and exercise.label in str(error):
                return {}, NotYet(BLANK)
            if error is answer.failure or not isinstance(error, Exception):
                return {}, _stopped(error)
            return {}, explained(answer, reference(exercise))


@functools.cache
def _right(exercise: Exercise) -> Observations:
    """What should be seen: it depends on no answer."""
    with sandbox.untouched():
        return exercise.oracle()


@functools.cache
def _shown(exercise: Exercise, mistake: Mistake) -> tuple[Observations, NotYet | None]:
    """What a known mistake shows: the same at each look, since each is seeded alike."""
    return _look(exercise, Watched(edited(exercise.solution, mistake)))


def _stopped(error: BaseException) -> NotYet:
    if isinstance(error, OutOfTime):
        return NotYet("took too long", str(error))
    if isinstance(error, sandbox.TooMuchOutput):
        return NotYet("printed without end", str(error))
    lines = [line for line in str(error).splitlines() if line.strip()]
    name = type(error).__name__
    words = f"{name}: {lines[0][:200]}" if lines else name
    return NotYet("stopped with an error", words, ADDRESS.sub("", words))


def _with_the_same_problem(exercise: Exercise, problem: NotYet) -> Mistake | None:
    """The known mistake that fails in the same way, the message of an error included."""
    for mistake in exercise.mistakes:
        trouble = _shown(exercise, mistake)[1]
        if trouble and (trouble.kind, trouble.detail) == (problem.kind, problem.detail):
            return mistake
    return None


def _recognised(
    exercise: Exercise, found: Observations, wrong: list[Difference], right: Observations
) -> tuple[Difference, Mistake | None]:
    """The difference to speak of, and the known mistake behind it; of several, the one that
    explains most.

    A mistake explains an answer if the two agree wherever the mistake differs from what is right.
    So an answer of several parts earns a hint although another part is wrong in its own way. What
    the verdict names is then what the mistake shows first, so that name and hint belong together.
    Of type, shape and NaN all have to agree: these faults are seldom two at once.
    """
    kind = wrong[0].kind
    coarsest = {it.name: it for it in wrong if it.kind == kind}
    best: tuple[Difference, Mistake | None] = (wrong[0], None)
    most = 0
    for mistake in exercise.mistakes:
        seen, trouble = _shown(exercise, mistake)
        shown = [] if trouble else differences(seen, right, exercise.allowed)
        alike = {it.name for it in shown if it.kind == kind}
        if len(shown) <= most or shown[0].kind != kind or shown[0].name not in coarsest:
            continue
        if kind != "wrong value" and alike != set(coarsest):
            continue
        if all(same(found.get(it.name), seen[it.name], exercise.allowed) for it in shown):
            best, most = (coarsest[shown[0].name], mistake), len(shown)
    return best
