"""The emoji generator that the book's page holds: what its scenes promise, and how it is rounded.

Pictures are the page's, from its weights of one byte; the judge is the classifier trained apart.
"""

import base64
import json
import re
from pathlib import Path

import emoji_smile
import numpy as np
import pytest
import torch
from game_page import listening
from generator_page import DRAW, LOAD
from safetensors.torch import load_file

from genai_utils import models
from genai_utils.data.emoji import CREDIT
from genai_utils.data.emoji_names import GROUPS

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
STATE = "application/vnd.jupyter.widget-state+json"
LARGEST = 250_000  # bytes of weights
PICTURES = """([bytes, scenes]) => {
    const held = made.readGenerator(Uint8Array.from(bytes).buffer);
    const at = (scene, blend) => [...made.pictureAt(held, scene, blend)];
    return scenes.map((scene) => [0, 0.5, 1].map((blend) => at(scene, blend)));
}"""
WAYS = """([bytes, scenes]) => {
    const held = made.readGenerator(Uint8Array.from(bytes).buffer);
    return scenes.map((scene) => made.measureWay(Array.from({length: 9}, (_, k) =>
        made.pictureAt(held, scene, k / 8))));
}"""


@pytest.fixture(scope="module")
def figure():
    """The figure's state as the notebook stores it, and its weights' bytes."""
    notebook = json.loads((NOTEBOOKS / "6-emoji-live.ipynb").read_text("utf-8"))
    models_stored = notebook["metadata"]["widgets"][STATE]["state"].values()
    (stored,) = [held for held in models_stored if held["state"].get("presets")]
    (weights,) = [
        base64.b64decode(b["data"]) for b in stored["buffers"] if b["path"] == ["weights"]
    ]
    return stored["state"], list(weights)


@pytest.fixture(scope="module")
def page(browser, figure):
    with listening(browser) as page:
        page.evaluate(LOAD, figure[0]["_esm"])
        yield page


@pytest.fixture(scope="module")
def shown(page, figure):
    """By label the scene, and the pictures at A, halfway and at B: (3, 3, 32, 32)."""
    state, weights = figure
    scenes = [preset["scene"] for preset in state["presets"]]
    pictures = torch.tensor(page.evaluate(PICTURES, [weights, scenes])).reshape(-1, 3, 3, 32, 32)
    labels = [preset["label"] for preset in state["presets"]]
    return dict(zip(labels, zip(scenes, pictures, strict=True), strict=True))


@pytest.fixture(scope="module")
def judged(shown):
    """By label the groups and the tones that the judge sees at A, halfway and at B."""
    judge = models.EmojiJudge()
    judge.load_state_dict(load_file(NOTEBOOKS / "6-emoji.judge.safetensors"))
    with torch.no_grad():
        logits = {label: judge.eval()(pictures) for label, (_, pictures) in shown.items()}
    return {label: [each.argmax(1).tolist() for each in both] for label, both in logits.items()}


@pytest.mark.parametrize(
    ("label", "groups"),
    [
        ("two faces", ("face", "face")),
        ("a person, from light to dark", ("person", "person")),
        ("a face into a flag", ("face", "flag")),
        ("a face further along the smile", ("face", "face")),
    ],
)
def test_a_scene_shows_what_it_is_called(judged, label, groups):
    seen, _ = judged[label]
    assert (GROUPS[seen[0]], GROUPS[seen[2]]) == groups


def test_the_person_grows_darker_and_keeps_its_place(shown, judged):
    scene, pictures = shown["a person, from light to dark"]
    assert scene["ends"][0] == scene["ends"][1], "only the tone changes"
    tones = judged["a person, from light to dark"][1]
    assert tones[0] < tones[2], "the judge sees a darker tone at B"
    inside = (pictures.mean(1) < 0.9).all(0)
    light = pictures.mean(1)[:, inside].mean(1)
    assert light[0] > light[1] > light[2]
    assert light[0] - light[2] > 0.05  # clothes and outlines stay as they are


def test_the_smile_moves_the_face(shown, page, figure):
    scene, pictures = shown["a face further along the smile"]
    assert scene["moves"] == [2]
    still = page.evaluate(PICTURES, [figure[1], [scene | {"moves": [0]}]])
    still = torch.tensor(still).reshape(3, 3, 32, 32)
    assert (pictures[0] - still[0]).square().mean().sqrt() > 0.03


def test_the_flag_has_a_tone_that_no_flag_had(shown):
    scene, _ = shown["a flag with dark skin"]
    assert scene["chosen"] == [[3, 0], [3, 5]]


def test_two_faces_have_a_face_of_its_own_between_them(shown, page, figure, judged):
    scene, _ = shown["two faces"]
    (way,) = page.evaluate(WAYS, [figure[1], [scene]])
    assert "a picture of its own" in page.evaluate("way => made.sayWay(way)", way)
    assert judged["two faces"][0][1] == 0, "the judge takes it for a face"


def test_the_weights_are_light_and_draw_what_the_stored_generator_draws(page, figure):
    assert len(figure[1]) <= LARGEST
    generator = models.EmojiGenerator()
    generator.load_state_dict(load_file(NOTEBOOKS / "6-emoji.safetensors"))
    torch.manual_seed(0)
    asked = models.ask(torch.arange(8), torch.tensor([0, 1, 5, 0, 0, 0, 0, 0]))
    inputs = torch.cat([torch.randn(8, generator.noise), asked], dim=1)
    with torch.no_grad():
        expected = ((generator.eval().layers(inputs) + 1) / 2).flatten(1).numpy()
    error = np.abs(np.array(page.evaluate(DRAW, [figure[1], inputs.tolist()])) - expected)
    assert 0 < error.mean() < 2 / 255
    assert error.max() < 0.25


def test_the_makers_are_named(figure):
    assert CREDIT in figure[0]["credit"]
    notebook = (NOTEBOOKS / "6-emoji-live.ipynb").read_text("utf-8")
    assert re.search(r'"caption": ".*CC BY-SA', notebook)


def test_the_direction_belongs_to_the_stored_weights():
    stored = json.loads((NOTEBOOKS / "6-emoji-live.json").read_text("utf-8"))
    assert stored["weights"] == emoji_smile.of_weights()
