"""Sweeps and choices: every setting fits its notebook, and what is stored is what is run."""

import functools
import json

import cells
import choose
import parts
import pytest
import seeds
import sweep
import torch
from book_sources import ROOT

from genai_utils.models import VAE, Transformer

ROWS = [(name, label) for name, rows in sweep.SWEEPS.items() for label in rows]
unseen = functools.cache(parts.unseen)  # which splits the words anew
CHOICES = [(name, label) for name, rows in choose.CANDIDATES.items() for label in rows]


def stored(name, kind):
    return json.loads((ROOT / "notebooks" / f"{name}.{kind}.json").read_text(encoding="utf-8"))


@functools.cache
def settable(name):
    """The names that a run of the notebook can set anew."""
    every = cells.before(name, "after-seeds")
    return set().union(*(cells.bound(cell) for cell in every if "settings" in cells.tags(cell)))


@pytest.mark.parametrize(("name", "label"), ROWS)
def test_a_row_fits_its_notebook(name, label):
    wanted = unseen(name) | sweep.BUDGET[name] | sweep.SWEEPS[name][label]
    assert wanted.keys() <= settable(name)


@pytest.mark.parametrize("name", sweep.SWEEPS)
def test_the_stored_rows_are_those_of_the_sweep(name):
    assert list(stored(name, "sweep")) == list(sweep.SWEEPS[name])


# Where a notebook keeps what it trains on and what it is measured on.
PARTS = {
    "3-vae": ("train_digits", "test_digits"),
    "3-gan": ("train_digits", "test_digits"),
    "3-self-attention": ("training", "test"),
    "6-image-generation": ("train_digits", "test_digits"),
}


def rows_of(name, settings):
    """The rows of both parts after the first cell that can set both anew."""
    every, wanted = cells.before(name, "after-seeds"), set(PARTS[name])
    last = next(number for number, cell in enumerate(every) if wanted <= cells.bound(cell))
    names = cells.run(every[: last + 1], {}, settings=settings)
    found = (getattr(names[part], "images", names[part]) for part in PARTS[name])
    return [{row.numpy().tobytes() for row in part} for part in found]


@pytest.mark.slow
@pytest.mark.parametrize("name", sweep.SWEEPS)
def test_a_sweep_never_sees_the_test_data(name):
    _, test = rows_of(name, {})
    training, validation = rows_of(name, unseen(name))
    assert min(map(len, (training, validation, test))) >= 1000
    assert not (training | validation) & test
    assert not training & validation


def test_the_step_that_a_sweep_changes_is_the_notebooks_own():
    names = cells.run([c for c in cells.code("3-vae") if cells.bound(c) & {"VAE", "step"}], {})
    model, images = VAE(784, (8,), 4), torch.rand(400, 784)
    found = []
    for step in (names["step"], sweep.step_of(lambda distortion, rate: distortion + rate)):
        torch.manual_seed(0)
        found.append({name: value.item() for name, value in step(model, images).items()})
    assert found[0] == found[1]


def test_smaller_first_weights_are_drawn_where_the_notebook_draws_larger_ones():
    spread = cells.run(cells.tagged("3-self-attention", "words"), {"torch": torch})["spread"]
    weights = []
    for change in (spread, sweep.small_weights):
        torch.manual_seed(0)
        model = Transformer(vocabulary=27, width=16, heads=2, layers=1, triples=4, context=9)
        weights.append(change(model).state_dict())
    for name, large in weights[0].items():
        small = weights[1][name]
        assert torch.equal(small, large) or 0.015 < small.std() < 0.025 < large.std(), name


@pytest.mark.parametrize(("name", "label"), CHOICES)
def test_a_candidate_fits_its_notebook(name, label):
    assert (unseen(name) | choose.CANDIDATES[name][label]).keys() <= settable(name)


@pytest.mark.parametrize("name", choose.CANDIDATES)
def test_the_stored_choice_is_that_of_the_candidates_on_seeds_of_its_own(name):
    table = stored(name, "choice")
    assert list(table) == list(choose.CANDIDATES[name])
    assert all(len(row) == len(choose.SEEDS) for rows in table.values() for row in rows.values())
    assert not set(choose.SEEDS) & set(seeds.SEEDS)
    # Digits are few and are split; a source that is drawn from has no other part to hide.
    sources = set().union(*map(cells.bound, cells.code(name)))
    assert name in parts.UNSEEN or "draw" in sources


@pytest.mark.parametrize("kind", ["sweep", "choice", "seeds"])
def test_the_averaged_generator_never_stands_alone(kind):
    table = stored("3-gan", kind)
    for row in [table] if kind == "seeds" else table.values():
        assert {"last: precision", "last: recall", "last: Fréchet distance"} <= set(row)
