"""The latent explorer in a real browser: by mouse, touch and keys, and its pixels against PyTorch.

The page is a small one of its own, made of the figure's state and the loader.
"""

import base64
import functools
import http.server
import json
import threading
from pathlib import Path

import pytest
import torch
from ipywidgets.embed import embed_data
from latent_page import VIEW, assert_decoded, drag_and_check, point, said_place, spoken
from torch import nn
from visiting import QuietHandler

from genai_utils.widgets import LatentExplorer

ROOT = Path(__file__).parents[2]
LOADER = ROOT / "assets" / "live.js"
SPACER = '<p style="height: 300vh">A long text.</p>'


def digit_decoder():
    torch.manual_seed(0)
    layers = [nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 784)]
    with torch.no_grad():  # as steep as a trained network's, so that every pixel moves with z
        for layer in layers[::2]:
            layer.weight *= 4
    return nn.Sequential(*layers).half().float()


DECODER = digit_decoder()
CODES = [[-2.0, 0.0], [2.0, 0.0], [1e6, 0.0]]  # the last is far beyond the map
LABELS = [3, 8, 5]


FIGURE = LatentExplorer(DECODER, CODES, LABELS, name="A test's latent space")


def page_source(views, before=""):
    view = f'<script type="{VIEW}">{json.dumps({"model_id": FIGURE.model_id})}</script>'
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A figure</title>
        <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
        <script src="live.js" data-state="state.js"></script>
        <body>{before}{view * views}</body></html>"""


@pytest.fixture
def folder(tmp_path):
    state = json.dumps(embed_data([FIGURE], drop_defaults=False)["manager_state"])
    (tmp_path / "state.js").write_text(f"liveState = {state};", "utf-8")
    (tmp_path / "live.js").write_text(LOADER.read_text("utf-8"), "utf-8")
    (tmp_path / "one.html").write_text(page_source(views=1), "utf-8")
    (tmp_path / "two.html").write_text(page_source(views=2), "utf-8")
    (tmp_path / "far.html").write_text(page_source(views=1, before=SPACER), "utf-8")
    return tmp_path


@pytest.fixture
def address(folder):
    handler = functools.partial(QuietHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(browser):
    """Opens an address; at the end, whatever the page complained about fails the test."""
    complaints = []
    contexts = []

    def open_page(address, **options):
        contexts.append(browser.new_context(**options))
        contexts[-1].set_default_timeout(5000)
        page = contexts[-1].new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_dragging_from_a_server(open_page, address):
    page = open_page(f"{address}/one.html")
    assert_decoded(page, [0.0, 0.0], DECODER)
    drag_and_check(page, DECODER)


def test_dragging_from_a_file(open_page, folder):
    drag_and_check(open_page((folder / "one.html").as_uri()), DECODER)


def test_touching_on_a_phone(open_page, address):
    options = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = open_page(f"{address}/one.html", **options)
    page.touchscreen.tap(*point(page, [1.0, 2.0]))
    assert said_place(page) == pytest.approx([1.0, 2.0], abs=0.03)
    assert_decoded(page, said_place(page), DECODER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    slider, canvas = page.get_by_role("slider"), page.locator("canvas")
    assert canvas.bounding_box()["y"] > slider.bounding_box()["y"] + slider.bounding_box()["height"]
    # Otherwise a finger on the map would scroll the page instead of dragging the ring.
    assert slider.evaluate("node => getComputedStyle(node).touchAction") == "none"


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
    assert spoken(page) == "z = (0.00, 0.00), nearest code: 3"
    slider.press("ArrowRight")
    assert spoken(page) == "z = (0.10, 0.00), nearest code: 8"
    assert slider.get_attribute("aria-valuenow") == "0.1"
    assert "Look for" in page.locator("figcaption").inner_text()


def test_a_drag_is_sent_to_the_kernel(open_page, address):
    """With a model that, like JupyterLab's, sends what was set when `save_changes` is called."""
    page = open_page(f"{address}/one.html")
    figure = LatentExplorer(DECODER, CODES, LABELS)
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
