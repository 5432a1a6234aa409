"""The generator's figure as its reader uses it: sheet, ends, sliders, question, address.

Pictures are compared with PyTorch's at the scene that the figure's address names.
"""

import re

import numpy as np
import pytest
from generator_page import LATENT, PRESETS, explorer, oracle, small_network
from latent_page import PHONE, READ_PIXELS, spot, swipe

SPACER = '<p style="height: 300vh">A long text.</p>'
NETWORK = small_network()
SMILE = "smile: less … more"
SLIDE = """(field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input"));
}"""


def figure(**options):
    return explorer(NETWORK, exact=True, **options)


def opened(open_game, *, made=None, before="", **options):
    page = open_game(made or figure(), before, **options)
    page.locator(".drawn canvas").wait_for()
    return page


def pad(page):
    return page.get_by_role("slider", name="A test's slice")


def place(page):
    """Of the ring that moves, from what is spoken: degrees east and north."""
    east, side, north, end = re.search(
        r"(\d+)° (east|west), (\d+)° (north|south)", pad(page).get_attribute("aria-valuetext")
    ).groups()
    return [int(east) * (-1) ** (side == "west"), int(north) * (-1) ** (end == "south")]


def point(page, at, reach=75):
    return spot(pad(page), at, reach)


def picture(page, selector=".drawn canvas"):
    canvas = page.locator(selector)
    rgba = np.array(canvas.evaluate(READ_PIXELS))
    side = canvas.evaluate("canvas => canvas.height")
    return rgba.reshape(side, -1, 4)


def code(scene, weights):
    """The generator's input by NumPy alone: code, direction, then a share for each choice."""
    slices = np.random.default_rng(0).normal(size=(12, 3, LATENT))
    vector = np.random.default_rng(5).normal(size=LATENT)
    z = weights @ slices[scene["slice"]]
    z = z + scene["moves"][0] * vector / np.linalg.norm(vector)
    shares = [np.zeros(3), np.zeros(3)]
    for end, share in zip(scene["chosen"], (1 - scene["blend"], scene["blend"]), strict=True):
        for k, value in enumerate(end):
            shares[k][value] += share
    return np.concatenate([z, *shares])


