"""The trade-off tables: from stored runs, of recipes that still stand, one seed run again."""

import copy

import cells
import pytest
import recipes
import stored_json
import tables as markdown
import torch
import trade_offs
import trade_offs_intervals
import trade_offs_tables as tables

from genai_utils import data, metrics

MEASURED = stored_json.read(trade_offs.STORED)
PAGE = tables.PAGE.read_text(encoding="utf-8")


def with_tables(text, measured):
    return markdown.between(text, "trade_offs", tables.of_page(measured))


def test_the_tables_on_the_page_are_those_of_the_stored_runs():
    assert with_tables(PAGE, MEASURED) == PAGE, "run `experiments/trade_offs.py page`"


def plus_a_tenth(measured, kind, name, key):
    changed = copy.deepcopy(measured)
    row = changed[kind][name][key] if name else changed[kind][key]
    row[0] += 0.1 * abs(row[0]) + 0.1
    return changed


EVERY = [("full", name, key) for name, row in MEASURED["full"].items() for key in row]
EVERY += [("trained", name, key) for name, row in MEASURED["trained"].items() for key in row]
EVERY += [(k, None, key) for k in ("real", "copier") for key in MEASURED[k] if key in tables.ROWS]


@pytest.mark.parametrize(("kind", "name", "key"), EVERY)
def test_a_changed_number_in_the_runs_is_seen(kind, name, key):
    assert with_tables(PAGE, plus_a_tenth(MEASURED, kind, name, key)) != PAGE


@pytest.mark.parametrize(
    ("pair", "key"), [(p, k) for p, r in MEASURED["examples"].items() for k in r]
)
def test_a_changed_interval_over_test_digits_is_seen(pair, key):
    changed = copy.deepcopy(MEASURED)
    low, high = changed["examples"][pair][key]
    changed["examples"][pair][key] = [low - abs(low) - 1, high + abs(high) + 1]
    assert with_tables(PAGE, changed) != PAGE


def test_an_order_is_claimed_only_by_an_interval_that_includes_seeds_and_digits():
    rows = [row.split(" | ") for row in tables.differences(MEASURED).splitlines()[2:]]
    assert any("**" in text for row in rows for text in row)
    assert all(row[1] == "seeds and test digits" for row in rows if "**" in "".join(row))
    wide = copy.deepcopy(MEASURED)
    for found in wide["examples"].values():
        for key in found:
            found[key] = [-1e6, 1e6]
    assert "**" not in tables.differences(wide)


def parts(notebook, tag):
    """What the cells that split the digits leave: training part, reference, fresh digits."""
    first = cells.tagged(notebook, tag)
    last = next(number for number, cell in enumerate(first) if "fresh" in cells.bound(cell))
    names = cells.run(first[: last + 1], {})
    images = names["train_digits"].images, names["reference"].images, names["fresh"].images
    return [{row.numpy().tobytes() for row in part} for part in images], names


@pytest.mark.parametrize(
    ("notebook", "tag"),
    [("3-gan", "before-training"), ("3-trade-offs", "judge"), ("5-digits-gan", "judge")],
)
def test_the_row_of_real_digits_is_of_digits_that_nobody_has_seen(notebook, tag):
    (training, reference, fresh), names = parts(notebook, tag)
    assert len(reference) == len(fresh) == 500
    assert not reference & fresh
    # In black and white no picture equals a grey one, so the classes are compared as well.
    assert not (reference | fresh) & training
    halves = torch.cat([names["reference"].labels, names["fresh"].labels])
    assert torch.equal(halves.sort().values, names["test_digits"].labels.sort().values)


def kept_runs(seeds=3, digits=60):
    """Runs as `recipes.keep` stores them: the second model's samples lie far from the digits."""
    torch.manual_seed(0)
    reference = torch.randn(digits, 4)
    return [
        [
            {
                "reference": reference,
                "features": torch.randn(digits, 4) + off,
                "nats": 90 + off + torch.randn(digits),
            }
            for _ in range(seeds)
        ]
        for off in (0, 5)
    ]


