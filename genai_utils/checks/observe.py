"""What can be seen of an answer, and how it is compared with what should be seen.

A probe calls the answer and returns named observations: tensors, numbers, words. They are compared
from coarse to fine: type, shape, finite, value.
"""

import math
import numbers
import reprlib
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

Observations = dict[str, Any]
ORDER = ("wrong type", "wrong shape", "not finite", "wrong value")

_short = reprlib.Repr()
_short.maxstring = _short.maxother = _short.maxlong = 60


class Tolerance(NamedTuple):
    """How far a number may be off: by `size` of the right one and, unless `relative`, by `size`."""

    size: float
    relative: bool = False


class Difference(NamedTuple):
    """What is wrong with one observation: a kind of `ORDER`, its name, and what was seen."""

    kind: str
    name: str
    words: str


def differences(found: Observations, right: Observations, tolerance: Tolerance) -> list[Difference]:
    """All that is wrong, the coarsest first, and else in the order of `right`."""
    pairs = ((name, difference(found.get(name), right[name], tolerance)) for name in right)
    wrong = [Difference(pair[0], name, pair[1]) for name, pair in pairs if pair]
    return sorted(wrong, key=lambda it: ORDER.index(it.kind))


def difference(
    found: Any, wanted: Any, tolerance: Tolerance | None = None
) -> tuple[str, str] | None:
    """The kind of one difference, and it in words; without a tolerance values aren't compared."""
    if isinstance(wanted, frozenset):  # any of these words is right
        if not isinstance(found, str):
            return "wrong type", f"a word in quotes is needed, not {kind_of(found)}"
        return None if found in wanted else ("wrong value", f"not {shortened(found)}")
    if isinstance(wanted, Tensor):
        if other := unlike_tensor(found, wanted):
            return other
        if not torch.isfinite(found).all() and torch.isfinite(wanted).all():
            return "not finite", "it holds a NaN or an infinity"
    elif isinstance(wanted, float):
        if not _is_number(found):
            return "wrong type", f"a number is needed, not {kind_of(found)}"
        if not math.isfinite(_number(found)) and math.isfinite(wanted):
            return "not finite", f"it is {_number(found)}"
    elif type(found) is not type(wanted):
        return "wrong type", f"{kind_of(wanted)} is needed, not {kind_of(found)}"
    if tolerance is not None and not same(found, wanted, tolerance):
        return "wrong value", _first_wrong(found, wanted, tolerance)
    return None


def unlike_tensor(found: Any, wanted: Tensor) -> tuple[str, str] | None:
    """What keeps `found` from being a tensor of real numbers in the shape of `wanted`."""
    if not isinstance(found, Tensor):
        return "wrong type", f"a tensor is needed, not {kind_of(found)}"
    if found.is_complex() and not wanted.is_complex():
        return "wrong type", "a tensor of real numbers is needed, not of complex ones"
    if found.is_meta or found.layout != torch.strided:
        return "wrong type", "a tensor that holds all its numbers is needed"
    if found.shape != wanted.shape:
        shapes = f"{tuple(wanted.shape)}, not {tuple(found.shape)}"
        return "wrong shape", f"the shape should be {shapes}"
    return None


def same(one: Any, other: Any, tolerance: Tolerance) -> bool:
    """Whether `one` shows what `other` shows, a NaN being equal to a NaN."""
    if isinstance(one, Tensor) and isinstance(other, Tensor):
        return not unlike_tensor(one, other) and bool(_close(one, other, tolerance).all())
    if _is_number(one) and _is_number(other):
        return _near(_number(one), _number(other), tolerance)
    try:
        return type(one) is type(other) and bool(one == other)
    except Exception:  # what an answer returns may refuse to be compared
        return False


def _near(one: float, other: float, tolerance: Tolerance) -> bool:
    """What `_close` says of two numbers, at a tenth of its time."""
    absolute = float(other == 0) if tolerance.relative else 1.0
    near = math.isfinite(other) and abs(one - other) <= tolerance.size * (abs(other) + absolute)
    return near or one == other or (math.isnan(one) and math.isnan(other))


def _close(one: Tensor, other: Tensor, tolerance: Tolerance) -> Tensor:
    """Entry by entry; a relative tolerance becomes an absolute one where the right number is 0."""
    one, other = (it.detach().to("cpu", torch.double) for it in (one, other))
    absolute = (other == 0) if tolerance.relative else 1.0
    allowed = tolerance.size * (other.abs() + absolute)
    near = other.isfinite() & ((one - other).abs() <= allowed)
    return near | (one == other) | (one.isnan() & other.isnan())


def _is_number(value: Any) -> bool:
    if isinstance(value, Tensor):
        return value.numel() == 1 and not value.is_complex() and not value.is_meta
    if isinstance(value, np.ndarray | np.generic):
        return value.size == 1 and value.dtype.kind in "biuf"
    return isinstance(value, numbers.Real | Decimal)


def _number(value: Any) -> float:
    try:
        return float(value.item() if isinstance(value, Tensor | np.ndarray) else value)
    except OverflowError:  # a whole number with more than 308 digits
        return math.inf


def kind_of(value: Any) -> str:
    return "nothing" if value is None else f"a value of type {shortened(type(value).__name__)}"


def shortened(value: Any) -> str:
    """How a value reads, of a long one the beginning; a name without quotes."""
    text = _short.repr(value)
    return text.strip("'") if isinstance(value, str) and value.isidentifier() else text


def _first_wrong(found: Any, wanted: Any, tolerance: Tolerance) -> str:
    """What a second call may say: one number that is wrong, and what it should be."""
    if isinstance(wanted, bool):
        return f"where {wanted} is right, it is {found}"
    if isinstance(wanted, Tensor):
        place = int((~_close(found, wanted, tolerance)).flatten().nonzero()[0])
        pair = [it.flatten()[place].to(torch.double).item() for it in (found, wanted)]
    elif isinstance(wanted, float):
        pair = [_number(found), wanted]
    else:
        return f"not {shortened(found)}"
    digits = next((n for n in range(4, 17) if f"{pair[0]:.{n}g}" != f"{pair[1]:.{n}g}"), 17)
    return f"where {pair[1]:.{digits}g} is right, it is {pair[0]:.{digits}g}"
