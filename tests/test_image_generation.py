"""What is stored of the digits by class: its goals, its judge, and a part trained again."""

import itertools
import json
from statistics import mean

import book_sources
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


def span(values, form):
    """The smallest and the largest, as a sentence says them."""
    return f"{min(values):{form}} to {max(values):{form}}"


def of_seeds():
    """What the page, and what the notebook below its five seeds, says of them."""
    seeds, alone = stored(NAME), stored("3-gan")["Fréchet distance"]
    pairs = zip(seeds["GAN: Fréchet distance"], alone, strict=True)
    ratio = span([own / other for own, other in pairs], ".2f")
    yield "page", f"distances of {span(alone, '.0f')}; with classes the distance is {ratio} of that"
    yield "page", f"at least {100 * min(seeds['GAN: agreement']) // 1:.0f} in a hundred"
    yield "page", f"{100 * mean(seeds['GAN: spread']):.0f} % of the spread, in the worst class"
    yield "page", f"class of a seed {100 * min(seeds['GAN: smallest spread']):.0f} %."
    yield "page", f"The VAE's have {100 * mean(seeds['VAE: spread']):.0f} % of the spread"
    real = (mean(seeds[f"real: {name}"]) for name in ("agreement", "spread"))
    yield "page", "mark what real digits get, {:.2f} and {:.2f}.".format(*real)
    yield "seeds-read", f"Fréchet distance is {ratio}"
    for name in ("GAN: agreement", "real: agreement"):
        yield "seeds-read", span(seeds[name], ".3f")
    for who, name in itertools.product(("GAN", "real"), ("spread", "recall in a class")):
        yield "seeds-read", span(seeds[f"{who}: {name}"], ".2f")
    for name in ("planted copies: spread", "VAE: agreement", "VAE: digits classified"):
        yield "seeds-read", span(seeds[name], ".2f")
    yield "seeds-read", span(seeds["VAE: Fréchet distance"], ".0f")


def of_choice_and_sweep():
    """What both say of the settings that were compared, and of the parts that were broken."""
    choice, sweep = stored(NAME, "choice"), stored(NAME, "sweep")
    for name, form in (("agreement", ".3f"), ("spread", ".2f")):
        rows = (choice[row][f"GAN: {name}"] for row in ("no misfiled pairs", "as it is"))
        yield "choice-read", " in the place of ".join(span(values, form) for values in rows)
    rows = ("nothing", "D isn't told the class", "class in the VAE as a one")
    told, blind, soft = (sweep[row]["VAE: negative bound"] for row in rows)
    yield "page", f"{soft:.1f} nats against {told:.1f}"
    yield "sweep-read", f"is {soft:.1f} nats in the place of {told:.1f}"
    yield "sweep-read", f"{blind:.1f} nats, with the class given {told:.1f}"
    yield "sweep-read", f"saves {blind - told:.1f} nats"
    *distances, last = (f"{row['GAN: Fréchet distance']:.0f}" for row in [*sweep.values()][:4])
    yield "page", f"The Fréchet distances are {', '.join(distances)} and {last}."
    yield "sweep-read", f"a distance of {distances[1]};"
    yield "sweep-read", f"the distance is {distances[2]}."
    yield "page", f"nobody obeys: {sweep[rows[1]]['GAN: agreement']:.2f},"


@pytest.mark.parametrize("sentences", [of_seeds, of_choice_and_sweep])
def test_page_and_notebook_say_the_stored_numbers(sentences):
    cells_of = book_sources.notebooks()[f"notebooks/{NAME}.ipynb"].cells
    texts = {cell.id: cell.source for cell in cells_of}
    texts["page"] = book_sources.pages()["book/6-applications/images.md"]
    assert [(place, said) for place, said in sentences() if said not in texts[place]] == []


@pytest.mark.slow
def test_an_epoch_trained_again_is_the_first_of_the_stored_runs():
    """An eighth of the GAN's training, with the judge before it, from the notebook's cells."""
    names = cells.run(cells.before(NAME, "sampling"), {}, seed=0, settings={"epochs": 1})
    for loss in ("L_D", "L_G"):
        low, high = metrics.prediction_interval(stored(NAME)[f"GAN: {loss} in epoch 1"])
        assert low <= names["history"][loss][0] <= high