@pytest.mark.slow
def test_an_interval_over_test_digits_knows_the_better_model_and_repeats():
    near, far = kept_runs()
    found = trade_offs_intervals.of_pair(near, far)
    assert found["recall"][0] > 0 > found["Fréchet distance"][1]
    assert found["nats"][1] < 0
    assert found == trade_offs_intervals.of_pair(near, far)
    low, high = trade_offs_intervals.of_pair(near, near)["nats"]
    assert low == high == 0


def test_recall_digit_by_digit_has_the_measure_as_its_mean():
    for run in kept_runs()[0]:
        _, recall = metrics.precision_and_recall(run["reference"], run["features"])
        assert trade_offs_intervals.covered(run).double().mean().item() == pytest.approx(recall)


def test_a_missing_run_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"GAN-0\.npz is needed.*measure `full:GAN` first"):
        trade_offs_intervals.of_all(tmp_path, ["GAN", "VAE"], range(2))


def test_a_changed_number_on_the_page_is_seen():
    table = tables.measures(MEASURED)
    last = next(char for char in reversed(table) if char.isdigit())
    spoiled = table[::-1].replace(last, str((int(last) + 1) % 10), 1)[::-1]
    assert with_tables(PAGE.replace(table, spoiled), MEASURED) == PAGE
    assert PAGE.replace(table, spoiled) != PAGE


def test_a_page_without_its_comments_is_refused():
    with pytest.raises(ValueError, match="begin measures"):
        with_tables("# A page", MEASURED)


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_what_was_measured_is_the_recipe_that_stands_in_the_notebook(name):
    assert recipes.fingerprint(name) == MEASURED["recipes"][name], (
        f"the recipe has changed: run `experiments/trade_offs.py full:{name} short:{name} "
        f"amount:{name} page`"
    )


def test_every_model_was_run_on_five_seeds_and_none_twice():
    for row in MEASURED["full"].values():
        assert all(len(values) == len(trade_offs.SEEDS) for values in row.values())
        assert len(set(row["Fréchet distance"])) == len(trade_offs.SEEDS)


# What a run of the tests can afford: seed 0 for a twenty-fifth of the budget, in a process of its
# own. Seconds and megabytes are the machine's and aren't compared.
MACHINE = ("seconds", "megabytes", "samples a second")


@pytest.mark.slow
@pytest.mark.parametrize("name", recipes.RECIPES)
def test_one_seed_run_again_gives_what_is_stored(name):
    again = cells.apart(recipes.measure, name, 0, trade_offs.SHORT)
    short = MEASURED["short"][name]
    assert set(again) == set(short)
    for key, value in again.items():
        if key.startswith("nats"):
            # After so few steps another processor's rounding has moved little.
            assert value == pytest.approx(short[key][0], rel=0.02)
        elif key not in MACHINE:
            low, high = metrics.prediction_interval(short[key])
            slack = 1e-3 + 1e-4 * abs(value)  # what is stored has five digits
            if key == "share of copies":
                slack = 0.01  # of 500 samples a few may look copied by chance
            assert low - slack <= value <= high + slack, (key, value, short[key])


def test_fewer_digits_are_repeated():
    digits, _ = data.split(data.mnist(), held_out=1000)
    found = recipes.repeated(100)["train_digits"]
    assert len(found) == len(digits)
    assert len(found.images.unique(dim=0)) == len(digits.images[:100].unique(dim=0))
    assert torch.equal(found.images[250], digits.images[50])
    assert torch.equal(found.labels[250], digits.labels[50])


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_every_recipe_has_a_budget(name):
    recipe = recipes.RECIPES[name]
    before = cells.tagged(recipe.notebook, "before-training")
    assert sum(recipe.budget in cells.bound(cell) for cell in before) == 1


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="no section 'ful'"):
        trade_offs.measure("ful", {})


def test_a_cell_shows_its_runs():
    assert tables.cell([1.0, 2.0, 3.0], 1) == "2.0\u00a0±\u00a01.0"
    assert tables.cell([10, 10, 10], 0) == "10"
    assert tables.number(-1234.5, 1) == "−1,234.5"
    assert tables.number(-0.001, 2) == "0.00"
