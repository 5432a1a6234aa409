"""The exercises in the notebooks: blank they say NOT YET, solved they say PASS."""

import ast
import inspect
import re

import book_sources
import matplotlib.pyplot as plt
import pytest
from exercise_cells import WITH_CHECKS, checks, solved, tagged
from exercise_rules import given

from genai_utils.checks.needed import needed
from genai_utils.exercises import EXERCISES

PLACES = [
    pytest.param(notebook, it, id=it.label)
    for notebook in WITH_CHECKS.values()
    for it in checks(notebook)
]


def run(notebook, replace):
    """The imports and the exercises of a notebook, with the stubs replaced; what was printed.

    The rest of the notebook isn't needed: the exercises stand on their own, and nothing stands on
    them. That they run blank in their place is what nbval shows.
    """
    stubs = {it.stub.id: replace(it) for it in checks(notebook)}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    namespace = {"__name__": "__main__"}
    with plt.rc_context():
        for cell in [cells[0], *tagged(notebook, "code")]:
            exec(stubs.get(cell.id, cell.source), namespace)
            plt.close("all")


@pytest.mark.parametrize("name", WITH_CHECKS)
def test_the_checks_need_the_imports_and_the_exercises_alone(name):
    """So that grading takes seconds, however long the notebook trains."""
    cells = [cell for cell in WITH_CHECKS[name].cells if cell.cell_type == "code"]
    found = needed([cell.source for cell in cells], set(EXERCISES))
    exercises = [cell.id for cell in tagged(WITH_CHECKS[name], "code")]
    assert {cells[place].id for place in found} <= {cells[0].id, *exercises}


def test_every_exercise_is_in_one_notebook():
    labels = [it.label for notebook in WITH_CHECKS.values() for it in checks(notebook)]
    assert sorted(labels) == sorted(EXERCISES)


@pytest.mark.parametrize("name", WITH_CHECKS)
def test_blank(name, capsys):
    notebook = WITH_CHECKS[name]
    run(notebook, lambda it: it.stub.source)
    printed = capsys.readouterr().out
    wanted = [f"NOT YET {it.label}: not written" for it in checks(notebook)]
    assert [line for line in printed.splitlines() if " ex-" in line] == wanted


@pytest.mark.parametrize("name", WITH_CHECKS)
def test_solved(name, capsys):
    notebook = WITH_CHECKS[name]
    run(notebook, solved)
    printed = capsys.readouterr().out
    wanted = [f"PASS {it.label}" for it in checks(notebook)]
    assert [line for line in printed.splitlines() if " ex-" in line] == wanted


@pytest.mark.parametrize(("notebook", "it"), PLACES)
def test_what_is_stored_is_the_blank_verdict(notebook, it):
    assert it.cell.outputs[0].text == f"NOT YET {it.label}: not written\n"


def differences(stub, exercise, name):
    """How a stub differs from what its solution promises."""
    if exercise.takes_value:
        shape = given(exercise, exercise.solution)
        namespace = {}
        exec(stub, namespace)
        if isinstance(shape, dict) and set(shape) != set(namespace[name]):
            return [f"other keys: {set(shape) ^ set(namespace[name])}"]
        return []
    mine = ast.parse(stub).body[-1]
    theirs = ast.parse(inspect.getsource(exercise.solution)).body[0]
    complaints = []
    if mine.name != theirs.name or ast.dump(mine.args) != ast.dump(theirs.args):
        complaints.append(f"{ast.unparse(mine.args)} in place of {ast.unparse(theirs.args)}")
    if ast.get_docstring(mine) != ast.get_docstring(theirs):
        complaints.append("another docstring")
    if len(mine.body) != 2 or not isinstance(mine.body[1], ast.Raise):
        complaints.append("more than a docstring and a raise")
    return complaints


@pytest.mark.parametrize(("notebook", "it"), PLACES)
def test_the_stub_has_the_solution_s_signature(notebook, it):
    assert differences(it.stub.source, EXERCISES[it.label], it.name) == []


def test_another_signature_is_seen():
    exercise = EXERCISES["ex-vae-kl"]
    right = inspect.getsource(exercise.solution).replace(
        "return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)", "raise NotImplementedError"
    )
    assert differences(right, exercise, "") == []
    for old, new in (
        ("mu, log_var", "mu"),
        ("in nats", "in bits"),
        ("raise", "mu += 1\n    raise"),
    ):
        assert differences(right.replace(old, new, 1), exercise, "") != []
    optimum = EXERCISES["ex-gan-optimum"]
    assert differences("a = {'D': ..., 'loss': ...}", optimum, "a") != []


def test_the_text_the_hint_and_the_solution_stand_on_the_page():
    """The text once, as a directive; hint and solution folded."""
    pages = book_sources.pages()
    everything = "\n".join(pages.values())
    for label, exercise in EXERCISES.items():
        assert everything.count(f":label: {label}\n") == 1, label
        shown = f":pyobject: {exercise.solution.__name__}\n"
        assert exercise.takes_value or shown in pages["book/solutions.md"], label
        assert f"{{solution}} {label}\n:class: dropdown" in pages["book/solutions.md"], label
        assert f"{{ref}}`{label}`" in pages["book/exercises.md"], label
    for name, notebook in WITH_CHECKS.items():
        count = len(list(checks(notebook)))
        assert pages[name].count(":class: hint dropdown\n") == count
        assert pages[name].count("{literalinclude} ../genai_utils/solutions/") == count


def swallowed(page: str) -> list[str]:
    """The solutions whose fence opens inside another fence: MyST shows them as part of that one."""
    found, opened = [], None
    for line in page.splitlines():
        fence = re.match(r"`{3,}", line)
        if opened is None and fence:
            opened = fence[0]
        elif opened and line.rstrip() == opened:
            opened = None
        elif opened and "{solution}" in line:
            found.append(line)
    return found


def test_no_solution_is_swallowed_by_the_one_before():
    assert swallowed(book_sources.pages()["book/solutions.md"]) == []
    unclosed = "````{solution} one\n```\n\n```{solution} two\n```\n"
    assert swallowed(unclosed) == ["```{solution} two"]
