"""The voice that the book's page holds, in node, against PyTorch with the stored weights."""

import base64
import json
from functools import cache

import numpy as np
import pytest
import torch
from book_sources import ROOT
from speech_figure import SAY, SPELL, STORED, far, in_node

from genai_utils import audio, speech
from genai_utils.data.pronunciations import pronunciations
from genai_utils.widgets import SpeechExplorer
from genai_utils.widgets.speech_scene import MARK_KEY
from genai_utils.widgets.speech_tour import TOUR

STATE = "application/vnd.jupyter.widget-state+json"
LARGEST = 1_000_000  # bytes of weights
SCENES = ("the sentence of the chapter", "filters, a higher voice", "frames drawn at temperature 1")


@cache
def stored():
    """The figure's state as the notebook stores it, and its weights' bytes."""
    notebook = json.loads((ROOT / "notebooks/6-speech-live.ipynb").read_text("utf-8"))
    (held,) = [
        h for h in notebook["metadata"]["widgets"][STATE]["state"].values() if "_esm" in h["state"]
    ]
    (weights,) = [base64.b64decode(b["data"]) for b in held["buffers"] if b["path"] == ["weights"]]
    return held["state"], weights


@cache
def figure():
    return SpeechExplorer(speech.chain_of(stored()[1]), stored()[0]["scene"]["text"])


@cache
def both():
    """What node and PyTorch say of scenes of the page."""
    scenes = {preset["label"]: preset["scene"] for preset in stored()[0]["presets"]}
    chosen = [scenes[name] for name in SCENES]
    answers = in_node(SAY, weights=stored()[1], scenes=chosen)
    said = [figure().said(scene) for scene in chosen]
    return dict(zip(SCENES, zip(answers, said, strict=True), strict=True))


def test_the_page_holds_the_stored_chain_in_few_bytes():
    page, book = speech.chain_of(stored()[1]), speech.loaded(STORED)
    for name in ("pronouncer", "speaker", "vocoder"):
        one, other = (getattr(chain, name).state_dict() for chain in (page, book))
        assert one.keys() == other.keys()
        assert all(torch.allclose(one[key], other[key], atol=1e-6) for key in one)
    assert figure().weights == stored()[1]
    assert len(stored()[1]) <= LARGEST
    assert stored()[0]["_esm"] == SpeechExplorer._esm


@pytest.mark.parametrize("name", SCENES)
def test_what_the_page_says_is_what_pytorch_says(name):
    """Phones; durations to 1e-5; frames to 1e-3; sound to a hundredth of its own size."""
    answer, said = both()[name]
    assert answer["symbols"] == list(said.symbols)
    assert answer["samples"] == pytest.approx(said.samples.tolist(), rel=1e-5)
    assert np.abs(np.array(answer["frames"]) - said.frames.numpy()).max() < 1e-3
    assert far(answer["sound"], said.sound) < 1e-2


@pytest.mark.parametrize("name", SCENES)
def test_the_books_detector_finds_the_mark_in_what_the_page_says(name):
    sound = torch.tensor(both()[name][0]["sound"])
    assert audio.mark_score(sound, MARK_KEY) > 5
    assert audio.mark_score(sound, MARK_KEY + 1) < 4


def test_words_of_the_list_are_missed_by_the_network_and_said_as_the_dictionary_says():
    words, ways = figure().rounded().words, pronunciations()
    assert 20 < len(words) < 1500
    answers = in_node(SPELL, weights=stored()[1], words=list(words)[:40])
    for (word, said), answer in zip(list(words.items())[:40], answers, strict=True):
        assert said == ways[word][0]
        assert tuple(answer["phones"]) not in ways[word]


def test_a_vowel_lasts_longer_at_the_end_as_the_tour_says():
    lasts = []
    for text in ("The train is late.", "We wait for the late train."):
        assert any(text in step["says"] for step in TOUR)
        said = figure().said(figure().scene | {"text": text})
        at = [said.symbols[i : i + 2] for i in range(len(said.symbols))].index(("L", "EY1"))
        lasts.append(said.samples[at + 1].item())
    assert lasts[0] > 1.1 * lasts[1]


def test_the_page_spells_as_pytorch_does():
    words = ["brillig", "glorp", "snorb", "nobody", "generator", "o'clock", "phthisis"]
    answers = in_node(SPELL, weights=stored()[1], words=words)
    expected = speech.spelled(figure().rounded().pronouncer, words)
    assert [tuple(answer["phones"]) for answer in answers] == [expected[word] for word in words]


def test_what_a_byte_a_weight_costs_is_stored():
    found = json.loads((ROOT / "notebooks/6-speech-live.measured.json").read_text("utf-8"))
    assert 0 < found["frames"]["the mean"] < 0.1
    whole, rounded = found["phone error"].values()
    assert abs(rounded - whole) < 0.02
    assert 0 < found["words"]["changed"] < 0.1
