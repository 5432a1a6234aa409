"""The reader's own generator on the page: a file of `save`, and files that are wrong."""

import json
import struct

import numpy as np
import pytest
from game_page import listening
from generator_page import LATENT, LOAD, colour_network, explorer, oracle, small_network
from latent_page import READ_PIXELS
from safetensors.numpy import load, save
from torch import nn

from genai_utils.widgets import GeneratorExplorer

# What the page says when it is given these bytes as a file; "" if it takes them.
READ = """files => files.map((bytes) => {
    try {
        made.readGenerator(Uint8Array.from(bytes).buffer);
        return "";
    } catch (error) { return error.message; }
})"""


def parts(figure):
    """The header's own words and the tensors of a figure's file."""
    size = struct.unpack("<Q", figure.weights[:8])[0]
    about = json.loads(json.loads(figure.weights[8 : 8 + size])["__metadata__"]["generator"])
    return about, load(figure.weights)


ABOUT, TENSORS = parts(explorer())


def written(about=None, **tensors):
    """A file with some words and tensors in the place of others; None takes one away."""
    held = TENSORS | tensors
    held = {name: np.ascontiguousarray(value) for name, value in held.items() if value is not None}
    text = json.dumps(ABOUT | (about or {}))
    return save(held, metadata={"generator": text})


def spoilt(name, value):
    tensor = TENSORS[name].astype(np.float32).copy()
    tensor.flat[3] = value
    return tensor


WRONG = {
    "empty": (b"", "no safetensors file"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "no safetensors file"),
    "cut": (written()[:-10], "cut short"),
    "a decoder's": (save({"0.weight": np.zeros((2, 2))}), "no generator that explorer.save"),
    "words that are none": (
        save(TENSORS, metadata={"generator": "{oops"}),
        "no generator that explorer.save",
    ),
    "null": (save(TENSORS, metadata={"generator": "null"}), "doesn’t name its layers"),
    "no layers": (written({"layers": "linear"}), "doesn’t name its layers"),
    "a choice of nothing": (written({"conditions": [{"name": "tone", "values": []}]}), "no names"),
    "a choice of numbers": (written({"conditions": [{"name": "tone", "values": [1]}]}), "no names"),
    "a direction without ends": (written({"directions": [{"name": "smile"}]}), "no two ends"),
    "no temperature": (written({"temperature": -1}), "no temperature"),
    "no slices": (written(slices=None), "“slices” is missing"),
    "slices of two": (written(slices=np.zeros((4, 2, LATENT))), "(4, 2, 8)"),
    "slices of none": (written(slices=np.zeros((0, 3, LATENT))), "(0, 3, 8)"),
    "a slice that is not finite": (written(slices=spoilt("slices", np.nan)), "not finite"),
    "no direction": (written(**{"direction.0": None}), "“direction.0” is missing"),
    "a short direction": (written(**{"direction.0": np.zeros(LATENT - 1)}), "(7)"),
    "an unknown layer": (written({"layers": [["attention", "0"]]}), "of the kind “attention”"),
    "an inherited layer": (written({"layers": [["toString"]]}), "of the kind “toString”"),
    "no weight": (written(**{"0.weight": None}), "“0.weight” is missing"),
    "no bias": (written(**{"0.bias": None}), "“0.bias” is missing"),
    "a short bias": (written(**{"0.bias": np.zeros(3)}), "“0” needs 32 biases and scales"),
    "a short scale": (written(**{"0.scale": np.zeros(3)}), "“0” needs 32 biases and scales"),
    "no chain": (written(**{"3.weight": np.zeros((128, 31))}), "(128, 31), and needs (…, 32)"),
    "other inputs": (written({"conditions": []}), "(32, 14), and needs (…, 8)"),
    "a kernel of five": (written(**{"5.weight": np.zeros((16, 8, 5, 5))}), "needs (…, 8, 3, 3)"),
    "nan": (written(**{"0.bias": spoilt("0.bias", np.nan)}), "not a finite number"),
    "infinite": (written(**{"0.scale": spoilt("0.scale", np.inf)}), "not a finite number"),
    "a wrong view": (written({"layers": [["view", 3, 3]]}), "14 numbers can’t be seen as 3 × 3"),
    "a negative view": (written({"layers": [["view", -2, -7]]}), "can’t be seen"),
    "planes of nothing": (written({"layers": [["upsample"]]}), "channels, height and width"),
    "a shuffle by three": (
        written({"layers": [["view", 2, 7, 1], ["shuffle"]]}),
        "2 channels can’t be shuffled by fours",
    ),
    "no slope": (written({"layers": [["leaky"]]}), "has no slope"),
    "ever larger": (
        written({"layers": [["view", 14, 1, 1], *[["upsample"]] * 20]}),
        "more than a million",
    ),
    "no square": (written({"layers": [["linear", "0"]]}), "32 numbers, which is no square"),
    "two colours": (written({"layers": [["view", 14, 1, 1]]}), "14 × 1 × 1 numbers"),
}


