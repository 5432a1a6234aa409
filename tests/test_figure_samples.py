"""The arrays behind the figures of chapter 3 are of recipes and sweeps that still stand."""

import json

import fifteen_lines
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
    """As far as two machines agree on a GAN; no other row of the sweep is as near."""
    stored, rows = arrays("batch-of-128"), sweep("3-gan")
    keys = {"average": "Fréchet distance", "last": "last: Fréchet distance"}
    for who, key in keys.items():
        found = stored[f"{who}: Fréchet distance"]
        assert found == pytest.approx(rows["batch of 128"][key], rel=0.3)
    near = [
        name
        for name, row in rows.items()
        if stored["average: Fréchet distance"] == pytest.approx(row["Fréchet distance"], rel=0.3)
    ]
    assert near == ["batch of 128"]


def test_codes_are_rows_of_the_sweep():
    stored = arrays("codes")
    rows = {key.split(": ")[0] for key in stored}
    assert rows <= set(sweep("3-vae"))
    for row in rows:
        assert (stored[f"{row}: digits"] == stored["nothing: digits"]).all()
        assert stored[f"{row}: rebuilt"].shape == stored[f"{row}: drawn"].shape == (10, 784)


def test_the_fifteen_lines_are_those_of_the_page():
    assert str(arrays("fifteen")["program"]) == fifteen_lines.printed()
    assert fifteen_lines.printed().count("\n") == 15
