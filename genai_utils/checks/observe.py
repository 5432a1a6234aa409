"""What can be seen of an answer, and how it is compared with what should be seen.

A probe calls the answer and returns named observations: tensors, numbers, words. They are compared
from coarse to fine: type, shape, finite, value.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

Observations = dict[str, Any]


class NotYet(Exception):
    """Why an answer can't be accepted: a kind from the list of verdicts, and what was seen."""

    def __init__(self, kind: str, words: str = "", detail: object = None):
        super().__init__(kind, words)
        # The detail is what two answers with one mistake share: words may hold a line number.
        self.kind, self.words, self.detail = kind, words, words if detail is None else detail


def expect_shape(result: Any, shape: Sequence[int], what: str = "the answer") -> Tensor:
    """`result`, if it is a tensor of this shape: for probes that go on to use it."""
    if difference := _difference(result, torch.empty(tuple(shape)), 0.0, compare_values=False):
        raise NotYet(difference[0], f"{what}: {difference[1]}")
    return result


def guarded(answer: Callable[..., Any]) -> Callable[..., Any]:
    """The answer, with a look at each call: did something come back, are the inputs as before?"""

    def ask(*inputs: Any) -> Any:
        before = [item.detach().clone() if isinstance(item, Tensor) else None for item in inputs]
        result = answer(*inputs)
        if result is None:
            raise NotYet("returned nothing", "the function ends without `return`")
        for number, (item, copy) in enumerate(zip(inputs, before, strict=True), start=1):
            if copy is not None and not torch.equal(item.detach(), copy):
                raise NotYet(
                    "changed its input",
                    f"argument {number} holds other numbers after the call: an operation in "
                    "place, such as `+=`, changes the caller's tensor",
                )
        return result

    return ask


def first_difference(
    found: Observations, right: Observations, tolerance: float
) -> tuple[str, str, str] | None:
    """The coarsest thing wrong: its kind, the observation's name, what was seen. None if right."""
    order = ("wrong type", "wrong shape", "not finite", "wrong value")
    differences = []
    for name, wanted in right.items():
        if difference := _difference(found.get(name), wanted, tolerance):
            differences.append((difference[0], name, difference[1]))
    return min(differences, key=lambda it: order.index(it[0]), default=None)


def same(one: Any, other: Any, tolerance: float) -> bool:
    """Whether two answers show the same, a NaN being equal to a NaN."""
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        if one.shape != other.shape:
            return False
        pair = one.detach().double(), other.detach().double()
        return torch.allclose(*pair, rtol=tolerance, atol=tolerance, equal_nan=True)
    if _is_number(one) and _is_number(other):
        return same(torch.tensor(_number(one)), torch.tensor(_number(other)), tolerance)
    return type(one) is type(other) and one == other


def _is_number(value: Any) -> bool:
    if isinstance(value, Tensor):
        return value.numel() == 1 and not value.is_complex()
    if isinstance(value, np.ndarray | np.generic):
        return value.size == 1 and np.isrealobj(value)
    return isinstance(value, int | float)


def _number(value: Any) -> float:
    return float(value.detach() if isinstance(value, Tensor) else value)


def _difference(
    found: Any, wanted: Any, tolerance: float, compare_values: bool = True
) -> tuple[str, str] | None:
    """The kind of the difference, and it in words; None if there is none."""
    if isinstance(wanted, frozenset):  # any of these words is right
        if not isinstance(found, str):
            return "wrong type", f"a word in quotes is needed, not {_kind(found)}"
        return None if found in wanted else ("wrong value", f"not {found!r}")
    if isinstance(wanted, Tensor):
        if not isinstance(found, Tensor):
            return "wrong type", f"a tensor is needed, not {_kind(found)}"
        if found.shape != wanted.shape:
            shapes = f"{tuple(wanted.shape)}, not {tuple(found.shape)}"
            return "wrong shape", f"the shape should be {shapes}"
        if not torch.isfinite(found).all():
            return "not finite", "it holds a NaN or an infinity"
    elif isinstance(wanted, float):
        if not _is_number(found):
            return "wrong type", f"a number is needed, not {_kind(found)}"
        if not math.isfinite(_number(found)):
            return "not finite", f"it is {_number(found)}"
    elif type(found) is not type(wanted):
        return "wrong type", f"{_kind(wanted)} is needed, not {_kind(found)}"
    if compare_values and not same(found, wanted, tolerance):
        return "wrong value", _first_wrong(found, wanted, tolerance)
    return None


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a value of type {type(value).__name__}"


def _first_wrong(found: Any, wanted: Any, tolerance: float) -> str:
    """What a second call may say: one number that is wrong, and what it should be."""
    if not isinstance(wanted, Tensor | float):
        return f"not {found!r}"
    pairs = zip(_numbers(found), _numbers(wanted), strict=True)
    one, other = next(
        p for p in pairs if not same(torch.tensor(p[0]), torch.tensor(p[1]), tolerance)
    )
    return f"where {other:.4g} is right, it is {one:.4g}"


def _numbers(value: Any) -> list[float]:
    return torch.as_tensor(value).detach().double().flatten().tolist()
