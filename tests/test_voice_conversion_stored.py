"""What the page on voice conversion claims of its stored measurements."""

import json
from statistics import mean

import pytest
import soundfile
import torch
from book_sources import ROOT, pages

from genai_utils import audio

NOTEBOOKS = ROOT / "notebooks"
SEEDS = {"disguise 32": list("01234"), "parallel": list("01234")}


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


def test_three_times_as_many_steps_keep_more_phones_and_still_the_target(settings):
    short, long = (settings[f"disguise 32 {steps}"] for steps in (2000, 6000))
    assert short["phones"] + 0.04 < long["phones"] < settings["real"]["phones"]
    assert short["target"] == long["target"] == 1


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


def test_numbers_in_the_prose_are_the_stored_ones(measured, settings, mark):
    page = pages()["book/6-applications/voice-conversion.md"]
    real, methods = measured["real"], measured["methods"]
    narrow, half, wide = (measured["networks"][f"bottleneck {n}"]["0"] for n in (2, 8, 32))
    hidden, parallel = (
        {key: mean(run[key] for run in measured["networks"][name].values()) for key in real}
        | {"distance": mean(run["distance"] for run in measured["networks"][name].values())}
        for name in SEEDS
    )
    nearest = methods["4 nearest"]
    said = {name: 100 * measured[name]["phones"] for name in ("real", "said again")}
    heard = {steps: 100 * settings[f"parallel {steps}"]["phones"] for steps in (2000, 4000)}
    short, long = (100 * settings[f"disguise 32 {n}"]["phones"] for n in (2000, 6000))
    below = {name: value - 100 * parallel["phones"] for name, value in said.items()}
    sentences = (
        f"{100 * methods['mean']['target']:.0f} of 100 times, "
        f"{100 * methods['mean']['target by spectrum']:.0f} without the pitch",
        f"falls from {methods['nothing']['phones']:.2f} to {methods['mean']['phones']:.2f}",
        f"{100 * narrow['phones']:.0f} of 100 phones are left",
        f"{100 * wide['source']:.0f} of 100 utterances are still taken for it",
        f"{100 * half['phones']:.0f} of 100 phones are left and {100 * half['target']:.0f} of 100 "
        "utterances convert",
        f"{heard[4000]:.0f} of 100 phones are heard after 4,000 steps and {heard[2000]:.0f} after",
        f"{short:.0f} of 100 phones are heard after 2,000 steps and {long:.0f} after 6,000, every "
        f"utterance is taken for the target after both, and real speech has "
        f"{100 * settings['real']['phones']:.0f}.",
        f"keep {100 * nearest['phones']:.0f} of 100 phones and convince in "
        f"{100 * nearest['target']:.0f} of 100 times: the bottleneck keeps "
        f"{100 * hidden['phones']:.0f} and convinces in {100 * hidden['target']:.0f}, and its "
        f"frames are {nearest['distance'] - hidden['distance']:.1f} dB nearer",
        f"its phones are {said['real'] - 100 * hidden['phones']:.0f} points below those of real",
        f"keeps more of them, {100 * methods['mean']['phones']:.0f}.",
        f"at {100 * parallel['phones']:.0f} of 100, {below['real']:.1f} points below real speech "
        f"and {below['said again']:.1f} below speech that was only said again",
        f"the vocoder, which costs {said['real'] - said['said again']:.1f} points",
        f"gives p = {mark['unmarked']['p']:.2f}), and none of {mark['unmarked']['of']:,} is above "
        f"{mark['threshold']:.0f}",
    )
    assert [sentence for sentence in sentences if sentence not in page] == []


def test_one_of_the_five_sounds_of_the_page_is_missed(mark):
    scores = {}
    for path in (ROOT / "book" / "sounds").glob("voice-*.wav"):
        heard, rate = soundfile.read(path, dtype="float32")
        sound = audio.resampled(torch.from_numpy(heard), rate, audio.RATE)
        scores[path.stem] = audio.mark_score(sound, 2026)
    missed = {name: score for name, score in scores.items() if score < mark["threshold"]}
    assert (len(scores), list(missed)) == (5, ["voice-target"])
    page = pages()["book/6-applications/voice-conversion.md"]
    assert f"the target, has a score of {missed['voice-target']:.1f}" in page


def test_the_mark_has_the_law_that_is_derived(mark):
    assert abs(mark["unmarked"]["mean"]) < 0.05
    assert abs(mark["unmarked"]["spread"] - 1) < 0.05
    assert mark["unmarked"]["p"] > 0.01
    assert mark["missed"]["a page's clip"]["share"] < 0.1
