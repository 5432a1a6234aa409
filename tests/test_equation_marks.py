"""The mark beside an equation: its words, its sentence, and what becomes of it without a record."""

import re

import pytest
from book_ext import equation_marks
from sphinx.errors import ExtensionError


def entry(cases=12, error=3e-9, tolerance=1e-6, code=(), printed=False):
    sizes = {"cases": cases, "largest_error": error, "tolerance": tolerance}
    return {**sizes, "code": list(code), "printed": printed}


def text(html):
    return re.sub(r"<[^>]*>", "", html)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (entry(), "12 cases · largest error 3e-9 of 1e-6 allowed"),
        (entry(cases=1, error=0.0), "1 case · largest error 0 of 1e-6 allowed"),
        (entry(error=2e-12, tolerance=1e-10), "12 cases · largest error 2e-12 of 1e-10 allowed"),
        (entry(error=0.004, tolerance=0.0045), "12 cases · largest error 0.004 of 0.0045 allowed"),
    ],
)
def test_a_mark_says_cases_error_and_what_is_allowed(given, words):
    assert text(equation_marks.words(given)) == f"an instance computed · {words}"


@pytest.mark.parametrize(
    ("given", "words", "sentence"),
    [
        (
            entry(),
            "an instance computed",
            "no test reads the printed formula, and none of our code",
        ),
        (
            entry(code=["losses.vae.elbo"]),
            "code checked",
            "Our code (losses.vae.elbo) was compared",
        ),
        (entry(code=["losses.vae.elbo"]), "code checked", "; no test reads the printed formula."),
        (entry(printed=True), "formula checked", "The printed formula was compared"),
        (
            entry(code=list("abcde"), printed=True),
            "formula and code checked",
            "The printed formula and our code (a, b, c and 2 more) were compared",
        ),
    ],
)
def test_a_mark_claims_what_the_check_looked_at(given, words, sentence):
    assert text(equation_marks.words(given)).startswith(f"{words} · ")
    assert sentence in equation_marks.sentence(given)


def test_an_old_record_claims_the_least():
    old = {"cases": 3, "largest_error": 1e-9, "tolerance": 1e-6}
    assert text(equation_marks.words(old)).startswith("an instance computed · 3 cases")


def test_the_sentence_says_the_sizes():
    sentence = equation_marks.sentence(entry())
    assert "in 12 cases; " in sentence
    assert "The largest error was 3e-9; 1e-6 is allowed." in sentence


def test_without_a_record_there_are_no_marks(tmp_path):
    assert equation_marks.read_record(tmp_path / "record.json") == {}


def test_broken_record_stops_the_build(tmp_path):
    (tmp_path / "record.json").write_text("{", encoding="utf-8")
    with pytest.raises(ExtensionError, match="make record"):
        equation_marks.read_record(tmp_path / "record.json")
