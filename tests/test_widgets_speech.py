"""The Python side of the speech figure: what it refuses, packs, draws first and reads back."""

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from book_sources import ROOT
from safetensors.numpy import load
from speech_figure import WORDS, explorer, in_node, small_chain

from genai_utils import audio, speech
from genai_utils.widgets.speech_scene import LONGEST, MARK_KEY, make_scene
from genai_utils.widgets.speech_tour import TOUR

# What the page's reader says of a file: the reason for which it is refused, or its words.
OPEN = """({file}) => {
    try { return [...readVoice(bytes(file)).words.keys()]; } catch (error) { return error.message; }
}"""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text": ""}, "letters, spaces and ' , . . ! is needed, but got ''"),
        ({"text": "3 trains"}, "is needed, but got '3 trains'"),
        ({"text": "a" * (LONGEST + 1)}, f"1 to {LONGEST} characters is needed, but got"),
        ({"temperature": -0.1}, "temperature needs a number from 0 to 1.2, but got -0.1"),
        ({"rate": 3}, "rate needs a number from 0.5 to 2, but got 3"),
        ({"seed": 1.5}, "seed needs a whole number from 0 to 9999, but got 1.5"),
        ({"tour": 7}, "tour needs a whole number from 0 to 6"),
        ({"mean": 1}, "mean needs True or False, but got 1"),
        ({"voice": "deep"}, "but got voice"),
        ({"presets": {"wrong": {"text": "a", "rate": 0}}}, "rate needs a number"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        explorer(**options)


def test_a_chain_that_the_page_cannot_compute_is_refused():
    with pytest.raises(ValueError, match="a chain with a pronouncer"):
        explorer(replace(small_chain(), pronouncer=None))
    spoilt = small_chain(seed=3)
    with torch.no_grad():
        spoilt.pronouncer.scores.bias[5] = float("nan")
    with pytest.raises(ValueError, match="The pronouncer needs finite weights"):
        explorer(spoilt)


def test_a_byte_a_weight_travels_and_comes_back():
    made = explorer()
    whole, travels = load(explorer(exact=True).weights), load(made.weights)
    assert len(made.weights) < 0.3 * len(explorer(exact=True).weights)
    rounded = made.rounded()
    assert rounded.words == WORDS
    for name, values in whole.items():
        network, key = name.split(".", 1)
        back = getattr(rounded, network).state_dict()[key].numpy()
        if values.ndim == 1:
            assert (back == values).all()
        else:
            step = travels[f"{name}.scale"][:, None]
            assert travels[name].dtype == np.int8
            assert (np.abs(back - values) <= 0.5001 * step).all()


def test_the_same_chain_makes_the_same_bytes():
    assert len({explorer().weights for _ in range(8)}) == 1


def test_save_writes_what_the_book_and_the_page_load(tmp_path):
    made = explorer()
    made.save(tmp_path / "mine.safetensors")
    again = speech.loaded(tmp_path / "mine.safetensors")
    assert again.words == WORDS
    assert again.phones("voice") == made.rounded().phones("voice")
    file = (tmp_path / "mine.safetensors").read_bytes()
    assert in_node(OPEN, file=file) == sorted(WORDS)


def changed(**given):
    """A file of the page's kind in which one thing is wrong."""
    chain = small_chain()
    told = {"symbols": " ".join(speech.SYMBOLS), **given.pop("told", {})}
    networks = {name: getattr(chain, name) for name in ("pronouncer", "speaker", "vocoder")}
    return speech.packed({**networks, **given}, told)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"nothing", "it is no safetensors file"),
        (changed(told={"symbols": "a b"}), "with the symbols of this page is needed"),
        (changed(told={"words": "{"}), "its list can’t be read"),
        (changed(told={"words": '{"to": "T U"}'}), "phones of the dictionary .* “to”"),
        (changed(vocoder=torch.nn.Linear(2, 2)), "“vocoder.choose.0.weight” is needed"),
        (changed(speaker=torch.nn.Linear(2, 2)), "“speaker.*” is needed"),
    ],
)
def test_a_file_that_the_page_cannot_read_is_refused(file, message):
    answer = in_node(OPEN, file=file)
    assert isinstance(answer, str)
    assert re.search(message, answer)


def test_what_is_said_is_as_loud_as_stated_and_marked():
    made = explorer()
    sound = made.said().sound
    assert 0.6 < sound.abs().max() < 1
    assert audio.mark_score(sound, MARK_KEY) > 4


def test_a_typed_text_is_read_back():
    made = explorer()
    made.set_state({"scene": make_scene("A generator speaks.")})  # as from the browser
    assert made.scene["text"] == "A generator speaks."


def test_a_scene_is_the_same_text_in_the_address():
    scene = make_scene("It’s a test, isn't it?", temperature=0.35, filters=True, word=2, tour=3)
    assert in_node("({scene}) => readSpeechScene(writeSpeechScene(scene))", scene=scene) == scene


@pytest.mark.parametrize(
    "written",
    ["", "1", "_________", "0.3_1_1_0_0_0_0_0_0_", "0.3_1_1_0_0_0_0_0_0_4", "9_1_1_0_0_0_0_0_0_a",
     "0.3_1_1_0.5_0_0_0_0_0_a", "0.3_1_1_0_0_7_0_0_0_a", "0.3_1_1_0_0_0_2_0_0_a",
     "0.3_1_1_0_0_0_0_0_0_" + "a" * (LONGEST + 1)],
)  # fmt: skip
def test_an_address_that_names_no_scene_is_none(written):
    assert in_node("({written}) => readSpeechScene(written)", written=written) is None


def test_repr_holds_no_address():
    assert repr(explorer()) == "SpeechExplorer(425131 weights, 2 words)"


def test_every_equation_that_the_figure_names_is_in_the_book():
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "book").rglob("*.md"))
    for label in {label for step in TOUR for label in step["equations"]}:
        assert f"$$ ({label})" in pages, label


def test_the_tour_has_six_steps():
    assert len(TOUR) == 6
