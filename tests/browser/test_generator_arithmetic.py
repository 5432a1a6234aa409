"""What the generator's figure computes, in a real browser, against PyTorch and by hand."""

import numpy as np
import pytest
from game_page import busy_clock, listening
from generator_page import (
    DRAW,
    LATENT,
    LOAD,
    colour_network,
    explorer,
    oracle,
    small_network,
)

from genai_utils.widgets import GeneratorExplorer

# The input that the page makes of a scene, and the picture there.
AT = """([bytes, scene]) => {
    const held = made.readGenerator(Uint8Array.from(bytes).buffer);
    const input = made.inputAt(held, scene, made.between(scene.ends, scene.blend), scene.blend);
    return [[...input], [...made.pictureAt(held, scene, scene.blend)]];
}"""
# Milliseconds of the browser's main thread for so many pictures.
TIMED = """([bytes, input, count]) => {
    const held = made.readGenerator(Uint8Array.from(bytes).buffer);
    window.draw = () => { for (let k = 0; k < count; k++) held.draw(Float32Array.from(input)); };
    draw();
}"""
NETWORKS = {"colour": colour_network, "grey": small_network}
INPUTS = np.random.default_rng(1).normal(size=(5, LATENT + 6)).astype(np.float32)


@pytest.fixture(scope="module")
def page(browser):
    with listening(browser) as page:
        page.evaluate(LOAD, GeneratorExplorer._esm)
        yield page


def drawn(page, figure, inputs):
    return np.array(page.evaluate(DRAW, [list(figure.weights), np.asarray(inputs).tolist()]))


@pytest.mark.parametrize("kind", NETWORKS)
def test_the_page_draws_what_pytorch_draws(page, kind):
    network = NETWORKS[kind]()
    expected = oracle(network, INPUTS)
    assert expected.std() > 0.1
    assert drawn(page, explorer(network, exact=True), INPUTS) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("kind", NETWORKS)
def test_weights_of_one_byte_move_a_pixel_by_little(page, kind):
    """By 2 grey levels of 255 in the mean; these networks are steeper than a trained one."""
    network = NETWORKS[kind]()
    error = np.abs(drawn(page, explorer(network), INPUTS) - oracle(network, INPUTS))
    assert 0 < error.mean() < 2 / 255
    assert error.max() < 0.15


def test_a_picture_takes_less_than_a_fifteenth_of_a_second(page):
    busy = busy_clock(page)
    page.evaluate(TIMED, [list(explorer(colour_network()).weights), INPUTS[0].tolist(), 10])
    start = busy()
    page.evaluate("draw()")
    assert 0 < (busy() - start) / 10 < 1 / 15


def test_a_scene_is_the_same_input_in_both_languages(page):
    network = small_network()
    figure = explorer(network, exact=True)
    scene = figure.make_scene(
        slice=3,
        ends=[[-30, 20], [70, -60]],
        choose={"group": ["faces", "flags"], "tone": "light"},
        blend=0.3,
        move={"smile": -1.2},
    )
    given, picture = page.evaluate(AT, [list(figure.weights), scene])
    assert given[LATENT:] == pytest.approx([0.7, 0, 0.3, 0, 1, 0], abs=1e-6)
    assert picture == pytest.approx(oracle(network, [given])[0], abs=1e-4)
    assert picture == pytest.approx(figure.draw(scene).ravel(), abs=1e-4)


def test_a_place_weighs_three_codes_and_half_way_is_on_the_great_circle(page):
    assert page.evaluate("made.weightsAt([90, 0])") == pytest.approx([0, 1, 0], abs=1e-12)
    assert page.evaluate("made.weightsAt([20, 90])") == pytest.approx([0, 0, 1], abs=1e-12)
    middle = page.evaluate("made.between([[0, 0], [90, 0]], 0.5)")
    assert middle == pytest.approx([0.5**0.5, 0.5**0.5, 0], abs=1e-12)
    back = page.evaluate("made.placeOf(made.weightsAt([-35, 62]))")
    assert back == pytest.approx([-35, 62])


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        ([[0, 1 - k / 8, k / 8] for k in range(9)], "both at once"),
        ([[0, 1, 0]] * 5 + [[0, 0, 1]] * 4, "one of the two"),
        ([[np.sin(np.pi * k / 8), 1 - k / 8, k / 8] for k in range(9)], "a picture of its own"),
        ([[0, 1, 0]] * 9, "nearly the same"),
    ],
)
def test_the_way_is_named(page, pictures, words):
    said = page.evaluate("pictures => made.sayWay(made.measureWay(pictures))", pictures)
    assert words in said
    assert "NaN" not in said


def test_the_way_is_measured(page):
    """Two pixels, three pictures: steps of 1 and 3, and halfway 0.5 from the mean of the ends."""
    way = page.evaluate("made.measureWay([[0, 0], [1, 1], [4, 4]])")
    assert way == {"ends": 4, "jump": 0.75, "exposure": 1}
