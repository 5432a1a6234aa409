"""Whatever is handed in has a row, whatever its name, its format and its bytes."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from submissions import LABELS, SUBMISSIONS, of_cells

from genai_utils.checks import __main__ as grader
from genai_utils.checks import submission, table

EMPTY = of_cells("No exercise here.", [])
THREE = {"cells": [{"cell_type": "code", "input": ["check('ex-vae-kl', 1)\n"]}]}


def graded(folder, *more):
    """The rows, as a spreadsheet reads them."""
    out = folder.parent / "table.csv"
    grader.main([str(folder), "--out", str(out), *more])
    with open(out, encoding="utf-8-sig", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.fixture
def submitted(tmp_path):
    folder = tmp_path / "CS 101, 作业"
    folder.mkdir()
    return folder


ODD = {
    "hw.ipynb.txt": (EMPTY, "the name has to end in .ipynb"),
    "hw.json": (EMPTY, "the name has to end in .ipynb"),
    "hw": (EMPTY, "the name has to end in .ipynb"),
    "hw.pdf": ("%PDF", "no JSON"),
    "hw.zip": ("PK", "no JSON"),
    "empty.ipynb": ("", "empty"),
    "blank.ipynb": (" \n", "empty"),
    "damaged.ipynb": (EMPTY[:-9], "no JSON"),
    "list.ipynb": ("[]", "no cells"),
    "deep.ipynb": ("[" * 10**5, "no JSON"),
    "cells.ipynb": ('{"cells": 7}', "no cells"),
    "sheets.ipynb": ('{"worksheets": [7]}', "no cells"),
    "lone/notes.txt": ("I did it on paper.", "no JSON"),
}
GOOD = {
    "hw.IPYNB": EMPTY.encode(),
    "mark.ipynb": b"\xef\xbb\xbf" + EMPTY.encode(),
    "utf-16.ipynb": EMPTY.encode("utf-16"),
    "odd-cells.ipynb": b'{"cells": [7, {}, {"cell_type": "code", "source": null}]}',
    "作业 一.ipynb": EMPTY.encode(),
    "CS 102/lee/hw.ipynb": EMPTY.encode(),
}
PASSED_OVER = {
    "data.csv": "1,2",
    "3-vae.seeds.json": '{"seeds": [1, 2]}',
    "helper.py": "",
    "._hw.ipynb": "",
    "__MACOSX/hw.ipynb": EMPTY,
    ".ipynb_checkpoints/hw.ipynb": EMPTY,
}


def test_every_kind_of_file_has_its_row(submitted):
    for name, content in {**GOOD, **PASSED_OVER, **{n: c for n, (c, _) in ODD.items()}}.items():
        path = submitted / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    rows = {row[0]: row[1:] for row in graded(submitted)}
    assert set(rows) == set(ODD) | set(GOOD)
    for name, (_, why) in ODD.items():
        assert rows[name][1] == "not a notebook"
        assert rows[name][2].startswith(why)
    for name in GOOD:
        assert rows[name] == ("", "no exercise found", "", "")


def test_what_is_no_ordinary_file_has_a_row(submitted):
    (submitted / "folder.ipynb").mkdir()
    (submitted / "gone.ipynb").symlink_to(submitted / "nothing")
    (submitted.parent / "other").write_text(EMPTY)
    (submitted / "away.ipynb").symlink_to(submitted.parent / "other")
    (submitted / "zeros.ipynb").symlink_to("/dev/zero")
    os.mkfifo(submitted / "pipe.ipynb")
    rows = {name: why for name, _, _, why, _ in graded(submitted)}
    assert rows["folder.ipynb"] == "a folder, not a file"
    assert rows["gone.ipynb"].startswith("can't be read")
    assert rows["away.ipynb"] == rows["zeros.ipynb"] == "a link that leads out of the folder"
    assert rows["pipe.ipynb"] == "no ordinary file"


def test_a_file_too_large_or_without_permission_has_a_row(submitted, monkeypatch):
    (submitted / "large.ipynb").write_text(EMPTY)
    monkeypatch.setattr(submission, "MOST_BYTES", 10)
    ((_, _, verdict, why, _),) = graded(submitted)
    assert (verdict, why) == ("not a notebook", "larger than 10 bytes")
    monkeypatch.undo()

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refused)
    assert graded(submitted)[0][3] == "can't be read: Permission denied"


def test_a_name_in_another_encoding_and_a_screen_that_knows_ascii(submitted):
    """GBK bytes are no UTF-8; and under the C locale every Chinese name looks like that."""
    for name in ("张三".encode("gbk"), "李四".encode(), b"new\nline"):
        with open(os.fsencode(submitted) + b"/" + name + b".ipynb", "w") as file:
            file.write(EMPTY)
    out = submitted.parent / "out.csv"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "genai_utils.checks", submitted, "--out", out],
        env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    for name in (r"\xd5\xc5\xc8\xfd.ipynb", "李四.ipynb", r"new\nline.ipynb"):
        assert name in text


@pytest.mark.parametrize(
    "name", ["=cmd('calc')!A1", "@SUM(A1)", "-2+3", "+1", "＝1", " =1", "\ttab", "=é"]
)
def test_no_cell_of_the_table_is_a_formula(submitted, name):
    (submitted / f"{name}.ipynb").write_text(EMPTY)
    ((shown, *_),) = graded(submitted)
    assert shown.lstrip()[0] not in "=+-@＝＋－＠\t\r"
    assert shown.removeprefix("'") == f"{name}.ipynb".replace("\t", "\\t")


def test_a_hint_is_no_formula_either(tmp_path):
    with table.opened(tmp_path / "table.csv") as add:
        add([("a.ipynb", "ex-a", "NOT YET: wrong value", "-log D is \ud800 never\0 negative.", "")])
    (row,) = csv.DictReader((tmp_path / "table.csv").read_text("utf-8-sig").splitlines())
    assert row["hint"] == "'-log D is \\ud800 never\\x00 negative."


def test_a_row_is_on_the_disk_before_the_next_submission(tmp_path):
    with table.opened(tmp_path / "table.csv") as add:
        add([("a.ipynb", "", "PASS", "", "")])
        content = (tmp_path / "table.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbffile,")
        assert b"a.ipynb" in content


def test_a_submission_that_the_grader_fails_on_costs_itself(submitted, monkeypatch):
    for name in "ab":
        (submitted / f"{name}.ipynb").write_text(SUBMISSIONS["solved"])

    def run(path, options):
        if path.name == "a.ipynb":
            raise RuntimeError("nobody thought of it")
        return {label: {"kind": ""} for label in LABELS}, ""

    monkeypatch.setattr(grader, "run", run)
    rows = graded(submitted)
    assert rows[0] == (
        "a.ipynb",
        "",
        "could not be graded",
        "RuntimeError: nobody thought of it",
        "",
    )
    assert [row[2] for row in rows[1:]] == ["PASS"] * 3


def test_version_3_and_promises_are_read(tmp_path):
    path = tmp_path / "old.ipynb"
    old = {"worksheets": [THREE], "metadata": {"genai_utils": {"exercises": list(LABELS)}}}
    path.write_text(json.dumps(old))
    cells, promised = submission.read(path, tmp_path)
    assert cells == [("code", "check('ex-vae-kl', 1)\n")]
    assert promised == list(LABELS)
    assert submission.expected(cells, promised, set(LABELS)) == list(LABELS)
    assert submission.expected(cells, ["ex-gone"], set(LABELS)) == ["ex-vae-kl"]
    for metadata in (None, 7, {"genai_utils": 7}, {"genai_utils": {"exercises": 7}}):
        path.write_text(json.dumps({"cells": [], "metadata": metadata}))
        assert submission.read(path, tmp_path) == ([], [])


def test_make_quotes_the_folder():
    """`make grade FOLDER="CS 101"`."""
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "grade", "FOLDER=CS 101"],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert '-P -m genai_utils.checks "CS 101"' in done.stdout
