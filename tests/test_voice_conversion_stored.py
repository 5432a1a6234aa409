"""What the page on voice conversion claims of its stored measurements."""

import json
from statistics import mean

import pytest
from book_sources import ROOT

NOTEBOOKS = ROOT / "notebooks"
SEEDS = {"disguise 32": list("0124"), "parallel": list("01234")}


@pytest.fixture(scope="module")
def measured():
    return json.loads((NOTEBOOKS / "6-voice-conversion.measured.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def settings():
    return json.loads((NOTEBOOKS / "6-voice-conversion.settings.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def mark():
    return json.loads((NOTEBOOKS / "6-voice-conversion.mark.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ["disguise 32", "parallel"])
def test_networks_of_all_seeds_are_taken_for_the_target(measured, name):
    runs = measured["networks"][name]
    assert sorted(runs) == SEEDS[name]
    assert all(run["target"] >= 0.9 for run in runs.values())


@pytest.mark.parametrize("name", ["disguise 32", "parallel"])
def test_each_keeps_more_phones_than_nearest_frames_and_comes_nearer(measured, name):
    nearest = measured["methods"]["4 nearest"]
    for run in measured["networks"][name].values():
        assert run["phones"] > nearest["phones"]
        assert run["target"] >= nearest["target"]
        assert run["distance"] < nearest["distance"]


def test_parallel_texts_keep_the_phones_within_ten_points_of_real_speech(measured):
    for run in measured["networks"]["parallel"].values():
        assert measured["real"]["phones"] - run["phones"] <= 0.1


def test_the_bottleneck_does_not_and_the_page_says_so(measured):
    phones = mean(run["phones"] for run in measured["networks"]["disguise 32"].values())
    assert measured["real"]["phones"] - phones > 0.2


def test_filtering_three_times_costs_less_than_once_and_five_times_hardly_less(settings):
    once, thrice, often = (settings[f"rounds {n}"]["phones"] for n in (1, 3, 5))
    assert thrice > once + 0.03
    assert often < thrice + 0.01


def test_neither_pitch_nor_mean_spectrum_is_all(measured):
    methods = measured["methods"]
    assert methods["pitch"]["target"] == methods["pitch"]["target by spectrum"] == 0
    assert methods["mean"]["target"] > 0.8
    assert methods["mean"]["target by spectrum"] > 0.9
    assert methods["mean"]["phones"] < methods["nothing"]["phones"] - 0.1


def test_a_wider_code_keeps_phones_and_the_source(measured):
    rows = [measured["networks"][f"bottleneck {width}"]["0"] for width in (2, 8, 32)]
    assert [row["phones"] for row in rows] == sorted(row["phones"] for row in rows)
    assert [row["source"] for row in rows] == sorted(row["source"] for row in rows)
    assert rows[0]["target"] > 0.9 > 0.5 > rows[2]["target"]


def test_the_mark_has_the_law_that_is_derived(mark):
    assert abs(mark["unmarked"]["mean"]) < 0.05
    assert abs(mark["unmarked"]["spread"] - 1) < 0.05
    assert mark["unmarked"]["p"] > 0.01
    assert mark["missed"]["a page's clip"]["share"] < 0.1
