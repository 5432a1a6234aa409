"""The grader: each submission gets its verdicts, and costs only itself."""

import csv
import subprocess
import sys

import pytest
from submissions import BESIDE, LABELS, OPTIMUM, SUBMISSIONS, VERDICTS, notebook

from genai_utils import offline
from genai_utils.checks import __main__ as grader

# Generous, because a test machine may be busy with other things.
LIMITS = ["--cell-seconds", "6", "--seconds", "20", "--gigabytes", "4", "--jobs", "2"]
# These have a cell that no check needs, and that would cost time or memory.
SPARED = "hangs", "hangs-and-won-t-stop", "eats-memory"


def graded_together(folder, names, *more):
    """The rows of each submission, graded in one command as a teacher does it."""
    submitted = folder / "submitted"
    submitted.mkdir()
    for name in names:
        (submitted / f"{name}.ipynb").write_text(SUBMISSIONS[name], encoding="utf-8")
    for name, text in BESIDE.items():
        (submitted / name).write_text(text, encoding="utf-8")
    hidden = submitted / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "solved-checkpoint.ipynb").write_text(SUBMISSIONS["solved"], encoding="utf-8")
    out = folder / "verdicts.csv"
    assert grader.main([str(submitted), "--out", str(out), *LIMITS, *more]) == 0
    rows = {}
    with open(out, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["file"].removesuffix(".ipynb"), []).append(row)
    return rows


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """All submissions with every cell run, whatever it does."""
    return graded_together(tmp_path_factory.mktemp("grader"), SUBMISSIONS, "--whole")


def test_there_are_ten_submissions_or_more():
    assert len(SUBMISSIONS) >= 10
    assert set(VERDICTS) == set(SUBMISSIONS)


@pytest.mark.slow
def test_every_submission_is_in_the_table(graded):
    assert set(graded) == set(SUBMISSIONS)


@pytest.mark.slow
@pytest.mark.parametrize("name", SUBMISSIONS)
def test_submission(graded, name):
    rows, wanted = graded[name], VERDICTS[name]
    found = [row["verdict"].partition(" (exit")[0] for row in rows]
    assert found == wanted
    if len(wanted) > 1:
        assert tuple(row["exercise"] for row in rows) == LABELS


@pytest.mark.slow
def test_a_mistake_is_hinted_at(graded):
    hints = [row["hint"] for row in graded["mistaken"]]
    for words in ("independent parts", "distributed as the data", "K equal weights"):
        assert any(words in hint for hint in hints)


@pytest.mark.slow
def test_nothing_is_skipped_in_a_whole_notebook(graded):
    assert {row["skipped"] for rows in graded.values() for row in rows} == {""}


@pytest.mark.slow
def test_a_cell_that_no_check_needs_costs_nothing(tmp_path):
    rows = graded_together(tmp_path, [*SPARED, "helped", "reassigns-check"])
    for name in SPARED:
        assert [row["verdict"] for row in rows[name]] == ["PASS"] * 3
        assert {row["skipped"] for row in rows[name]} == {"1 of 8 code cells: 4"}
    for name in ("helped", "reassigns-check"):
        assert [row["verdict"] for row in rows[name]] == VERDICTS[name]


# A module of exercises that knows which process loaded it, if PyTorch was there before.
LOADED = """import os, sys
from genai_utils.exercises import EXERCISES, examine
BY = os.getpid() if "torch._dynamo" in sys.modules else None
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each loads PyTorch anew")
def test_pytorch_is_loaded_once_for_all(tmp_path, monkeypatch):
    """What a submission's process finds loaded was loaded by its parent, not by itself."""
    for name in ("modules", "submitted"):
        (tmp_path / name).mkdir()
    (tmp_path / "modules" / "loaded.py").write_text(LOADED)
    values = OPTIMUM.removeprefix("values = ")
    asks = f"import os, sys\n\nby = sys.modules['loaded'].BY\nvalues = {values}"
    asks += " if by == os.getppid() else by"
    (tmp_path / "submitted" / "a.ipynb").write_text(notebook(optimum=asks), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "modules"))
    # A command of its own: the server of this process may know other exercises.
    command = [sys.executable, "-P", "-m", "genai_utils.checks", "submitted", *LIMITS]
    command += ["--exercises", "loaded"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "a.ipynb: 3 of 3 pass" in done.stdout


def test_memory_is_limited():
    program = "from genai_utils.checks import kernel; kernel.restrict(0.5); bytes(10**9)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "MemoryError" in done.stderr


def test_there_is_no_network_where_the_system_allows_it():
    if not offline.can_isolate():
        pytest.skip("this system allows no network namespace")
    names = subprocess.run(
        [*offline.prefix(), sys.executable, "-c", "import socket; print(socket.if_nameindex())"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert names.stdout.strip() == "[(1, 'lo')]"


@pytest.mark.slow
def test_the_slow_part_of_pytorch_is_there_before_the_first_examination():
    """An import that a time limit interrupts would spoil all later answers."""
    program = """
import sys
from genai_utils.checks import kernel, process
SLOW = ("torch._dynamo", "torch._inductor")
module = kernel.load("genai_utils.exercises")
before = set(sys.modules)
for label, exercise in module.EXERCISES.items():
    answer = exercise.solution() if exercise.takes_value else exercise.solution
    assert module.examine(label, answer).passed, label
print(sorted(name for name in set(sys.modules) - before if name.startswith(SLOW)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="holds no notebook"):
        grader.main([str(tmp_path)])


def test_a_notebook_without_exercises_gets_a_row(tmp_path):
    (tmp_path / "a.ipynb").write_text('{"cells": []}')
    out = tmp_path / "out.csv"
    grader.main([str(tmp_path), "--out", str(out)])
    assert "a.ipynb,,no exercise found," in out.read_text("utf-8")
