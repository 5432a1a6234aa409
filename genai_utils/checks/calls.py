"""An answer as a probe calls it: what went in and came out is kept, and errors know whose they are.

A probe goes on to use what an answer returns. If that fails, for instance because a number came
where a tensor is needed, the error is the probe's, and the student is told what was needed.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from genai_utils.checks.observe import difference, kind_of, unlike_tensor

MOST_PARTS = 100_000  # that a generator may yield: one without an end would fill the memory


class NotYet(Exception):
    """Why an answer can't be accepted: a kind from the list of verdicts, and what was seen.

    >>> NotYet("wrong type", "a number is needed").kind
    'wrong type'
    """

    def __init__(self, kind: str, words: str = "", detail: object = None):
        super().__init__(kind, words)
        # The detail is what two answers with one mistake share: words may hold an address.
        self.kind, self.words, self.detail = kind, words, words if detail is None else detail


def expect_shape(result: Any, shape: Sequence[int], what: str = "the answer") -> Tensor:
    """`result`, if it is a tensor of this shape: for probes that go on to use it.

    >>> expect_shape(torch.ones(2), (2,))
    tensor([1., 1.])
    """
    if found := unlike_tensor(result, torch.empty(tuple(shape))):
        raise NotYet(found[0], f"{what}: {found[1]}")
    return result


def expect_parts(result: Any, count: int, words: str) -> list:
    """The parts of a result that should have so many: of a tuple, a list, a generator, a tensor.

    Raises `NotYet` with the given words if it is something else or has more or fewer.

    >>> expect_parts((1, 2), 2, "two losses are needed")
    [1, 2]
    """
    if isinstance(result, tuple | list | Iterator) or (
        isinstance(result, Tensor | np.ndarray) and result.ndim
    ):
        parts = list(itertools.islice(result, count + 1))
        if len(parts) == count:
            return parts
    raise NotYet("wrong type", words)


class Watched:
    """An answer to be called. `failure` is the error that it raised itself, if it did."""

    def __init__(self, answer: Callable[..., Any]):
        self.answer = answer
        self.results: list[Any] = []
        self.failure: BaseException | None = None

    def __call__(self, *inputs: Any) -> Any:
        before = [item.detach().clone() if isinstance(item, Tensor) else None for item in inputs]
        result = self._own(lambda: self.answer(*inputs))
        if result is None:
            raise NotYet("returned nothing", "the function ends without `return`")
        for number, (item, copy) in enumerate(zip(inputs, before, strict=True), start=1):
            if copy is not None and not torch.equal(item.detach(), copy):
                raise NotYet(
                    "changed its input",
                    f"argument {number} holds other numbers after the call: an operation in "
                    "place, such as `+=`, changes the caller's tensor",
                )
        self.results.append(result)
        return self._parts(result) if isinstance(result, Iterator) else result

    def _own(self, step: Callable[[], Any]) -> Any:
        try:
            return step()
        except BaseException as error:
            self.failure = error
            raise

    def _parts(self, result: Iterator) -> Iterator:
        """The parts of a generator: its body runs only now, and its errors are the answer's."""
        for _ in range(MOST_PARTS):
            try:
                yield self._own(lambda: next(result))
            except StopIteration:
                self.failure = None
                return
        raise NotYet("too many parts", f"after {MOST_PARTS:,} there is no end yet")


guarded = Watched


def explained(answer: Watched, solution: Watched) -> NotYet:
    """Why a probe failed on what the answer returned, by what the solution returned to it."""
    for found, wanted in zip(answer.results, solution.results, strict=False):
        if words := _unlike(found, wanted):
            return NotYet(*words)
    return NotYet("can't be used", "what came back has another form than the text asks for")


def _unlike(found: Any, wanted: Any) -> tuple[str, str] | None:
    if isinstance(wanted, tuple | list):
        if not isinstance(found, tuple | list):
            return "wrong type", f"{len(wanted)} parts are needed, not {kind_of(found)}"
        if len(found) != len(wanted):
            return "wrong type", f"{len(wanted)} parts are needed, not {len(found)}"
        return next(filter(None, map(_unlike, found, wanted)), None)
    if words := difference(found, wanted):
        return words
    if isinstance(wanted, Tensor):
        if found.dtype != wanted.dtype:
            names = (str(it.dtype).removeprefix("torch.") for it in (wanted, found))
            return "wrong type", "numbers of type {} are needed, not {}".format(*names)
        if wanted.requires_grad and not found.requires_grad:
            return "no gradient", "what came back is cut off from what it was computed from"
    return None
