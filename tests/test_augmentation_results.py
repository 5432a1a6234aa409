"""What the page on data augmentation says of its runs, each sentence from the stored runs."""

import itertools

import augmentation
import augmentation_runs as runs
import augmentation_store
import augmentation_tables
import numpy as np
import stored_json

from genai_utils import metrics

MEASURED = stored_json.read(augmentation.STORED)


def over_both(pair):
    """The intervals of a difference at the four amounts, as the page prints them."""
    return [augmentation_tables.interval(row, *pair) for row in MEASURED["digits"].values()]


def of_machine(arm):
    """The support vector machine with an arm minus without: intervals over the seeds."""
    found = [row["machine"] for row in MEASURED["digits"].values()]
    level = augmentation_store.COVERAGE
    return [metrics.paired_interval(row[arm], row["nothing"], level) for row in found]


def test_generated_digits_cant_be_told_from_copies_at_any_amount():
    for low, high in over_both(augmentation_store.PRIMARY) + of_machine("generated"):
        assert low < 0 < high


def test_shifts_help_at_every_amount():
    for low, _ in over_both(("shifts", "copies")) + of_machine("shifts"):
        assert low > 0


def test_on_top_of_shifts_generated_digits_cost_a_point_from_twenty_on():
    five, *more = over_both(("both", "shifts"))
    assert five[0] < 0 < five[1]
    for low, high in more:
        assert high < 0
        assert -0.015 < (low + high) / 2 < -0.005
    assert -0.001 < more[1][1]  # at 100 a class only just


def test_the_gans_digits_cant_be_told_from_copies_nor_do_they_add_to_shifts():
    for row in MEASURED["adversarial"].values():
        assert len(row["agreement"]) == 2
        assert min(row["agreement"]) > 0.95
        for low, high in row["examples"].values():
            assert low < 0 < high


def test_segments_cant_be_told_from_copies():
    for low, high in over_both(("segments", "copies")):
        assert low < 0 < high


def test_accuracy_without_refused_samples_cant_be_told_from_accuracy_with_them():
    for row in MEASURED["digits"].values():
        same = row["accuracy"]["generated"][: len(row["filtered"])]
        low, high = metrics.paired_interval(row["filtered"], same, augmentation_store.COVERAGE)
        assert low < 0 < high


def gaps(generator):
    found = MEASURED["leak"][generator]
    return np.subtract(found["test"], found["unseen"])


def test_the_leak_shows_on_test_digits_and_not_without_it():
    assert metrics.paired_interval(gaps("peeking"), gaps("more data"))[0] > 0
    prior = MEASURED["leak"]["peeking, from the prior"]
    assert metrics.paired_interval(prior["test"], prior["unseen"])[0] > 0
    for generator in ("honest", "more data"):
        low, high = metrics.paired_interval(gaps(generator), np.zeros_like(gaps(generator)))
        assert low < 0 < high


def test_the_page_names_the_seeds_that_were_run():
    assert {len(found["test"]) for found in MEASURED["leak"].values()} == {10}
    assert {len(found["recall"]) for found in MEASURED["generations"].values()} == {5}
    assert {len(row["filtered"]) for row in MEASURED["digits"].values()} == {10}


def over_seeds(measure, first, second):
    """The interval between (diet, generation) and another one."""
    found = MEASURED["generations"]
    runs = [np.array(found[diet][measure])[:, place] for diet, place in (first, second)]
    return metrics.paired_interval(*runs)


def test_of_two_diets_the_one_with_more_real_digits_keeps_more_recall():
    for worse, better in itertools.combinations(runs.KINDS, 2):
        assert over_seeds("recall", (worse, -1), (better, -1))[1] < 0


def test_own_samples_alone_lose_nearly_all_recall():
    found = np.array(MEASURED["generations"][runs.KINDS[0]]["recall"])
    assert (found[:, -1] < 0.1 * found[:, 0]).all()


def test_precision_rises_with_own_samples_alone_and_with_no_other_diet():
    for diet in runs.KINDS:
        low, high = over_seeds("precision", (diet, -1), (diet, 0))
        assert (low > 0) == (diet == runs.KINDS[0])
        assert high > 0


def test_the_control_keeps_its_recall():
    control = runs.KINDS[-1]
    low, high = over_seeds("recall", (control, -1), (control, 0))
    assert low < 0 < high


def test_no_method_for_the_table_can_be_told_from_doing_nothing():
    for found in MEASURED["table"].values():
        for method in found.keys() - {"nothing"}:
            low, high = metrics.paired_interval(found[method], found["nothing"])
            assert low < 0 < high
