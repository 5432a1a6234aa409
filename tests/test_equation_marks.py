"""The "checked" mark: its words, and what happens without a record or with a broken one."""

import re

import pytest
from book_ext import equation_marks
from sphinx.errors import ExtensionError


@pytest.mark.parametrize(
    ("cases", "error", "words"),
    [
        (12, 3.2e-09, "checked · 12 cases · largest error 3e-9"),
        (1, 0.0, "checked · 1 case · largest error 0"),
        (40, 2e-12, "checked · 40 cases · largest error 2e-12"),
        (7, 0.031, "checked · 7 cases · largest error 3e-2"),
    ],
)
def test_mark_says_cases_and_error(cases, error, words):
    html = equation_marks.mark({"cases": cases, "largest_error": error, "tolerance": 0.05})
    assert re.sub(r"<[^>]*>", "", html) == words


def test_mark_explains_itself_in_a_sentence():
    html = equation_marks.mark({"cases": 12, "largest_error": 3e-09, "tolerance": 1e-06})
    assert "in 12 cases. The largest error was 3e-9; 1e-6 is allowed." in html


def test_without_a_record_there_are_no_marks(tmp_path):
    assert equation_marks.read_record(tmp_path / "record.json") == {}


def test_broken_record_stops_the_build(tmp_path):
    (tmp_path / "record.json").write_text("{", encoding="utf-8")
    with pytest.raises(ExtensionError, match="make record"):
        equation_marks.read_record(tmp_path / "record.json")
