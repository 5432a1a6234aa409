"""The book's own notebooks through the grader, which runs only what their checks need."""

import copy
import csv

import nbformat
import pytest
from exercise_cells import WITH_CHECKS, checks, solved

from genai_utils.checks import __main__ as grader


def written(notebook, answer):
    """The notebook's text, with each answer in its stub's place."""
    filled = copy.deepcopy(notebook)
    answers = {it.stub.id: answer(it) for it in checks(notebook)}
    for cell in filled.cells:
        cell.source = answers.get(cell.get("id"), cell.source)
    return nbformat.writes(filled)


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_CHECKS)
def test_solved_and_blank(name, tmp_path):
    notebook, submitted = WITH_CHECKS[name], tmp_path / "submitted"
    submitted.mkdir()
    (submitted / "solved.ipynb").write_text(written(notebook, solved), encoding="utf-8")
    blank = written(notebook, lambda it: it.stub.source)
    (submitted / "blank.ipynb").write_text(blank, encoding="utf-8")
    out = tmp_path / "verdicts.csv"
    grader.main([str(submitted), "--out", str(out), "--jobs", "2"])
    found = {"blank.ipynb": [], "solved.ipynb": []}
    for row in csv.DictReader(out.read_text("utf-8-sig").splitlines()):
        found[row["file"]].append((row["exercise"], row["verdict"]))
        assert " of " in row["skipped"]
    labels = [it.label for it in checks(notebook)]
    assert found["solved.ipynb"] == [(label, "PASS") for label in labels]
    assert found["blank.ipynb"] == [(label, "NOT YET: not written") for label in labels]
