"""What an answer or a notebook can switch: a check is blind to it, and leaves it as it was."""

import io
import random
import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from sandbox_settings import SETTINGS

from genai_utils.checks import Exercise, examine, switches


def double(x):
    return 2 * x


def exercise(probe=None, oracle=None):
    return Exercise(
        "ex-double",
        double,
        probe or (lambda answer: {"twice": answer(torch.tensor([1.0, 2.0, 3.0]))}),
        oracle or (lambda: {"twice": torch.tensor([2.0, 4.0, 6.0])}),
        ("eq-double", "page"),
        (),
    )


KNOWN = [name for name, it in switches.SWITCHES.items() if it.known is not switches.AS_IT_IS]
EVERY = pytest.mark.parametrize("name", SETTINGS)


@pytest.fixture
def setting(name):
    read, switch, back = SETTINGS[name]
    yield read, switch
    back()


def test_every_switch_has_a_row():
    assert set(SETTINGS) == set(switches.SWITCHES)


@EVERY
def test_an_answer_that_switches_it_leaves_nothing(setting):
    read, switch = setting
    before = read()
    assert examine(exercise(), lambda x: (2 * x, switch())[0]).passed
    assert read() == before


@EVERY
def test_a_notebook_that_switched_it_gets_the_same_verdict(setting):
    read, switch = setting
    switch()
    before = read()
    assert examine(exercise(), double).passed
    assert examine(exercise(), lambda x: 3 * x).kind == "wrong value"
    assert read() == before


@pytest.mark.parametrize("name", KNOWN)
def test_a_probe_sees_the_known_state(setting):
    read, switch = setting
    usual, seen = read(), []

    def probe(answer):
        seen.append(read())
        return {"twice": answer(torch.ones(1))}

    switch()
    for _ in range(2):
        examine(exercise(probe), lambda x: (2 * x, switch())[0])
    assert len(seen) >= 4
    assert len(set(map(repr, seen))) == 1
    assert seen[0] == (3000 if read is sys.getrecursionlimit else usual)


@EVERY
def test_it_is_noticed_without_the_engine(setting):
    """That the rows above can fail: the switch moves what is read."""
    read, switch = setting
    before = read()
    switch()
    assert read() != before


def test_a_device_for_one_block_is_left_alone():
    with torch.device("meta"):
        assert examine(exercise(), double).passed
        assert examine(exercise(), lambda x: (2 * x, torch.set_default_device("meta"))[0]).passed
        assert torch.empty(0).device.type == "meta"
    assert torch.empty(0).device.type == torch.get_default_device().type == "cpu"


def test_inference_mode_and_autocast_for_one_block_are_left_alone():
    def needs_a_gradient(answer):
        x = torch.ones(3, requires_grad=True)
        return {"slope": torch.autograd.grad(answer(x @ torch.eye(3)).sum(), x)[0]}

    gradient = exercise(needs_a_gradient, lambda: {"slope": torch.full((3,), 2.0)})
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        assert examine(gradient, double).passed
        assert torch.is_inference_mode_enabled()
        assert torch.is_autocast_enabled("cpu")


def test_streams_and_filters_are_put_back():
    def unruly(x):
        warnings.simplefilter("error")
        sys.stdout = sys.stderr = io.StringIO()
        return 2 * x

    before = list(warnings.filters), sys.stdout, sys.stderr
    assert examine(exercise(), unruly).passed
    assert (list(warnings.filters), sys.stdout, sys.stderr) == before


def test_a_warning_turned_into_an_error_spoils_no_answer():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert examine(exercise(), lambda x: (2 * x, warnings.warn("x", stacklevel=1))[0]).passed


def test_two_looks_see_the_same_draws():
    drawn = []

    def probe(answer):
        drawn.append((torch.rand(1).item(), np.random.rand(), random.random()))  # noqa: NPY002
        return {"twice": answer(torch.ones(1))}

    for seed in (1, 2):
        torch.manual_seed(seed)
        examine(exercise(probe), double)
    assert len(drawn) >= 3
    assert len(set(drawn)) == 1


IN_A_NOTEBOOK = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
from IPython.display import display
from genai_utils.checks import Exercise, examine
made = Exercise("ex-a", abs, lambda f: {"it": f(-1)}, lambda: {"it": 1.0}, ("", ""), ())
assert examine(made, lambda x: (1.0, display("inside"))[0]).passed
display("afterwards")
"""


@pytest.mark.slow
def test_what_an_answer_displays_is_not_shown():
    done = subprocess.run([sys.executable, "-c", IN_A_NOTEBOOK], capture_output=True, text=True)
    assert done.stdout == "'afterwards'\n", done.stderr
