"""What the tests of the latent explorer see and do on a page, whichever page it is.

The oracle is a PyTorch network that holds the weights as the page has them, rounded to half
precision; of the figure's own Python nothing is used.
"""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from ipywidgets.embed import embed_data
from torch import nn

from genai_utils.widgets import LatentExplorer

VIEW = "application/vnd.jupyter.widget-view+json"
READ_PIXELS = """canvas => {
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return Array.from(data);
}"""

LOADER = Path(__file__).parents[2] / "assets" / "live.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SPACER = '<p style="height: 300vh">A long text.</p>'


def digit_decoder(seed=0):
    torch.manual_seed(seed)
    layers = [nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 784)]
    with torch.no_grad():  # as steep as a trained network's, so that every pixel moves with z
        for layer in layers[::2]:
            layer.weight *= 4
    return nn.Sequential(*layers).half().float()


DECODER = digit_decoder()
CODES = [[-2.0, 0.0], [2.0, 0.0], [1e6, 0.0]]  # the last is far beyond the map
LABELS = [3, 8, 5]

FIGURE = LatentExplorer(DECODER, CODES, LABELS, z=(0, 0), name="A test's latent space")


def page_source(views, before="", after=""):
    view = f'<script type="{VIEW}">{json.dumps({"model_id": FIGURE.model_id})}</script>'
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A figure</title>
        <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
        <script src="live.js" data-state="state.js"></script>
        <body>{before}{view * views}{after}</body></html>"""


def write_pages(folder):
    """The figure on four pages, as files in `folder`."""
    state = json.dumps(embed_data([FIGURE], drop_defaults=False)["manager_state"])
    (folder / "state.js").write_text(f"liveState = {state};", "utf-8")
    (folder / "live.js").write_text(LOADER.read_text("utf-8"), "utf-8")
    (folder / "one.html").write_text(page_source(views=1), "utf-8")
    (folder / "two.html").write_text(page_source(views=2), "utf-8")
    (folder / "far.html").write_text(page_source(views=1, before=SPACER), "utf-8")
    (folder / "swipe.html").write_text(page_source(views=1, after=SPACER), "utf-8")


def pixels(page, index=0):
    rgba = page.locator(".latent-explorer canvas").nth(index).evaluate(READ_PIXELS)
    return np.reshape(rgba, (28, 28, 4))


def assert_decoded(page, z, decoder, index=0):
    with torch.no_grad():
        expected = 255 * torch.sigmoid(decoder(torch.tensor(z))).reshape(28, 28).numpy()
    shown = pixels(page, index)
    for channel in range(3):
        assert np.abs(shown[..., channel] - expected).max() <= 1
    assert (shown[..., 3] == 255).all()


def spoken(page):
    return page.get_by_role("slider").first.get_attribute("aria-valuetext")


def spot(element, at, reach):
    """Where on the screen a place of a square is that goes from -reach to reach both ways."""
    box = element.bounding_box()
    across, down = 0.5 + at[0] / (2 * reach), 0.5 - at[1] / (2 * reach)
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def point(page, z, extent=4.0):
    """Where on the screen the place `z` of the map is."""
    return spot(page.get_by_role("slider").first, z, extent)


def said_place(page):
    """The place that the figure says, parsed from "z = (1.00, −0.50), nearest code: 3"."""
    inside = spoken(page).split("(")[1].split(")")[0].replace("−", "-")
    return [float(part) for part in inside.split(",")]


def drag_and_check(page, decoder):
    """Drags to two places: the figure says the place, and the picture is the one decoded there."""
    page.get_by_role("slider").first.scroll_into_view_if_needed()
    page.mouse.move(*point(page, said_place(page)))
    page.mouse.down()
    pictures = [pixels(page)]
    for goal in ([2.0, -1.0], [-1.5, 3.0]):
        page.mouse.move(*point(page, goal), steps=3)
        assert said_place(page) == pytest.approx(goal, abs=0.03)
        assert_decoded(page, said_place(page), decoder)
        pictures.append(pixels(page))
        assert (pictures[-1] != pictures[-2]).any()
    page.mouse.up()
    page.mouse.move(*point(page, [0.0, 0.0]))
    assert (pixels(page) == pictures[-1]).all(), "moves without a button pressed must do nothing"


def swipe(page, start, *stops, lifted=True):
    """One finger, in twelve steps to each stop, and lifted; or else returns what lifts it."""
    session = page.context.new_cdp_session(page)

    def send(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    send("touchStart", start)
    for stop in stops:
        for step in range(1, 13):
            send("touchMove", [a + (b - a) * step / 12 for a, b in zip(start, stop, strict=True)])
            page.wait_for_timeout(20)
        start = stop
    if not lifted:
        return lambda: send("touchEnd")
    send("touchEnd")
    page.wait_for_timeout(100)  # moves may wait for the next frame
    return None