def at(place):
    east, north = np.radians(place)
    return np.array([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def on_the_way(scene):
    """By turning A in the plane of A and B, which shares no line with the figure's formula."""
    a, b = map(at, scene["ends"])
    aside = b - (a @ b) * a
    aside /= np.linalg.norm(aside)
    turn = scene["blend"] * np.arctan2(b @ aside, a @ b)
    return np.cos(turn) * a + np.sin(turn) * aside


def assert_drawn(page, scene):
    expected = 255 * oracle(NETWORK, [code(scene, on_the_way(scene))])[0].reshape(8, 8)
    shown = picture(page)
    assert np.abs(shown[..., 0] - expected).max() <= 1
    assert (shown[..., 0] == shown[..., 2]).all()
    assert (shown[..., 3] == 255).all()


FIRST = figure().make_scene()


def test_it_opens_on_its_first_preset(open_game):
    page = opened(open_game)
    assert_drawn(page, FIRST)
    assert page.get_by_role("status").first.inner_text() == (
        "Slice 1, A (faces, none, 40° west, 0° north)"
    )
    assert page.locator(".credit").inner_text() == "Drawn after OpenMoji, CC BY-SA 4.0."


def test_dragging_a_ring(open_game):
    page = opened(open_game)
    page.mouse.move(*point(page, [-40, 0]))
    page.mouse.down()
    page.mouse.move(*point(page, [30, -50]), steps=3)
    assert place(page) == pytest.approx([30, -50], abs=1)
    assert_drawn(page, FIRST | {"ends": [place(page), [40, 0]]})
    page.mouse.up()
    before = picture(page)
    page.mouse.move(*point(page, [0, 0]))
    assert (picture(page) == before).all(), "moves without a button pressed must do nothing"


def test_keys_move_the_ring_that_is_chosen(open_game):
    page = opened(open_game)
    pad(page).press("ArrowRight")
    assert place(page) == [-38, 0]
    page.get_by_label("move B").check()
    assert place(page) == [40, 0]
    pad(page).press("Shift+ArrowUp")
    assert place(page) == [40, 9]
    pad(page).press("Home")
    assert place(page) == [0, 0]
    for _ in range(10):
        pad(page).press("Shift+ArrowLeft")
    assert place(page) == [-75, 0], "the ring stays on the slice"


def test_what_is_chosen_is_drawn(open_game):
    page = opened(open_game)
    page.get_by_role("group", name="A").get_by_label("group").select_option("flags")
    page.get_by_role("group", name="B").get_by_label("tone").select_option("dark")
    page.get_by_label("Blend, from A to B").evaluate(SLIDE, 40)
    page.get_by_label(SMILE).evaluate(SLIDE, -1.5)
    scene = FIRST | {"chosen": [[2, 0], [0, 2]], "blend": 0.4, "moves": [-1.5]}
    assert_drawn(page, scene)
    assert page.get_by_role("status").first.inner_text() == (
        "Slice 1, 40 % of the way from A (flags, none, 40° west, 0° north) to "
        "B (faces, dark, 40° east, 0° north); smile −1.50"
    )


def test_another_slice_is_another_picture_and_the_last_leads_to_the_first(open_game):
    page = opened(open_game)
    for slice in [*range(1, 12), 0]:
        page.get_by_role("button", name="Another slice").click()
        assert_drawn(page, FIRST | {"slice": slice})


def becomes(page, right, seconds=10):
    """The sheet, as soon as it is right: its cells are drawn a few at a time."""
    for _ in range(20 * seconds):
        if right(sheet := picture(page, ".sheet canvas")):
            return sheet
        page.wait_for_timeout(50)
    raise AssertionError(f"the sheet isn't right after {seconds} seconds")


def test_the_sheet_and_the_strip_are_what_is_drawn_there(open_game):
    page = opened(open_game)
    page.get_by_label("Blend, from A to B").evaluate(SLIDE, 50)
    page.get_by_role("group", name="Before you blend").locator(".answer:not(:empty)").wait_for()
    strip = picture(page, ".strip")
    for k in range(9):
        scene = FIRST | {"blend": k / 8}
        expected = 255 * oracle(NETWORK, [code(scene, on_the_way(scene))])[0].reshape(8, 8)
        assert np.abs(strip[:, 8 * k : 8 * k + 8, 0] - expected).max() <= 1
    for row, column in ((0, 0), (3, 5), (6, 2)):
        there = [(2 * column - 6) / 7 * 75, (6 - 2 * row) / 7 * 75]
        expected = 255 * oracle(NETWORK, [code(FIRST, at(there))])[0].reshape(8, 8)

        def near(sheet, row=row, column=column, expected=expected):
            cell = sheet[8 * row : 8 * row + 8, 8 * column : 8 * column + 8, 0]
            return np.abs(cell - expected).max() <= 1

        becomes(page, near)


def test_the_sheet_follows_what_is_chosen(open_game):
    page = opened(open_game)
    first = becomes(page, lambda sheet: (sheet[-8:, -8:, 3] == 255).all())
    page.get_by_role("group", name="A").get_by_label("group").select_option("flags")
    becomes(page, lambda sheet: (sheet != first).any())
    page.get_by_label("move B").check()
    becomes(page, lambda sheet: (sheet == first).all())  # B is a face, as A was at first


def test_the_question_comes_first_and_the_figure_answers(open_game):
    page = opened(open_game)
    question = page.get_by_role("group", name="Before you blend: what stands halfway")
    question.get_by_label("double exposure").check()
    page.wait_for_timeout(500)
    answer = question.locator(".answer")
    assert answer.inner_text() == ""
    assert page.locator(".strip").is_hidden()
    page.get_by_label("Blend, from A to B").press("ArrowRight")
    answer.filter(has_text="halfway the picture is").wait_for()
    assert answer.inner_text().endswith("You expected both at once, like a double exposure.")
    assert page.locator(".strip").is_visible()
    assert question.get_by_label("double exposure").is_disabled()
    pad(page).press("ArrowUp")
    assert answer.inner_text() == ""
    assert page.locator(".strip").is_hidden()
    assert not question.get_by_label("double exposure").is_checked()


def test_a_preset_is_shown_and_a_change_is_ones_own(open_game):
    page = opened(open_game)
    show = page.get_by_label("Show")
    assert show.evaluate("field => field.selectedOptions[0].text") == "two faces"
    label = list(PRESETS)[1]
    show.select_option(label)
    assert_drawn(page, figure().make_scene(**PRESETS[label]))
    pad(page).press("ArrowUp")
    assert show.evaluate("field => field.selectedOptions[0].text") == "your own"


def test_the_scene_is_kept_in_the_address(open_game):
    """From the disk, where a browser allows the least."""
    page = opened(open_game)
    page.get_by_label("Show").select_option(list(PRESETS)[1])
    page.wait_for_function("location.search === '?generator=2_-30_10_20_-50_0.25_0_0_2_2_1.5'")
    before = picture(page)
    page.reload()
    page.locator(".drawn canvas").wait_for()
    assert (picture(page) == before).all()
    assert page.get_by_role("group", name="B").get_by_label("tone").evaluate("f => f.value") == "2"


@pytest.mark.parametrize(
    "nonsense",
    """
    1 12_0_0_0_0_0_0_0_0_0_0 0_76_0_0_0_0_0_0_0_0_0 0_0_0_0_0_1.1_0_0_0_0_0 0_0_0_0_0_0_3_0_0_0_0
    0_0_0_0_0_0_0_0.5_0_0_0 0_0_0_0_0_0_0_0_0_0_2.5 0_0_0_0_0_0_0_0_0_0_ a_0_0_0_0_0_0_0_0_0_0
    0_0_0_0_0_0_0_0_0_0_0_0
    """.split(),
)
def test_an_address_that_names_no_scene_changes_nothing(open_game, nonsense):
    page = opened(open_game)
    page.goto(f"{page.url.split('?')[0]}?generator={nonsense}")
    page.locator(".drawn canvas").wait_for()
    assert place(page) == [-40, 0]
    assert_drawn(page, FIRST)


def test_a_swipe_passes_and_a_drag_sideways_moves(open_game):
    page = opened(open_game, before="", **PHONE)
    page.evaluate(f"document.body.insertAdjacentHTML('beforeend', '{SPACER}')")
    x, y = point(page, [20, -20])
    swipe(page, (x, y), (x + 5, y - 150))
    page.wait_for_function("scrollY > 50")
    assert place(page) == [-40, 0]
    page.evaluate("scrollTo(0, 0)")
    swipe(page, point(page, [10, 0]), point(page, [60, 0]))
    assert place(page) == pytest.approx([60, 0], abs=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_swipe_over_a_slider_passes(open_game):
    page = opened(open_game, **PHONE)
    page.evaluate(f"document.body.insertAdjacentHTML('beforeend', '{SPACER}')")
    blend = page.get_by_label("Blend, from A to B")
    blend.scroll_into_view_if_needed()
    start = page.evaluate("scrollY")
    box = blend.bounding_box()
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2
    swipe(page, (x, y), (x + 5, y - 200))
    page.wait_for_function(f"scrollY > {start} + 50")
    assert_drawn(page, FIRST)


def test_a_scene_is_sent_to_the_kernel_and_taken_from_it(open_game):
    page = opened(open_game)
    made = figure()
    page.evaluate(
        """async ([text, bytes, plain]) => {
            const weights = new DataView(Uint8Array.from([7, ...bytes]).buffer, 1);
            const values = {...plain, weights};
            window.sent = {};
            const unsent = {};
            let handler;
            const model = {
                get: (key) => values[key],
                set(key, value) { values[key] = unsent[key] = value; handler(); },
                save_changes: () => Object.assign(window.sent, unsent),
                on: (event, heard) => { handler = heard; },
                off: (event, heard) => { window.wasOff = heard === handler; },
            };
            const url = URL.createObjectURL(new Blob([text], {type: "text/javascript"}));
            const module = await import(url);
            document.body.replaceChildren();
            window.stop = module.default.render({model, el: document.body});
            window.setByKernel = (scene) => { values.scene = scene; handler(); };
        }""",
        [
            made._esm,
            list(made.weights),
            {key: getattr(made, key) for key in ("scene", "presets", "name", "caption", "credit")},
        ],
    )
    pad(page).press("ArrowUp")
    assert page.evaluate("sent") == {"scene": FIRST | {"ends": [[-40, 2], [40, 0]]}}
    scene = FIRST | {"slice": 4, "blend": 0.5}
    page.evaluate("scene => setByKernel(scene)", scene)
    assert_drawn(page, scene)
    assert page.evaluate("stop() ?? wasOff")


def test_a_finger_moves_a_slider(open_game):
    page = opened(open_game, **PHONE)
    blend = page.get_by_label("Blend, from A to B")
    blend.scroll_into_view_if_needed()
    box = blend.bounding_box()
    y = box["y"] + box["height"] / 2
    ends = (box["x"] + 20, y), (box["x"] + box["width"] * 0.5, y)
    lift = swipe(page, *ends, lifted=False)
    value = float(blend.input_value())
    assert value == pytest.approx(50, abs=5)
    assert_drawn(page, FIRST | {"blend": value / 100})  # while the finger rests
    lift()
    page.touchscreen.tap(box["x"] + box["width"] * 0.8, y)
    value = float(blend.input_value())
    assert value == pytest.approx(80, abs=5)
    assert_drawn(page, FIRST | {"blend": value / 100})
