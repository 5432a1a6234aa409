"""Data augmentation: the page's tables, the parts that must not meet, and what a run leaves."""

import copy
import pickle

import augmentation
import augmentation_runs as runs
import augmentation_store
import augmentation_tables
import cells
import numpy as np
import pytest
import stored_json
import tables
import torch

from genai_utils import data, models

MEASURED = stored_json.read(augmentation.STORED)
PAGE = augmentation_tables.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def names():
    return augmentation.names()


def with_tables(measured):
    return tables.between(PAGE, "augmentation", augmentation_tables.of_page(measured))


def test_the_tables_on_the_page_are_those_of_the_stored_runs():
    assert with_tables(MEASURED) == PAGE, "run `experiments/augmentation.py page`"


def plus_a_tenth(measured, *path):
    changed = copy.deepcopy(measured)
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = np.add(part[path[-1]], 0.1).tolist()
    return changed


@pytest.mark.parametrize(
    "path",
    [
        ("digits", "5", "accuracy", "generated"),
        ("digits", "400", "machine", "shifts"),
        ("digits", "20", "agreement"),
        ("adversarial", "5", "accuracy", "GAN"),
        ("leak", "peeking", "test"),
        ("generations", "own samples alone", "recall"),
        ("table", "forest", "SMOTE"),
        ("choice", "latent 2, beta 1", "5"),
    ],
    ids=lambda path: path[0],
)
def test_a_changed_number_in_the_runs_is_seen(path):
    assert with_tables(plus_a_tenth(MEASURED, *path)) != PAGE


def test_a_wider_interval_over_test_digits_is_seen():
    changed = copy.deepcopy(MEASURED)
    for row in changed["digits"].values():
        row["examples"] = {key: [-0.5, 0.5] for key in row["examples"]}
    assert with_tables(changed) != PAGE
    assert "**" not in augmentation_tables.differences(changed)


def lists_of(part):
    """The lists over seeds in a part of what is stored."""
    return [it for row in part.values() for it in (lists_of(row) if type(row) is dict else [row])]


def test_the_planned_seeds_were_run_and_none_twice():
    seeds = len(augmentation.SEEDS)
    for row in MEASURED["digits"].values():
        # At 400 a class all seeds have the same digits, and the plain machine sees only them.
        assert {len(it) for it in [*row["machine"].values(), row["agreement"]]} == {seeds}
        for values in lists_of(row["accuracy"]):
            assert len(values) == seeds
            assert len(set(values)) > 4
    assert {len(it) for it in lists_of(MEASURED["table"])} == {seeds}


@pytest.mark.parametrize("part", ["leak", "generations"])
def test_what_is_compared_was_run_on_the_same_seeds(part):
    """Three at the least, without which there is no interval."""
    found = lists_of(MEASURED[part])
    assert len(found[0]) >= 3
    assert {len(it) for it in found} == {len(found[0])}


def test_filtered_runs_are_paired_with_their_own_seeds():
    for row in MEASURED["digits"].values():
        assert 3 <= len(row["filtered"]) <= len(row["accuracy"]["generated"])


def test_all_diets_begin_with_the_same_generation():
    recalls = [found["recall"] for found in MEASURED["generations"].values()]
    assert len(recalls) == len(runs.KINDS)
    assert len({tuple(chain[0] for chain in chains) for chains in recalls}) == 1
    assert {len(chain) for chains in recalls for chain in chains} == {runs.LENGTH}


def test_the_setting_is_the_best_on_validation_digits():
    for n, chosen in MEASURED["chosen"].items():
        means = {name: np.mean(found[n]) for name, found in MEASURED["choice"].items()}
        latent, beta = chosen
        assert means[f"latent {latent}, beta {beta:g}"] == max(means.values())


def test_the_notebook_runs_the_setting_that_was_chosen(names):
    assert [names["latent"], names["beta"]] == MEASURED["chosen"]["20"]


def test_the_page_says_what_is_trained_and_on_what(names):
    size = sum(it.numel() for it in models.DigitClassifier().parameters())
    rare = names["patients"](0)[1].mean()
    assert f"judges samples elsewhere in the book, {round(size, -4):,} numbers" in PAGE
    assert f"All take the same {names['steps']} steps" in PAGE
    assert f"A batch has {names['half']} real digits and {names['half']} others" in PAGE
    assert f"The test is on {len(names['test_digits']):,} digits" in PAGE
    assert f"the {len(names['training']):,} training digits are all used" in PAGE
    assert {19: "one in nineteen"}[round(1 / rare)] in PAGE


def rows(digits):
    return {row.numpy().tobytes() for row in digits.images}


