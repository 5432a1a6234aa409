"""The arrays behind the figures of chapter 3 are of recipes and sweeps that still stand."""

import json

import numpy as np
import pytest
import recipes
from book_sources import ROOT

STORED = ROOT / "book" / "figures" / "data"
PICTURES = {
    "GAN": {"samples": 40, "sheets": 110},
    "VAE": {"samples": 40},
    "autoregressive": {"samples": 40},
    "batch-of-128": {"average": 40, "last": 40, "shorter": 40},
}


def arrays(name):
    with np.load(STORED / f"{name}.npz") as stored:
        return dict(stored)


def sweep(notebook):
    path = ROOT / "notebooks" / f"{notebook}.sweep.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_samples_are_of_the_recipe_that_stands(name):
    assert str(arrays(name)["recipe"]) == recipes.fingerprint(name)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_bytes_and_not_one_and_the_same(name):
    for key, number in PICTURES[name].items():
        pictures = arrays(name)[key]
        assert pictures.dtype == np.uint8
        assert pictures.shape == (number, 784)
        assert len(np.unique(pictures, axis=0)) > number / 2


def test_the_average_and_the_last_generator_are_those_of_the_sweep():
    stored, row = arrays("batch-of-128"), sweep("3-gan")["batch of 128"]
    for key in ("Fréchet distance", "recall"):
        assert stored[f"average: {key}"] == pytest.approx(row[key], rel=1e-3)
        assert stored[f"last: {key}"] == pytest.approx(row[f"last: {key}"], rel=1e-3)


def test_codes_are_rows_of_the_sweep():
    stored = arrays("codes")
    rows = {key.split(": ")[0] for key in stored}
    assert rows <= set(sweep("3-vae"))
    for row in rows:
        assert (stored[f"{row}: digits"] == stored["nothing: digits"]).all()
        assert stored[f"{row}: rebuilt"].shape == stored[f"{row}: drawn"].shape == (10, 784)
