"""Which cells the grader runs: whatever a check could depend on, and no training beside."""

import pytest

from genai_utils.checks import kernel
from genai_utils.checks.limits import OutOfTime
from genai_utils.checks.needed import needed

TRAINING = "net = train(data)"
# Cells, and the places of those that the check in the last one needs.
CASES = {
    "a function": (["def f():\n    return 1", TRAINING, "check('ex-a', f)"], [0, 2]),
    "a value": (["a = 1", TRAINING, "check('ex-a', a)"], [0, 2]),
    "a tuple": (["a, b = 1, 2", TRAINING, "check('ex-a', b)"], [0, 2]),
    "an import for a function": (
        ["import math", "def f():\n    return math.pi", TRAINING, "check('ex-a', f)"],
        [0, 1, 3],
    ),
    "a helper in a cell of its own": (
        ["def g():\n    return 1", TRAINING, "def f():\n    return g()", "check('ex-a', f)"],
        [0, 2, 3],
    ),
    "a helper in another exercise's cell": (
        ["def g():\n    return 1", "check('ex-b', g)", "f = lambda: g()", "check('ex-a', f)"],
        [0, 1, 2, 3],
    ),
    "a helper below its user": (
        ["def f():\n    return g()", TRAINING, "def g():\n    return 1", "check('ex-a', f)"],
        [0, 2, 3],
    ),
    "a default": (
        ["k = 2", TRAINING, "def f(x=k):\n    return x", "check('ex-a', f)"],
        [0, 2, 3],
    ),
    "a decorator": (
        ["def d(f):\n    return f", "@d\ndef f():\n    return 1", "check('ex-a', f)"],
        [0, 1, 2],
    ),
    "a class and its method": (
        ["k = 2", "class A:\n    def m(self):\n        return k", "f = A().m", "check('ex-a', f)"],
        [0, 1, 2, 3],
    ),
    "filled in afterwards": (
        ["a = {'D': ...}", "a['D'] = 1", TRAINING, "check('ex-a', a)"],
        [0, 1, 3],
    ),
    "filled in by a method": (["a = []", "a.append(1)", TRAINING, "check('ex-a', a)"], [0, 1, 3]),
    "filled in by a function": (
        ["a = []", "def fill():\n    a.append(1)", "fill()", TRAINING, "check('ex-a', a)"],
        [0, 1, 2, 4],
    ),
    "filled in under another name": (
        ["a = []", "b = a", "b.append(1)", TRAINING, "check('ex-a', a)"],
        [0, 1, 2, 4],
    ),
    "filled in in a comprehension": (
        ["a = []", "[a.append(i) for i in range(3)]", TRAINING, "check('ex-a', a)"],
        [0, 1, 3],
    ),
    "a method put in later": (
        ["class A:\n    pass", "A.m = 1", TRAINING, "f = A.m", "check('ex-a', f)"],
        [0, 1, 3, 4],
    ),
    "a global": (
        ["def g():\n    global a\n    a = 1", "g()", TRAINING, "check('ex-a', a)"],
        [0, 1, 3],
    ),
    "a walrus in a comprehension": (["[a := i for i in range(3)]", "check('ex-a', a)"], [0, 1]),
    "a trained answer": (["data = 1", TRAINING, "a = net(1)", "check('ex-a', a)"], [0, 1, 2, 3]),
    "a name used before for something else": (
        [TRAINING, "a = net", "print(a)", "a = 1", "check('ex-a', a)"],
        [3, 4],
    ),
    "a name made anew from itself": (
        ["a = 1", TRAINING, "a = a + 1", "check('ex-a', a)"],
        [0, 2, 3],
    ),
    "made anew only perhaps": (
        ["a = 1", "if sunny:\n    a = 2", TRAINING, "check('ex-a', a)"],
        [0, 1, 3],
    ),
    "a local of the same name": (
        ["a = train()", "def f():\n    a = 1\n    return a", "check('ex-a', f)"],
        [1, 2],
    ),
    "what the answer's function is used for": (
        ["def f():\n    return 1", "net = train(f)", "check('ex-a', f)"],
        [0, 2],
    ),
    "a constant that is mentioned": (["k = 2", "net = train(k)", "check('ex-a', k)"], [0, 2]),
    "a magic": (["%matplotlib inline", TRAINING, "%time check('ex-a', 1)"], [0, 2]),
    "in a magic": (["%%time\na = 1", TRAINING, "%%time\ncheck('ex-a', a)"], [0, 2]),
    "a star": (["from x import *", TRAINING, "check('ex-a', f)"], [0, 2]),
    "exec": ([TRAINING, "exec('f = 1')", "check('ex-a', f)"], [0, 1, 2]),
    "exec behind the answer": (
        [TRAINING, "def f():\n    return eval('net')", "check('ex-a', f)"],
        [0, 1, 2],
    ),
    "below the check": (["a = 1", "check('ex-a', a)", "a = 2", "import torch"], [0, 1]),
    "no check": ([TRAINING, "check('ex-unknown', a)"], []),
    "no Python": (["a = 1", "what is this", "'\ud800'", "x\n\0", "check('ex-a', a)"], [0, 4]),
    "read but not compiled": (["return a", "a = 1", "check('ex-a', a)"], [1, 2]),
}


@pytest.mark.parametrize("name", CASES)
def test_needed(name):
    sources, wanted = CASES[name]
    assert sorted(needed(sources, {"ex-a", "ex-b"})) == wanted


def test_all_cells_are_run_if_the_needed_ones_cannot_be_found(monkeypatch):
    for error in (RuntimeError, OutOfTime):

        def stuck(*_, error=error):
            raise error("nobody thought of it")

        monkeypatch.setattr(kernel, "needed", stuck)
        assert kernel.chosen(["a = 1", "b = 2"], set(), 5) == {0, 1}


def test_a_very_long_notebook_is_read_in_time():
    lines = "\n".join(f"x{i} = f(x{i - 1})" for i in range(1, 300))
    assert needed(["x0 = 1", lines, "check('ex-a', x0)"], {"ex-a"}) == {0, 2}
