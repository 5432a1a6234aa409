"""What is stored of the digits by class: its goals, its judge, and a part trained again."""

import json
from statistics import mean

import cells
import numpy as np
import pytest
from book_sources import ROOT

from genai_utils import metrics

NAME = "6-image-generation"
SHEETS = ROOT / "book" / "figures" / "data" / "by-class.npz"


def stored(name, kind="seeds"):
    return json.loads((ROOT / "notebooks" / f"{name}.{kind}.json").read_text(encoding="utf-8"))


def test_samples_are_of_their_class_and_near_to_the_data_on_every_seed():
    seeds, alone = stored(NAME), stored("3-gan")
    assert len(seeds["GAN: agreement"]) == 5
    assert min(seeds["GAN: agreement"]) >= 0.97
    pairs = zip(seeds["GAN: Fréchet distance"], alone["Fréchet distance"], strict=True)
    assert max(a / b for a, b in pairs) <= 1.3
    assert len(seeds["seconds"]) == 5


@pytest.mark.parametrize("measure", ["Fréchet distance", "precision", "recall"])
def test_the_judge_is_that_of_the_gan_without_classes(measure):
    """From one seed both notebooks train one judge: it measures unseen real digits alike."""
    pairs = zip(stored(NAME)[f"real: {measure}"], stored("3-gan")[f"real: {measure}"], strict=True)
    for own, other in pairs:
        assert own == pytest.approx(other, rel=0.15, abs=0.02)


def test_planted_mistakes_were_seen_by_the_right_measure():
    seeds = stored(NAME)
    for agreement, planted in zip(
        seeds["GAN: agreement"], seeds["planted labels: agreement"], strict=True
    ):
        assert agreement - planted == pytest.approx(0.05, abs=0.01)
    assert max(seeds["planted copies: spread"]) < 1.1 * max(seeds["GAN: spread"])
    assert max(seeds["planted copies: recall in a class"]) < min(seeds["GAN: recall in a class"])


def test_a_discriminator_that_is_not_told_the_class_leaves_it_to_chance():
    sweep = stored(NAME, "sweep")
    for row in ("D isn't told the class", "G isn't told the class"):
        assert sweep[row]["GAN: agreement"] < 0.25
    assert sweep["nothing"]["GAN: agreement"] > 0.9


def test_less_noise_agrees_more_and_spreads_less():
    seeds = stored(NAME)
    means = [mean(seeds[f"noise × {scale}: spread"]) for scale in (0.4, 0.6, 0.8, 1.2)]
    assert means == sorted(means)
    assert mean(seeds["noise × 0.6: agreement"]) > mean(seeds["noise × 1.2: agreement"])


def test_the_pictures_of_the_pages_are_bytes_and_ten_of_each_class():
    with np.load(SHEETS) as sheets:
        assert set(sheets) == {"real", "GAN", "VAE"}
        for pictures in sheets.values():
            assert pictures.dtype == np.uint8
            assert pictures.shape == (100, 784)
            assert len(np.unique(pictures, axis=0)) == 100


@pytest.mark.slow
def test_an_epoch_trained_again_is_the_first_of_the_stored_runs():
    """An eighth of the GAN's training, with the judge before it, from the notebook's cells."""
    names = cells.run(cells.before(NAME, "sampling"), {}, seed=0, settings={"epochs": 1})
    for loss in ("L_D", "L_G"):
        low, high = metrics.prediction_interval(stored(NAME)[f"GAN: {loss} in epoch 1"])
        assert low <= names["history"][loss][0] <= high
