"""The tools of chapter 7: what the page prints is what was tried, and three are tried again."""

import json
import re
import runpy
from datetime import date

import pytest
import tools_tried
from book_sources import ROOT

PAGE = (ROOT / "book" / "7-resources" / "index.md").read_text("utf-8")
TRIED = json.loads(tools_tried.STORED.read_text("utf-8"))
NUMBERS = "none one two three four five six seven eight nine ten eleven twelve".split()
NUMBERS += "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
OURS = ("scikit_learn", "imbalanced_learn")


def table(page):
    """(tool, version, printed) of each row, the tool's name as its file has it."""
    rows = page.split("% begin tools")[1].split("% end tools")[0].strip().splitlines()[2:]
    for row in rows:
        tool, _, _, version, printed = (cell.strip() for cell in row.strip("|").split("|"))
        name = re.match(r"\[([^]]+)\]", tool)[1].lower().replace("-", "_")
        yield name, version, printed


def test_the_page_shows_what_was_tried():
    stored = {n: [row["version"], " ".join(row["printed"].split())] for n, row in TRIED.items()}
    assert {name: rest for name, *rest in table(PAGE)} == stored


def test_the_map_says_how_many_works_it_shows():
    rows = PAGE.split("% begin works")[1].split("% end works")[0].strip().splitlines()[2:]
    said = re.search(r"A grid of (\w+) works", PAGE)[1]
    assert NUMBERS.index(said) == len(rows)


def test_the_page_says_when():
    (day,) = {date.fromisoformat(row["date"]) for row in TRIED.values()}
    assert f"run on {day.day} {day:%B %Y}" in PAGE


@pytest.mark.parametrize("name", TRIED)
def test_the_program_is_the_one_that_was_tried(name):
    assert tools_tried.fingerprint(name) == TRIED[name]["program"]


def test_every_program_was_tried_and_is_about_ten_lines():
    programs = {path.stem: path.read_text("utf-8") for path in tools_tried.HELLO.glob("*.py")}
    assert set(programs) == set(TRIED)
    for name, text in programs.items():
        lines = [line for line in text.splitlines()[1:] if line.strip()]
        assert len(lines) <= 16, name


def test_pytorch_prints_the_same_today():
    assert tools_tried.installed("pytorch") == TRIED["pytorch"]["version"]
    assert tools_tried.run("pytorch") == TRIED["pytorch"]["printed"]


@pytest.mark.parametrize("name", OURS)
def test_what_else_our_environment_has_prints_the_same_today(name, capsys):
    """In this process, which has loaded most of what they need."""
    assert tools_tried.installed(name) == TRIED[name]["version"]
    runpy.run_path(str(tools_tried.HELLO / f"{name}.py"))
    assert capsys.readouterr().out.strip() == TRIED[name]["printed"]


def test_a_changed_number_is_seen():
    changed = PAGE.replace("-0.919 -0.919", "-0.919 -0.918")
    assert list(table(changed)) != list(table(PAGE))