@pytest.fixture(scope="module")
def module(browser):
    with listening(browser) as page:
        page.evaluate(LOAD, GeneratorExplorer._esm)
        yield page


def test_a_wrong_file_is_refused_with_its_reason(module):
    said = module.evaluate(READ, [list(content) for content, _ in WRONG.values()])
    for (kind, (_, reason)), words in zip(WRONG.items(), said, strict=True):
        assert reason in words, (kind, words)


def test_what_was_not_changed_is_taken(module):
    assert module.evaluate(READ, [list(written()), list(explorer(exact=True).weights)]) == ["", ""]


def digits(seed=3):
    """A generator of another kind: ten classes, no direction, linear layers alone."""
    layers = [nn.Linear(5 + 10, 20), nn.LeakyReLU(0.1), nn.Linear(20, 49), nn.Sigmoid()]
    return nn.Sequential(*layers)


def choose(page, path):
    page.locator("input[type=file]").set_input_files(path)
    page.wait_for_function(
        "name => document.querySelector('.own-file [role=status]').textContent.includes(name)",
        arg=path.name,
    )
    return page.locator(".own-file [role=status]").inner_text()


def shown(page):
    canvas = page.locator(".drawn canvas")
    side = canvas.evaluate("canvas => canvas.height")
    return np.array(canvas.evaluate(READ_PIXELS)).reshape(side, side, 4)


def expected_at_start(network, latent, values, side):
    """A lies 40 degrees west on the slice's equator; the first of each value is chosen."""
    slices = np.random.default_rng(0).normal(size=(12, 3, latent))[0]
    turn = np.radians(-40)
    code = np.cos(turn) * slices[0] + np.sin(turn) * slices[1]
    choice = np.concatenate([np.eye(count)[0] for count in values])
    picture = 255 * oracle(network, [np.concatenate([code, choice])])[0]
    return picture.reshape(-1, side, side).transpose(1, 2, 0)


def test_the_figure_runs_on_the_readers_file(open_game, tmp_path):
    page = open_game(explorer())
    before = shown(page)
    network = colour_network(seed=9)
    path = tmp_path / "mine.safetensors"
    explorer(network).save(path)
    assert choose(page, path) == (
        "The figure now runs on mine.safetensors: 32 × 32 pixels, 14 layers, 12 slices."
    )
    expected = expected_at_start(network, LATENT, [3, 3], side=32)
    assert np.abs(shown(page)[..., :3] - expected).max() <= 1
    assert page.get_by_label("Show").count() == 0, "the presets belong to the page's weights"
    page.get_by_label("Blend, from A to B").press("ArrowRight")
    assert "generator=" not in page.url, "an address can't name a file of the reader's"
    page.get_by_role("button", name="Back to the page’s weights").click()
    assert (shown(page) == before).all()
    assert page.get_by_label("Show").count() == 1


def test_a_file_brings_its_own_choices(open_game, tmp_path):
    page = open_game(explorer())
    network = digits()
    path = tmp_path / "digits.safetensors"
    classes = {"digit": [str(k) for k in range(10)]}
    GeneratorExplorer(network, 5, conditions=classes).save(path)
    assert "now runs on digits.safetensors: 7 × 7 pixels" in choose(page, path)
    expected = expected_at_start(network, 5, [10], side=7)
    assert np.abs(shown(page)[..., :1] - expected).max() <= 1
    page.get_by_role("group", name="A").get_by_label("digit").select_option("7")
    assert "A (7, 40° west" in page.get_by_role("status").first.inner_text()
    assert page.get_by_label("smile").count() == 0


def test_a_refused_file_changes_nothing(open_game, tmp_path):
    page = open_game(explorer())
    before = shown(page)
    path = tmp_path / "cut.safetensors"
    path.write_bytes(written()[:-10])
    assert choose(page, path) == (
        "cut.safetensors was refused: it was cut short. Nothing has changed."
    )
    assert (shown(page) == before).all()


@pytest.mark.parametrize("network", [small_network, colour_network])
def test_the_networks_of_these_tests_draw_another_code_otherwise(network):
    one, other = oracle(network(), np.random.default_rng(0).normal(size=(2, LATENT + 6)))
    assert np.abs(one - other).max() > 0.2
