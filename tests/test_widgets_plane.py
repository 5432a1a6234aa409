"""The live diffusion in Python, its tour under node, and the networks that are stored for it."""

import base64
import functools
from pathlib import Path

import numpy as np
import pytest
import torch
from figure_module import evaluate
from ipywidgets.embed import embed_data
from safetensors.torch import load_file

from genai_utils.widgets import DiffusionPlane
from genai_utils.widgets.plane_network import (
    draw_data,
    exact_velocity,
    plane_inputs,
    plane_network,
)
from genai_utils.widgets.plane_settings import LEARNING_SIZES, SCENES, STORED

WEIGHTS = Path(__file__).parents[1] / "notebooks" / "8-diffusion-live.safetensors"
# A scene's answer, with the networks of the figure.
ANSWER = """({scene, seed, text}) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stored = readNetworks({get: () => new DataView(bytes.buffer)});
    return answerOf(scene, {get: () => seed}, {stored: (data) => stored[data]});
}"""


@functools.cache
def trained():
    """The stored networks, by the data's names."""
    tensors, networks = load_file(WEIGHTS), {}
    for data in STORED:
        networks[data] = plane_network()
        names = [name for name in tensors if name.startswith(f"{data}.")]
        networks[data].load_state_dict(
            {name.removeprefix(f"{data}."): tensors[name].float() for name in names}
        )
    return networks


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"scene": "doom"}, r"scene needs one of noising, guess, .* got doom"),
        ({"data": "grid"}, r"data needs one of ring, moons, .* got grid"),
        ({"source": "kernel"}, r"source needs one of stored, page, exact, but got kernel"),
        ({"wanted": "c"}, r"wanted needs one of all, a, b, but got c"),
        ({"steps": 0}, r"steps needs a whole number from 1 to 100, but got 0"),
        ({"at": 101}, r"at needs .* got 101"),
        ({"seed": 2**31}, r"seed needs .* got 2147483648"),
        ({"w": 0.3}, r"w needs a multiple of 0.5 from 0 to 6, but got 0.3"),
        ({"points": [(2.5, 0)]}, r"between -2.4 and 2.4, but got 1, such as \[\[2.5, 0.0\]\]"),
        ({"points": [(0, 0)] * 301}, r"at most 300 pairs"),
    ],
)
def test_settings_that_the_page_does_not_offer_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        DiffusionPlane(trained(), **settings)


def test_networks_of_other_names_and_sizes_are_refused():
    with pytest.raises(ValueError, match=r"names ring, moons, classes, but got \['ring'\]"):
        DiffusionPlane({"ring": plane_network()})
    with pytest.raises(ValueError, match=r"'moons' needs the layers \(8, 64, 64, 64, 2\)"):
        DiffusionPlane(trained() | {"moons": plane_network(LEARNING_SIZES)})
    broken = plane_network()
    torch.nn.init.constant_(broken[0].bias, float("nan"))
    with pytest.raises(ValueError, match=r"finite weights up to 65504, but got .* nan"):
        DiffusionPlane(trained() | {"ring": broken})


def test_a_scene_makes_the_settings_and_what_the_reader_chose_is_read_back():
    figure = DiffusionPlane(trained(), scene="guidance", steps=10)
    assert (figure.data, figure.wanted, figure.w, figure.steps) == ("classes", "a", 3.0, 10)
    figure.set_state({"method": "diffusion", "points": [[0, 1]], "at": 4})  # from the browser
    assert (figure.method, figure.points, figure.at) == ("diffusion", [[0.0, 1.0]], 4)


def test_the_figure_is_light():
    figure = DiffusionPlane(trained())
    state = embed_data([figure], drop_defaults=False)["manager_state"]["state"][figure.model_id]
    (weights,) = state["buffers"]
    assert len(base64.b64decode(weights["data"])) == len(figure.weights) < 56_000
    scripts = len(state["state"]["_esm"]) + len(state["state"]["_css"])
    assert 40_000 < scripts < 68_000


def drawn(**settings):
    """The points in the still picture: data, noise."""
    plane = DiffusionPlane(trained(), **settings).still().axes[0]
    return [np.asarray(collection.get_offsets()) for collection in plane.collections]


def test_the_still_picture_shows_data_and_noise():
    data, noise = drawn()
    assert np.abs(np.linalg.norm(data, axis=1) - 1).max() < 0.5
    assert np.abs(noise.std(axis=0) - 1).max() < 0.15
    far = drawn(scene="guidance")[0]
    assert far[:, 0].max() < 0.8, "class A alone"
    assert len(drawn(data="drawing")[0]) == 0
    points = drawn(data="drawing", points=[(0.5, -1.0)])[0]
    assert points.mean(axis=0) == pytest.approx((0.5, -1.0), abs=0.05)


@pytest.mark.parametrize("data", STORED)
def test_the_stored_networks_are_near_the_exact_velocity(data):
    torch.manual_seed(1)
    network, (x, _), noise = trained()[data], draw_data(data, 4000), torch.randn(4000, 2)
    for time, most in ((0.1, 0.04), (0.5, 0.08), (0.9, 0.15)):
        at = time * x + (1 - time) * noise
        told = plane_inputs(at, torch.full((4000,), time), torch.zeros(4000, 2))
        with torch.no_grad():
            learned = network(told).numpy()
        exact = exact_velocity(data, at.numpy(), time)
        assert np.sqrt(((learned - exact) ** 2).sum() / (exact**2).sum()) < most


def test_labels_are_given_and_hidden():
    torch.manual_seed(0)
    x, label = draw_data("classes", 8000)
    told = label.sum(1)
    assert told.mean() == pytest.approx(0.75, abs=0.02)
    right = torch.where(x[:, 0] < 0, 0, 1)[told == 1] == label.argmax(1)[told == 1]
    assert right.double().mean() > 0.85
    assert draw_data("ring", 3)[1].tolist() == [[0, 0]] * 3


@functools.cache
def numbers_of(scene, seed):
    """The numbers in a scene's answer."""
    text = base64.b64encode(DiffusionPlane(trained()).weights).decode()
    said = evaluate(DiffusionPlane, ANSWER, {"scene": scene, "seed": seed, "text": text})
    words = said.replace("%", " ").replace(",", " ").replace(";", " ").split()
    return [float(word) for word in words if word.replace(".", "").isdigit()]


@pytest.mark.parametrize("seed", range(3))
def test_the_tours_questions_have_the_answers_that_we_foresaw(seed):
    assert 25 < numbers_of("noising", seed)[0] < 42, "about a third"
    assert numbers_of("guess", seed)[0] < 0.05, "to the middle"
    one, three, ten, fifty, *_ = numbers_of("steps", seed)
    assert one < 5, "nearly none"
    assert one < three < ten <= fifty + 3
    assert fifty > 90
    fresh, once = numbers_of("dice", seed)
    assert abs(fresh - once) <= 3, "both alike"
    guided, tilted = numbers_of("guidance", seed)
    assert guided > tilted + 20, "more than that"


def test_every_scene_is_offered_whole():
    for name, scene in SCENES.items():
        figure = DiffusionPlane(trained(), scene=name)
        assert {key: getattr(figure, key) for key in scene["start"]} == scene["start"]
        assert repr(figure).startswith(f"DiffusionPlane({name!r}, ")
