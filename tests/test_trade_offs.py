"""The trade-off tables: from stored runs, of recipes that still stand, one seed run again."""

import copy
import json

import pytest
import recipes
import torch
import trade_offs
import trade_offs_tables as tables
from book_sources import ROOT

from genai_utils import data, metrics

MEASURED = json.loads(trade_offs.STORED.read_text(encoding="utf-8"))
PAGE = (ROOT / "book" / "3-algorithms" / "trade-offs.md").read_text(encoding="utf-8")


def test_the_tables_on_the_page_are_those_of_the_stored_runs():
    assert tables.with_tables(PAGE, MEASURED) == PAGE, "run `benchmarks/trade_offs.py page`"


def plus_a_tenth(measured, kind, name, key):
    changed = copy.deepcopy(measured)
    row = changed[kind][name][key] if name else changed[kind][key]
    row[0] += 0.1 * abs(row[0]) + 0.1
    return changed


EVERY = [("full", name, key) for name, row in MEASURED["full"].items() for key in row]
EVERY += [("real", None, key) for key in MEASURED["real"] if key in tables.ROWS]


@pytest.mark.parametrize(("kind", "name", "key"), EVERY)
def test_a_changed_number_in_the_runs_is_seen(kind, name, key):
    assert tables.with_tables(PAGE, plus_a_tenth(MEASURED, kind, name, key)) != PAGE


def test_a_changed_number_on_the_page_is_seen():
    table = tables.measures(MEASURED)
    last = next(char for char in reversed(table) if char.isdigit())
    spoiled = table[::-1].replace(last, str((int(last) + 1) % 10), 1)[::-1]
    assert tables.with_tables(PAGE.replace(table, spoiled), MEASURED) == PAGE
    assert PAGE.replace(table, spoiled) != PAGE


def test_a_page_without_its_comments_is_refused():
    with pytest.raises(ValueError, match="begin measures"):
        tables.with_tables("# A page", MEASURED)


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_what_was_measured_is_the_recipe_that_stands_in_the_notebook(name):
    assert recipes.fingerprint(name) == MEASURED["recipes"][name], (
        f"the recipe has changed: run `benchmarks/trade_offs.py full:{name} short:{name} "
        f"amount:{name} page`"
    )


def test_every_model_was_run_on_five_seeds_and_none_twice():
    for row in MEASURED["full"].values():
        assert all(len(values) == len(trade_offs.SEEDS) for values in row.values())
        assert len(set(row["Fréchet distance"])) == len(trade_offs.SEEDS)


# What a run of the tests can afford: seed 0 for a twenty-fifth of the budget, in a process of its
# own. Seconds and megabytes are the machine's and aren't compared.
MACHINE = ("seconds", "megabytes", "samples a second")


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_one_seed_run_again_gives_what_is_stored(name):
    again = recipes.in_a_process(name, 0, trade_offs.SHORT)
    short = MEASURED["short"][name]
    assert set(again) == set(short)
    for key, value in again.items():
        if key.startswith("nats"):
            # After so few steps another processor's rounding has moved little.
            assert value == pytest.approx(short[key][0], rel=0.02)
        elif key not in MACHINE:
            low, high = metrics.prediction_interval(short[key])
            slack = 1e-3 + 1e-4 * abs(value)  # what is stored has five digits
            assert low - slack <= value <= high + slack, (key, value, short[key])


def test_fewer_digits_are_repeated_and_the_test_digits_stay():
    parts = data.split(data.small_digits(), held_out=300)
    digits, test = recipes.repeated(parts, 100)
    assert len(digits) == len(parts[0])
    assert test is parts[1]
    assert len(digits.images.unique(dim=0)) == len(parts[0].images[:100].unique(dim=0))
    assert torch.equal(digits.images[250], parts[0].images[50])
    assert torch.equal(digits.labels[250], parts[0].labels[50])


def test_a_budget_is_found_and_multiplied():
    assert recipes.within_budget("steps, batch_size = 280, 16\n", 5) == (
        "steps, batch_size = 1400, 16\n"
    )
    assert recipes.within_budget("epochs, batch_size = 9, 32, 1", 0.01).startswith(
        "epochs, batch_size = 1, "
    )


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_every_recipe_has_a_budget(name):
    cells = recipes.training_cells(name)
    changed = [recipes.within_budget(cell, 3) for cell in cells]
    assert sum(a != b for a, b in zip(cells, changed, strict=True)) == 1


def test_a_text_in_two_cells_names_none():
    with pytest.raises(ValueError, match="'a' must stand in one cell, but stands in 2"):
        recipes.place(["a = 1", "a = 2"], "a")


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="no section 'ful'"):
        trade_offs.measure("ful", {})


def test_a_cell_shows_its_runs():
    assert tables.cell([1.0, 2.0, 3.0], 1) == "2.0\u00a0±\u00a01.0"
    assert tables.cell([10, 10, 10], 0) == "10"
    assert tables.number(-1234.5, 1) == "−1,234.5"
    assert tables.number(-0.001, 2) == "0.00"
