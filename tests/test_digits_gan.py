"""What is stored of the digit GANs: all runs are there, reach the goals, and fill the pages."""

from dataclasses import asdict

import cells
import digits_gan
import digits_gan_recipes as recipes
import digits_gan_tables as tables
import pytest
import tables as markdown
import torch
from book_sources import pages
from torch import nn

from genai_utils import data, metrics


@pytest.mark.parametrize("name", digits_gan.PLANS)
def test_every_planned_run_is_stored(name):
    plan, stored = digits_gan.PLANS[name], tables.stored(name)
    assert list(stored) == list(plan.recipes)
    for runs in stored.values():
        assert list(runs) == [str(seed) for seed in plan.seeds]
        assert {len(marks) for marks in runs.values()} == {len(plan.marks)}
    assert list(digits_gan.missing(plan, stored)) == []


def test_a_missing_run_is_named():
    plan = digits_gan.PLANS["long"]
    stored = {label: dict(runs) for label, runs in tables.stored("long").items()}
    del stored["ours"]["3"]
    assert list(digits_gan.missing(plan, stored)) == [(3, "ours")]


def test_the_convolutional_pair_reaches_its_goals_on_every_seed():
    for marks in tables.stored("long")["ours"].values():
        found = marks[-1]["average"]
        assert found["classes above 2 %"] == 10
        assert found["smallest share"] >= 0.04
        assert found["precision"] >= 0.58
        assert found["recall"] >= 0.8
        assert found["Fréchet distance"] <= 60
    assert min(tables.ratios()) >= 30


def test_the_pages_show_the_stored_tables():
    for page, its in tables.of_pages().items():
        text = pages()[f"book/5-practice/{page}"]
        assert markdown.between(text, "digits_gan_tables", its) == text
    low, high = min(tables.ratios()), max(tables.ratios())
    assert (
        f"distance is {low:.0f} to {high:.0f} times ours" in pages()["book/5-practice/results.md"]
    )


@pytest.fixture(scope="module")
def names():
    """In place of the notebook's judge, measures of the pixels; they cost nothing."""

    def measures(samples):
        return {"Fréchet distance": metrics.frechet_distance(samples[:, ::49], samples[:, ::49])}

    def draw(generator):
        with torch.no_grad():
            return generator(torch.randn(20, generator.latent))

    digits = data.split(data.mnist(), held_out=100)[1]
    images = 2 * data.mnist().images[::20] - 1
    return {"measures": measures, "draw": draw, "real_images": images, "fresh": digits}


ALL = digits_gan.CHANGES | digits_gan.SIZES
REAL = "real digits"


@pytest.mark.parametrize("label", [label for label in ALL if label != REAL])
def test_every_recipe_trains_until_its_marks(label, names):
    torch.manual_seed(0)
    found = digits_gan.run(ALL[label], names, 0, (0.02, 0.04))
    assert len(found) == 2
    assert found[0]["steps"] < found[1]["steps"]
    assert set(found[0]) == {"steps", "weights", "average"}


def test_real_digits_are_measured_without_a_training(names):
    found = digits_gan.run(ALL[REAL], names, 0, (0.1, 0.2))
    assert [mark["steps"] for mark in found] == [0, 0]
    assert found[0]["average"] == cells.rounded(names["measures"](names["fresh"].images))


def differing(one, other):
    pairs = asdict(one).items(), asdict(other).items()
    return {name for (name, value), (_, there) in zip(*pairs, strict=True) if value != there}


def test_each_component_of_ours_is_tried_alone():
    rows = [recipe for recipe in recipes.CHANGES.values() if recipe]
    alone = [differing(recipes.ARTICLE, recipe) for recipe in rows]
    for component in differing(recipes.ARTICLE, recipes.OURS):
        assert {component} in alone, f"{component} occurs in bundles only"


def parameters(network):
    return sum(parameter.numel() for parameter in network.parameters())


def test_the_widths_are_compared_at_equal_parameters():
    kinds = ("− convolutions", "− convolutions, equal widths", "− convolutions, narrowing")
    pairs = [recipes.networks(recipes.CHANGES[kind]) for kind in kinds]
    generators = [parameters(generator) for generator, _ in pairs]
    assert max(generators) < 1.002 * min(generators)
    assert len({parameters(discriminator) for _, discriminator in pairs}) == 1


def test_a_recipe_without_norms_has_none_and_no_missing_bias():
    for network in recipes.networks(recipes.CHANGES["− batch norm"]):
        layers = list(network.modules())
        assert not any(isinstance(layer, nn.BatchNorm2d) for layer in layers)
        weighted = [layer for layer in layers if isinstance(layer, nn.Conv2d | nn.Linear)]
        assert all(layer.bias is not None for layer in weighted)


def test_leaky_and_norms_stand_where_the_recipe_says():
    leaky, plain = (
        recipes.networks(recipes.CHANGES[label])[1] for label in ("ours", "+ convolutions")
    )
    slopes = [layer for layer in leaky.modules() if isinstance(layer, nn.LeakyReLU)]
    assert len(slopes) == 3
    assert not any(isinstance(layer, nn.LeakyReLU) for layer in plain.modules())
    generator, discriminator = recipes.networks(recipes.CHANGES["+ batch norm in both"])
    norms = [
        [layer.num_features for layer in network.modules() if isinstance(layer, nn.BatchNorm1d)]
        for network in (generator, discriminator)
    ]
    assert norms == [[128, 256, 512, 1024], [512, 256]]


def test_no_other_size_is_better_on_every_seed():
    distances = {
        label: [marks[-1]["average"]["Fréchet distance"] for marks in runs.values()]
        for label, runs in tables.stored("sizes").items()
        if label != REAL
    }
    for label, values in distances.items():
        pairs = zip(values, distances["ours"], strict=True)
        assert not all(one < other for one, other in pairs), label


def test_the_clock_stands_while_it_is_told_to():
    watch = digits_gan.Stopwatch()
    reading = watch.seconds()
    sum(range(3_000_000))
    assert watch.seconds() > reading + 0.01
    watch.forget_since(reading)
    assert watch.seconds() < reading + 0.01
