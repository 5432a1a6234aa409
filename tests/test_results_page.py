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


def leader(name, year):
    """The family of the lowest number that a table has up to a year."""
    until = [row for row in rows(PAGE, name) if int(row[2]) <= year]
    return min(until, key=lambda row: float(row[3]))[1]


def test_the_summary_says_who_led_when():
    assert "Diffusion has the lowest distances on CIFAR-10 since 2020" in PAGE
    assert [leader("distances", year) for year in (2019, 2020)] == ["GAN", "diffusion"]
    assert all("diffusion" in leader("distances", year) for year in range(2021, 2025))
    assert "autoregressive models led until a diffusion model passed them in 2021" in PAGE
    assert {leader("bits", year) for year in range(2017, 2021)} == {"autoregressive"}
    assert {leader("bits", year) for year in range(2021, 2025)} == {"diffusion"}


def test_the_example_computes_with_the_tables_numbers():
    for name, _, *numbers, _ in rows(PAGE, "compute"):
        assert f'"{name}": ({", ".join(numbers)})' in PAGE


def test_six_operations_for_each_weight_and_token_are_within_five_per_cent():
    for _, _, weights, tokens, printed, _ in rows(PAGE, "compute"):
        assert 6 * float(weights) * float(tokens) * 1e18 == pytest.approx(float(printed), rel=0.05)
