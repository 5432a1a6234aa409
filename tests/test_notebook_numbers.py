"""What a notebook's prose says in decimals or per cent, the notebook shows, reads or works out."""

from pathlib import Path

import book_sources
import nbformat
import printed_numbers_rules as rules
import pytest

NOTEBOOKS = {Path(path).stem: notebook for path, notebook in book_sources.notebooks().items()}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_number_in_the_prose_is_known(name):
    assert rules.unknown(name, NOTEBOOKS[name]) == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_excuse_is_needed(name):
    assert rules.needless(name, NOTEBOOKS[name]) == []


def test_every_excuse_is_for_a_notebook():
    assert {name for name, _ in (*rules.COMPUTED, *rules.ELSEWHERE)} <= set(NOTEBOOKS)


def made(words, printed="0.4567"):
    code = nbformat.v4.new_code_cell("print(share)")
    code.outputs = [nbformat.v4.new_output("stream", text=printed)]
    return nbformat.v4.new_notebook(cells=[code, nbformat.v4.new_markdown_cell(words)])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It is 0.46.", []),
        ("It is 45.7 % of them.", []),
        ("It is 0.45.", ["0.45"]),
        ("Half is 52 %, or 0.457.", ["52 %"]),
        ("A formula, $x = 0.3$, and code, `rate=0.3`, and 17 of them.", []),
        ("They reached 0.3 {cite}`somebody2020work`. We got 0.31.", ["0.31"]),
    ],
)
def test_what_is_found(words, found):
    complaints = rules.unknown("x", made(words))
    assert [complaint.split()[1].rstrip(":") for complaint in complaints] == [
        number.split()[0] for number in found
    ]
