"""What is stored of the digit GANs: all runs are there, reach the goals, and fill the pages."""

import digits_gan
import digits_gan_tables as tables
import pytest
import torch
from book_sources import pages

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
    assert tables.changes() in pages()["book/5-practice/implementation.md"]
    for label in digits_gan.LONG:
        assert tables.long(label) in pages()["book/5-practice/results.md"]
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

    return {"measures": measures, "draw": draw, "real_images": 2 * data.mnist().images[::20] - 1}


@pytest.mark.parametrize("label", digits_gan.CHANGES)
def test_every_recipe_trains_until_its_marks(label, names):
    torch.manual_seed(0)
    found = digits_gan.run(digits_gan.CHANGES[label], names, 0, (0.1, 0.2))
    assert len(found) == 2
    assert found[0]["steps"] < found[1]["steps"]
    assert set(found[0]) == {"steps", "weights", "average"}


def test_the_clock_stands_while_it_is_told_to():
    watch = digits_gan.Stopwatch()
    reading = watch.seconds()
    sum(range(3_000_000))
    assert watch.seconds() > reading + 0.01
    watch.forget_since(reading)
    assert watch.seconds() < reading + 0.01


def test_the_judge_is_the_notebooks():
    cells = digits_gan.judge_cells()
    assert any("models.DigitClassifier()" in cell for cell in cells)
    assert "def measures(" in cells[-1]
    assert sum(cell.count(digits_gan.SPLIT) for cell in cells) == 1
