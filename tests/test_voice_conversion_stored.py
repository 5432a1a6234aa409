"""What the page on voice conversion claims of its stored measurements."""

import json

import pytest
from book_sources import ROOT

NOTEBOOKS = ROOT / "notebooks"


@pytest.fixture(scope="module")
def measured():
    return json.loads((NOTEBOOKS / "6-voice-conversion.measured.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def mark():
    return json.loads((NOTEBOOKS / "6-voice-conversion.mark.json").read_text("utf-8"))


def test_networks_are_taken_for_the_target(measured):
    for name in ("disguise 32", "parallel 900", "parallel 2000"):
        assert measured["networks"][name]["0"]["target"] >= 0.9


def test_networks_keep_more_phones_than_nearest_frames_and_come_nearer(measured):
    nearest = measured["methods"]["4 nearest"]
    for name in ("disguise 32", "parallel 900"):
        one = measured["networks"][name]["0"]
        assert one["phones"] > nearest["phones"]
        assert one["target"] >= nearest["target"]
        assert one["distance"] < nearest["distance"]


def test_parallel_texts_bring_the_phones_within_ten_points_of_speech_said_again(measured):
    best = measured["networks"]["parallel 2000"]["0"]["phones"]
    assert measured["said again"]["phones"] - best <= 0.1


def test_neither_pitch_nor_mean_spectrum_is_all(measured):
    methods = measured["methods"]
    assert methods["pitch"]["target"] < 0.5
    assert methods["mean"]["target"] > 0.9
    assert methods["mean"]["phones"] < methods["nothing"]["phones"] - 0.1


def test_the_mark_has_the_law_that_is_derived(mark):
    assert abs(mark["unmarked"]["mean"]) < 0.05
    assert abs(mark["unmarked"]["spread"] - 1) < 0.05
    assert mark["unmarked"]["p"] > 0.01
    assert mark["missed"]["a page's clip"]["share"] < 0.1
