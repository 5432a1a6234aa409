"""The latent explorer in a real browser: by mouse, touch and keys, and its pixels against PyTorch.

The page is a small one of its own, made of the figure's state and the loader.
"""

import base64

import pytest
from latent_page import (
    CODES,
    DECODER,
    LABELS,
    PHONE,
    assert_decoded,
    drag_and_check,
    point,
    said_place,
    spoken,
)

from genai_utils.widgets import LatentExplorer


def test_dragging_from_a_server(open_page, address):
    page = open_page(f"{address}/one.html")
    assert_decoded(page, [0.0, 0.0], DECODER)
    drag_and_check(page, DECODER)


def test_dragging_from_a_file(open_page, folder):
    drag_and_check(open_page((folder / "one.html").as_uri()), DECODER)


def test_touching_on_a_phone(open_page, address):
    page = open_page(f"{address}/one.html", **PHONE)
    page.touchscreen.tap(*point(page, [1.0, 2.0]))
    assert said_place(page) == pytest.approx([1.0, 2.0], abs=0.03)
    assert_decoded(page, said_place(page), DECODER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    slider, canvas = page.get_by_role("slider"), page.locator("canvas")
    assert canvas.bounding_box()["y"] > slider.bounding_box()["y"] + slider.bounding_box()["height"]


def test_keys(open_page, address):
    page = open_page(f"{address}/one.html")
    page.get_by_role("slider").wait_for()
    page.keyboard.press("Tab")
    for key, z in [
        ("ArrowRight", [0.1, 0.0]),
        ("ArrowUp", [0.1, 0.1]),
        ("Shift+ArrowLeft", [-0.4, 0.1]),
        ("Shift+ArrowDown", [-0.4, -0.4]),
        ("a", [-0.4, -0.4]),
        ("Home", [0.0, 0.0]),
    ]:
        page.keyboard.press(key)
        assert said_place(page) == z
        assert_decoded(page, z, DECODER)


def test_the_handle_stays_on_the_map(open_page, address):
    page = open_page(f"{address}/one.html")
    page.get_by_role("slider").wait_for()
    page.keyboard.press("Tab")
    for _ in range(10):
        page.keyboard.press("Shift+ArrowRight")
    assert said_place(page) == [4.0, 0.0]
    assert_decoded(page, [4.0, 0.0], DECODER)


def test_what_a_screen_reader_hears(open_page, address):
    page = open_page(f"{address}/one.html")
    slider = page.get_by_role("slider", name="A test's latent space")
    assert spoken(page) == "z = (0.00, 0.00); the nearest code here is of a test digit 3"
    slider.press("ArrowRight")
    assert spoken(page) == "z = (0.10, 0.00); the nearest code here is of a test digit 8"
    assert slider.get_attribute("aria-valuenow") == "0.1"
    assert "Look for" in page.locator("figcaption").inner_text()


def test_a_drag_is_sent_to_the_kernel(open_page, address):
    """With a model that, like JupyterLab's, sends what was set when `save_changes` is called."""
    page = open_page(f"{address}/one.html")
    figure = LatentExplorer(DECODER, CODES, LABELS, z=(0, 0))
    binary = {
        key: base64.b64encode(getattr(figure, key)).decode()
        for key in ("weights", "codes", "labels")
    }
    plain = {key: getattr(figure, key) for key in ("z", "extent", "sizes", "name", "caption")}
    page.evaluate(
        """async ([text, plain, binary]) => {
            const read = (data) => Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            const values = { ...plain };
            for (const key in binary) values[key] = new DataView(read(binary[key]).buffer);
            window.sent = {};
            const unsent = {};
            const model = {
                get: (key) => values[key],
                set: (key, value) => { values[key] = unsent[key] = value; },
                save_changes: () => Object.assign(window.sent, unsent),
                on: (event, handler) => { window.onChange = handler; },
                off: (event, handler) => { window.wasOff = handler === window.onChange; },
            };
            const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            const module = await import(url);
            document.body.replaceChildren();
            window.stop = await module.default.render({ model, el: document.body });
            window.setByKernel = (z) => { values.z = z; window.onChange(); };
        }""",
        [str(figure._esm), plain, binary],
    )
    page.get_by_role("slider").press("ArrowUp")
    assert page.evaluate("window.sent") == {"z": [0, 0.1]}
    page.evaluate("window.setByKernel([3, -3])")
    assert_decoded(page, [3.0, -3.0], DECODER)
    assert page.evaluate("window.stop() ?? window.wasOff")


def test_each_code_on_the_map_is_its_numeral_in_its_place(open_page, address):
    page = open_page(f"{address}/one.html")
    numerals = page.locator('.map text[class^="class-"]')
    numerals.first.wait_for()
    assert numerals.all_text_contents() == ["3", "8"]
    for index, z in enumerate(CODES[:2]):
        box = numerals.nth(index).bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert middle == pytest.approx(point(page, z), abs=2)
    classes = [numerals.nth(index).get_attribute("class") for index in range(2)]
    assert classes == ["class-3", "class-8"]


def test_two_views_of_one_figure_move_together(open_page, address):
    page = open_page(f"{address}/two.html")
    page.get_by_role("slider").first.press("Shift+ArrowUp")
    for index in range(2):
        assert_decoded(page, [0.0, 0.5], DECODER, index=index)


def test_a_figure_starts_when_it_comes_near(open_page, address):
    page = open_page(f"{address}/far.html")
    page.wait_for_timeout(200)
    assert page.get_by_role("slider").count() == 0
    page.mouse.wheel(0, 20000)
    page.get_by_role("slider").wait_for()
    assert_decoded(page, [0.0, 0.0], DECODER)
