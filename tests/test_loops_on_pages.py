"""The loops that the pages number are those that run: in a notebook, or in the package."""

import re
import textwrap

import pytest
from book_sources import ROOT, notebooks, pages

NUMBERED = re.compile(r"^```\{code-block\} python\n:linenos:\n(.*?)^```", re.MULTILINE | re.DOTALL)


def numbered_blocks():
    return [
        (page, number, code)
        for page, text in pages().items()
        for number, code in enumerate(NUMBERED.findall(text), start=1)
    ]


def running_code():
    """All code cells of the notebooks, and the package's modules without their indentation."""
    cells = [c.source for n in notebooks().values() for c in n.cells if c.cell_type == "code"]
    modules = [path.read_text(encoding="utf-8") for path in (ROOT / "genai_utils").rglob("*.py")]
    return cells + modules


def runs_somewhere(code, sources):
    """Whether the code occurs, in whole lines, as it is or indented as the body of a function."""
    for depth in (0, 4):
        wanted = "\n" + textwrap.indent(code, " " * depth).strip("\n") + "\n"
        if any(wanted in f"\n{source}\n" for source in sources):
            return True
    return False


def test_there_are_numbered_loops():
    assert len(numbered_blocks()) >= 7, "has the form of the numbered blocks changed?"


@pytest.mark.parametrize(("page", "number", "code"), numbered_blocks())
def test_a_numbered_loop_is_the_one_that_runs(page, number, code):
    assert runs_somewhere(code, running_code()), f"block {number} of {page} runs nowhere"


def test_a_changed_line_is_found():
    sources = [
        "before\nfor x in y:\n    step(x)\nafter",
        "def f():\n    for x in y:\n        go(x)",
    ]
    assert runs_somewhere("for x in y:\n    step(x)\n", sources)
    assert runs_somewhere("for x in y:\n    go(x)\n", sources)
    assert not runs_somewhere("for x in y:\n    step(x.detach())\n", sources)
    assert not runs_somewhere("x in y:\n    step(x)\n", sources)