def test_parts_that_must_not_meet_are_apart(names):
    """Real digits, digits nobody has seen, and the test; and the same for validation digits."""
    training, test = names["training"], names["test_digits"]
    for seed in range(3):
        real = rows(names["few"](training, runs.LEAKED, seed))
        more = rows(names["few"](training, 100, seed, 100))
        unseen = rows(names["few"](training, 100, seed, 300))
        assert len(real) == 10 * runs.LEAKED
        assert len(unseen) == 1000
        assert len(real | more | unseen) == len(real) + len(more) + len(unseen)
        assert not (real | more | unseen) & rows(test)
    inner, validation = data.split(training, held_out=1000, seed=1)
    assert not rows(inner) & rows(validation)


def test_the_choice_never_sees_the_test_digits(names, monkeypatch):
    """A run of the choice with test digits that can't be used."""
    for name, value in {"steps": 2, "generator_steps": 2, "test_digits": None}.items():
        monkeypatch.setitem(names, name, value)
    assert 0 <= runs.choice(names, (2, 1.0), 5, 0) <= 1


def test_arms_differ_in_what_they_add_and_in_nothing_else(names):
    real = names["few"](names["training"], 5, 0)
    arms = names["arms"](real, real)
    assert arms["nothing"] == (None, None)
    assert arms["copies"] == (real, None)
    assert arms["shifts"] == (real, names["moved"])
    assert arms["generated"][1] is None
    assert arms["both"][1] is names["moved"]


def test_every_arm_takes_as_many_steps(names, monkeypatch):
    taken = []
    monkeypatch.setitem(names, "steps", 3)
    monkeypatch.setitem(names, "step", lambda loss, *_: taken.append(len(loss.shape)))
    real = names["few"](names["training"], 5, 0)
    for added, move in names["arms"](real, real).values():
        taken.clear()
        names["classifier"](real, added, move)
        assert len(taken) == 3


def test_points_between_lie_between_digits_of_their_class(names):
    real = names["few"](names["training"], 2, 0)
    found = names["between"](real, 200)
    for image, label in zip(found.images, found.labels, strict=True):
        one, other = real.images[real.labels == label]
        share = ((image - one) @ (other - one)) / (other - one).square().sum()
        assert torch.allclose(image, torch.lerp(one, other, share), atol=1e-5)
        assert -1e-6 <= share <= 1 + 1e-6


def test_moved_digits_stay_digits(names):
    torch.manual_seed(0)
    images = names["test_digits"].images[:200]
    still = names["moved"](images, 0, 0, 0, 0)
    assert torch.allclose(still, images, atol=1e-5)
    ratio = names["moved"](images).sum() / images.sum()
    assert 0.9 < ratio < 1.1  # ink is neither lost nor made


def test_a_missing_run_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(augmentation, "KEPT", tmp_path)
    task = augmentation.CHOICES[0]
    with pytest.raises(ValueError, match="isn't there yet"):
        augmentation.kept([task])
    augmentation.place(task).write_bytes(pickle.dumps(0.5))
    assert augmentation.kept([task]) == {task: 0.5}


def test_runs_after_a_missing_seed_arent_stored(tmp_path, monkeypatch):
    """Two arms with as many runs, but of other seeds, would be paired wrongly."""
    monkeypatch.setattr(augmentation, "KEPT", tmp_path)
    for seed in (0, 1, 3):
        augmentation.place(("leak", seed)).write_bytes(b"")
    augmentation.place(("table", "line", 0)).write_bytes(b"")
    assert augmentation.done(augmentation.FINAL) == [("leak", 0), ("leak", 1), ("table", "line", 0)]


def test_the_interval_over_test_digits_is_of_the_mean_over_seeds():
    first = {"a": np.ones(100, bool), "b": np.zeros(100, bool)}
    assert augmentation_store.over_examples([first, first], "a", "b") == [1.0, 1.0]


# What a run of the tests can afford: one seed of the table again, which is the same to a digit.
def test_a_split_of_the_table_gives_what_is_stored(names):
    found = names["precisions"]("line", 3)
    stored = {method: values[3] for method, values in MEASURED["table"]["line"].items()}
    assert found == pytest.approx(stored, abs=2e-3)


def test_all_experiment_cells_are_tagged():
    tagged = cells.tagged(augmentation.NAME, "augmentation")
    found = set().union(*map(cells.bound, tagged))
    needed = {"few", "together", "classifier", "generator", "sampled", "arms", "right", "machine"}
    assert needed | {"machine_arms", "black_white", "chain", "precisions"} <= found
