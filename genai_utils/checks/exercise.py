"""What an exercise is: a solution, a way to look at an answer, what should be seen, known mistakes.

Each known mistake is an edit of the solution, so it can be looked at as an answer is.
"""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from genai_utils.checks.observe import Difference, Observations, Tolerance


@dataclass(frozen=True)
class Mistake:
    """An edit of the solution, the hint that it earns, and what is added the second time.

    >>> Mistake("mean(0)", "sum(0)", "Of how many?", "A sum grows with the batch.").new
    'sum(0)'
    """

    old: str
    new: str
    hint: str
    more: str


@dataclass(frozen=True)
class Exercise:
    """A solution, a way to look at an answer, and what should be seen, by another route.

    `probe(answer)` calls the answer and returns its observations by name; `oracle()` returns the
    right ones without using the solution. `see` is an equation or a section, and its page. If the
    answer is no function but a value, the solution returns that value and takes no argument. A
    number may be off by `tolerance` and by as large a share of itself; `relative`: by the share.
    `asks`: questions for observations, or for a kind: the hint if no known mistake is behind it.

    >>> from genai_utils.exercises import EXERCISES
    >>> EXERCISES["ex-vae-kl"].takes_value  # its answer is a function
    False
    """

    label: str
    solution: Callable[..., Any]
    probe: Callable[[Callable[..., Any]], Observations]
    oracle: Callable[[], Observations]
    see: tuple[str, str]
    mistakes: tuple[Mistake, ...]
    tolerance: float = 1e-4
    relative: bool = False
    asks: tuple[tuple[str, str], ...] = ()

    @property
    def takes_value(self) -> bool:
        return not inspect.signature(self.solution).parameters

    def question(self, seen: Difference, first: bool) -> str:
        """That of the kind, or of the observation if it is the `first` that is wrong; or ""."""
        asks = dict(self.asks) if seen.kind in ("not finite", "wrong value") else {}
        return asks.get(seen.kind) or (asks.get(seen.name, "") if first else "")

    @property
    def allowed(self) -> Tolerance:
        return Tolerance(self.tolerance, self.relative)


def edited(solution: Callable[..., Any], mistake: Mistake) -> Callable[..., Any]:
    """The solution with the mistake made. `ValueError` unless `old` stands in it exactly once.

    >>> from genai_utils.exercises import EXERCISES
    >>> kl = EXERCISES["ex-vae-kl"]
    >>> edited(kl.solution, kl.mistakes[0]).__name__
    'kl_standard_normal'
    """
    source = textwrap.dedent(inspect.getsource(solution))
    if source.count(mistake.old) != 1:
        raise ValueError(
            f"{mistake.old!r} must stand once in {solution.__name__}, but stands there "
            f"{source.count(mistake.old)} times: the mistake is no longer an edit of the solution."
        )
    namespace = dict(vars(inspect.getmodule(solution)))
    exec(source.replace(mistake.old, mistake.new), namespace)
    return namespace[solution.__name__]
