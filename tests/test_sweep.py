"""The sweeps over settings: every edit fits its notebook, and what is stored is what is run."""

import json

import choose
import nbformat
import pytest
import seeds
import sweep
from book_sources import ROOT

ROWS = [(name, label) for name, rows in sweep.SWEEPS.items() for label in rows]


def cells(name):
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    return sweep.up_to_the_results(notebook)


@pytest.mark.parametrize(("name", "label"), ROWS)
def test_an_edit_fits_its_notebook(name, label):
    before = [cell.source for cell in cells(name)]
    edits = sweep.UNSEEN[name] + sweep.BUDGET[name] + sweep.SWEEPS[name][label]
    after = [cell.source for cell in sweep.changed(cells(name), edits)]
    assert before != after


@pytest.mark.parametrize("name", sweep.SWEEPS)
def test_the_stored_rows_are_those_of_the_sweep(name):
    path = ROOT / "notebooks" / f"{name}.sweep.json"
    assert list(json.loads(path.read_text(encoding="utf-8"))) == list(sweep.SWEEPS[name])


def test_an_edit_that_no_longer_fits_is_named():
    cell = nbformat.v4.new_code_cell("rate = 1\nrate = 1")
    with pytest.raises(ValueError, match="'rate = 2' must occur once in the code, but occurs 0"):
        sweep.changed([cell], (("rate = 2", "rate = 3"),))
    with pytest.raises(ValueError, match="occurs 2 times"):
        sweep.changed([cell], (("rate = 1", "rate = 3"),))


# Where a notebook keeps what it trains on and what it is measured on.
PARTS = {
    "3-vae": ("train_digits.images", "test_digits.images"),
    "3-gan": ("train_digits.images", "test_digits.images"),
    "3-self-attention": ("training", "test"),
}


def rows_of(name, edits, split):
    """The rows of both parts after the cells up to the one that holds the text `split`."""
    names = {}
    for cell in sweep.changed(cells(name), edits):
        if cell.cell_type == "code":
            exec(cell.source, names)
            if split in cell.source:
                found = (eval(part, names) for part in PARTS[name])
                return [{row.numpy().tobytes() for row in part} for part in found]
    raise AssertionError(f"{name} has no cell with {split!r}")


@pytest.mark.slow
@pytest.mark.parametrize("name", sweep.SWEEPS)
def test_a_sweep_never_sees_the_test_data(name):
    old, new = sweep.UNSEEN[name][0]
    _, test = rows_of(name, (), old)
    training, validation = rows_of(name, sweep.UNSEEN[name], new)
    assert min(map(len, (training, validation, test))) >= 1000
    assert not (training | validation) & test
    assert not training & validation


CHOICES = [(name, label) for name, rows in choose.CANDIDATES.items() for label in rows]


@pytest.mark.parametrize(("name", "label"), CHOICES)
def test_a_candidate_fits_its_notebook(name, label):
    edits = sweep.UNSEEN.get(name, ()) + choose.CANDIDATES[name][label]
    sweep.changed(cells(name), edits)


@pytest.mark.parametrize("name", choose.CANDIDATES)
def test_the_stored_choice_is_that_of_the_candidates_on_seeds_of_its_own(name):
    path = ROOT / "notebooks" / f"{name}.choice.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert list(stored) == list(choose.CANDIDATES[name])
    assert all(len(row) == len(choose.SEEDS) for rows in stored.values() for row in rows.values())
    assert not set(choose.SEEDS) & set(seeds.SEEDS)
    # Digits are few and are split; a source that is drawn from has no other part to hide.
    assert name in sweep.UNSEEN or "def draw(n)" in "".join(c.source for c in cells(name))


@pytest.mark.parametrize("kind", ["sweep", "choice", "seeds"])
def test_the_averaged_generator_never_stands_alone(kind):
    stored = json.loads((ROOT / "notebooks" / f"3-gan.{kind}.json").read_text(encoding="utf-8"))
    for row in [stored] if kind == "seeds" else stored.values():
        assert {"last: precision", "last: recall", "last: Fréchet distance"} <= set(row)
