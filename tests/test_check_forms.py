"""A right answer in another form is accepted or named by its form: no form is an error."""

import dataclasses
from fractions import Fraction

import numpy as np
import pytest
import torch

from genai_utils.checks import examine
from genai_utils.exercises import EXERCISES


def converted(value, change):
    """The value with each of its leaves changed."""
    if isinstance(value, dict):
        return {key: converted(part, change) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(converted(part, change) for part in value)
    return change(value)


def only(kind, change):
    return lambda it: change(it) if isinstance(it, kind) and not isinstance(it, bool) else it


FORMS = {
    "arrays": only(torch.Tensor | float, lambda it: np.array(torch.as_tensor(it).detach())),
    "arrays of one": only(float, lambda it: np.array([it])),
    "tensors of one": only(float, lambda it: torch.tensor([it])),
    "fractions": only(float | int, Fraction),
    "lists": only(torch.Tensor, lambda it: it.tolist()),
    "numbers": only(torch.Tensor, lambda it: float(it.detach().double().mean())),
    "words": str,
    "cut off": only(torch.Tensor, torch.Tensor.detach),
    "half": only(torch.Tensor, torch.Tensor.half),
    # Tokens are whole numbers, and a test of their type refuses others.
    "double": only(torch.Tensor, lambda it: it.double() if it.is_floating_point() else it),
    "whole": only(torch.Tensor, torch.Tensor.long),
    "one axis more": only(torch.Tensor, lambda it: it[None]),
    "flat": only(torch.Tensor, torch.Tensor.flatten),
    "NaN": only(torch.Tensor | float, lambda it: it * float("nan")),
    "nowhere": only(torch.Tensor, lambda it: it.to("meta")),
    "a stand-in": lambda it: object(),
    "a pair": lambda it: (it, it),
    "bytes": lambda it: b"7",
}
RIGHT = {"arrays of one", "tensors of one", "fractions", "double"}


def in_form(exercise, change):
    """The solution, or its value, in another form."""
    if exercise.takes_value:
        return converted(exercise.solution(), change)
    return lambda *inputs: converted(exercise.solution(*inputs), change)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("label", EXERCISES)
def test_no_form_is_an_error(label, form):
    exercise = dataclasses.replace(EXERCISES[label], mistakes=())
    verdict = examine(exercise, in_form(exercise, FORMS[form]))
    assert verdict.kind not in {"stopped with an error", "can't be used"}, verdict
    assert "Error" not in verdict.text(again=True)
    if form in RIGHT:
        assert verdict.passed, verdict.text(again=True)
