"""The Python side of the live GAN: what it refuses, hands to the page and reads back."""

import base64

import numpy as np
import pytest
from ipywidgets.embed import embed_data

from genai_utils.widgets import GanGame


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"preset": "doom"}, r"preset needs one of healthy, collapse, .* got doom"),
        ({"preset": "rescue", "loss": "saturating"}, r"got 'rescue' and loss: give one"),
        ({"preset": "late", "data": "ring", "seed": 1}, r"got 'late' and data"),
        ({"data": "square"}, r"data needs one of ring, grid, .* got square"),
        ({"loss": "hinge"}, r"loss needs one of non-saturating, .* got hinge"),
        ({"generator_rate": 0.005}, r"generator_rate needs one of 0.0001, .* got 0.005"),
        ({"discriminator_rate": float("nan")}, r"discriminator_rate needs .* got nan"),
        ({"seed": -1}, r"seed needs a whole number from 0 .* got -1"),
        ({"seed": 2**31}, r"got 2147483648"),
        ({"points": [(1.7, 0)]}, r"between -1.6 and 1.6, but got 1, such as \[\[1.7, 0.0\]\]"),
        ({"points": [(0, 0, 0)]}, r"pairs of numbers"),
        ({"points": [(float("nan"), 0)]}, r"pairs of numbers"),
        ({"points": [(0, 0)] * 301}, r"at most 300 pairs .* got 301"),
    ],
)
def test_settings_that_the_page_does_not_offer_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        GanGame(**settings)


def test_what_the_reader_chose_is_read_back():
    figure = GanGame()
    figure.set_state({"loss": "wasserstein", "points": [[0, 1]], "seed": 4})  # from the browser
    assert (figure.loss, figure.points, figure.seed) == ("wasserstein", [[0.0, 1.0]], 4)


def test_a_preset_makes_the_settings():
    figure = GanGame(preset="collapse", seed=3)
    assert (figure.discriminator_rate, figure.generator_rate, figure.seed) == (0.0001, 0.001, 3)
    assert GanGame(preset="wasserstein").loss == "wasserstein"
    given = ({}, {"seed": 2}, {"data": "ring"}, {"loss": "saturating"}, {"points": [(0, 1)]})
    assert [GanGame(**settings).preset for settings in given] == [
        "healthy",
        "healthy",
        "own",
        "own",
        "healthy",
    ]


def test_repr_holds_no_address():
    expected = "GanGame('moons', non-saturating, rates 0.001 and 0.004, seed=0)"
    assert repr(GanGame("moons")) == expected


def test_the_figure_is_light():
    figure = GanGame()
    state = embed_data([figure], drop_defaults=False)["manager_state"]["state"][figure.model_id]
    assert "buffers" not in state
    scripts = len(state["state"]["_esm"]) + len(state["state"]["_css"])
    still = len(base64.b64decode(figure._repr_mimebundle_()[0]["image/png"]))
    assert scripts + still < 69_000
    assert scripts < 45_000


def drawn(figure):
    """The points in the still picture: data, samples."""
    plane = figure.still().axes[0]
    return [np.asarray(collection.get_offsets()) for collection in plane.collections]


@pytest.mark.parametrize(("data", "clusters"), [("ring", 8), ("grid", 9)])
def test_the_still_picture_shows_the_clusters(data, clusters):
    points, _ = drawn(GanGame(data))
    assert len({tuple(place) for place in np.round(points / 0.35).astype(int)}) >= clusters
    distances = np.linalg.norm(points[:, None] - points, axis=2)
    groups = {tuple(np.flatnonzero(row < 0.38)) for row in distances}
    assert len(groups) == clusters


def test_the_still_picture_shows_two_moons_and_a_drawing():
    points, _ = drawn(GanGame("moons"))
    upper = np.hypot(points[:, 0] + 0.35, points[:, 1] + 0.2)
    lower = np.hypot(points[:, 0] - 0.35, points[:, 1] - 0.2)
    assert np.minimum(abs(upper - 0.7), abs(lower - 0.7)).max() < 0.25
    points, _ = drawn(GanGame("drawing", points=[(0.5, -1.0), (0.2, 0.3)]))
    assert points.tolist() == [[0.5, -1.0], [0.2, 0.3]]
    assert len(drawn(GanGame("drawing"))[0]) == 0


def test_an_untrained_generator_knows_nothing_of_the_data():
    _, samples = drawn(GanGame())
    assert samples.shape == (250, 2)
    assert np.abs(samples).max() < 1


def test_the_figure_is_shown_with_a_still_picture_that_is_the_same_each_time():
    first, second = (GanGame()._repr_mimebundle_()[0] for _ in range(2))
    assert "application/vnd.jupyter.widget-view+json" in first
    assert base64.b64decode(first["image/png"]).startswith(b"\x89PNG")
    assert first["image/png"] == second["image/png"]
