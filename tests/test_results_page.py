"""The tables of published numbers in chapter 8: each row has a source, and says what it is of."""

import re

import pytest
from book_sources import ROOT

PAGE = (ROOT / "book" / "8-outlook" / "index.md").read_text("utf-8")


def rows(page, name):
    table = page.split(f"% begin {name}")[1].split(f"% end {name}")[0]
    lines = table.strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize(("name", "year"), [("distances", 2), ("bits", 2), ("compute", 1)])
def test_every_number_has_its_source_and_year(name, year):
    found = rows(PAGE, name)
    assert len(found) >= 4
    for row in found:
        cited = re.search(r"\{cite\}`[a-z]+(\d{4})\w+`", row[-1])
        assert cited, row
        # A preprint may be a year older than the conference.
        assert abs(int(cited[1]) - int(row[year])) <= 1, row


def test_the_one_paper_of_the_figure_stands_in_both_tables():
    for name in ("distances", "bits"):
        assert [row for row in rows(PAGE, name) if row[0] == "DDPM"]


def test_the_example_computes_with_the_tables_numbers():
    for name, _, *numbers, _ in rows(PAGE, "compute"):
        assert f'"{name}": ({", ".join(numbers)})' in PAGE


def test_six_operations_for_each_weight_and_token_are_within_five_per_cent():
    for _, _, weights, tokens, printed, _ in rows(PAGE, "compute"):
        assert 6 * float(weights) * float(tokens) * 1e18 == pytest.approx(float(printed), rel=0.05)
