"""The live diffusion as its reader uses it: the tour, the time, drawing, learning, a file."""

import re

import torch
from game_page import choose, press, samples
from safetensors.torch import save

from genai_utils.widgets import DiffusionPlane
from genai_utils.widgets.plane_network import plane_network
from genai_utils.widgets.plane_settings import SCENES, STORED

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LINK = '<p><a href="flow-matching.html#equation-eq-guidance">(4.7)</a></p>'
ENTER = "node => { node.value = %s; node.dispatchEvent(new Event('input', {bubbles: true})); }"


def explorer(**settings):
    torch.manual_seed(0)
    return DiffusionPlane({data: plane_network() for data in STORED}, **settings)


def said(page):
    return page.get_by_role("status").first.inner_text()


def slide(page, label, value):
    page.get_by_label(label, exact=True).evaluate(ENTER % value)


def path(page, name):
    return page.locator(f".plane .{name}").get_attribute("d")


def test_the_time_is_moved_by_keys_and_everything_follows(open_game):
    page = open_game(explorer(scene="guess"))
    time = page.get_by_label("Time", exact=True)
    time.focus()
    start = samples(page), path(page, "push")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert said(page) == "τ = 0.15, step 3 of 20."
    assert time.get_attribute("aria-valuetext") == "τ = 0.15"
    assert samples(page) != start[0]
    assert path(page, "push") != start[1]
    assert path(page, "path").count("M") == 25
    assert path(page, "path").count("L") == 25 * 3
    page.keyboard.press("Home")
    assert (samples(page), path(page, "path")) == (start[0], "")


def test_played_to_the_end_the_scene_answers_the_prediction(open_game):
    page = open_game(explorer(scene="guidance"))
    question = page.get_by_role("group")
    question.get_by_label("half").check()
    press(page, "Play")
    question.get_by_text("of the tilted density. You expected half.").wait_for(timeout=60_000)
    assert question.get_by_label("half").is_disabled()
    assert said(page).startswith("τ = 1.00, step 50 of 50.")
    assert page.get_by_role("button", name="Play", exact=True).is_visible()
    choose(page, "Tour", "dice")
    assert question.locator(".answer").inner_text() == ""


def test_guidance_moves_the_cloud_and_its_tint(open_game):
    page = open_game(explorer(scene="guidance", at=50), before=LINK)
    weight = page.get_by_label("Guidance w", exact=True)
    assert page.locator(".field.w").get_by_role("link").inner_text() == "(4.7)"
    before = samples(page)
    slide(page, "Guidance w", 0)
    assert weight.get_attribute("aria-valuetext") == "0"
    assert samples(page) != before
    shares = [int(n) for n in re.findall(r"(\d+) %", said(page))][1:]
    assert abs(shares[0] - shares[1]) < 12, "unguided, the cloud is the tinted density"
    choose(page, "Class", "all")
    assert weight.is_disabled()
    choose(page, "Data", "moons")
    assert weight.is_hidden()


def test_a_network_learns_what_is_drawn_by_keys(open_game):
    page = open_game(explorer(scene="own", source="stored", data="drawing", steps=5))
    assert "draw some points" in said(page)
    assert page.get_by_label("Guesses by").input_value() == "page"
    press(page, "Learn")
    assert page.get_by_role("button", name="Learn", exact=True).is_visible()
    page.get_by_role("application").focus()
    for key in ("Enter", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert path(page, "data").count("M") == 2
    press(page, "Learn")
    page.wait_for_function(
        "parseInt(document.querySelector('.curves').textContent.match(/(\\d+) rounds/)[1]) >= 60"
    )
    press(page, "Pause learning")
    assert "off by" in said(page)
    assert path(page, "samples") != ""
    assert page.locator(".guides text").all_text_contents() == ["exact"]
    press(page, "Clear the drawing")
    assert path(page, "samples") == ""
    assert "draw some points" in said(page)


def test_the_address_keeps_the_settings_and_the_drawing(open_game):
    page = open_game(explorer(scene="steps"))
    choose(page, "Data", "drawing")
    choose(page, "Guesses by", "exact")
    page.get_by_role("application").click(position={"x": 40, "y": 40})
    page.wait_for_function("location.search.split('_').length === 14")
    shown, address = samples(page), page.url
    page.reload()
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert page.get_by_label("Guesses by").input_value() == "exact"
    assert samples(page)[:20] == shown[:20]
    page.goto(address.replace("_exact_", "_kernel_"))
    page.get_by_role("button", name="Play", exact=True).wait_for()
    data = page.get_by_role("combobox", name="Data", exact=True)
    assert data.input_value() == "ring", "passed over as a whole"


def test_on_a_phone_it_is_tapped_and_nothing_scrolls_sideways(open_game):
    page = open_game(explorer(scene="own", data="drawing", source="exact"), **PHONE)
    plane = page.get_by_role("application")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert plane.bounding_box()["width"] > 300
    plane.tap(position={"x": 100, "y": 100})
    assert path(page, "data").count("M") == 1
    for control in page.locator("button:visible, select:visible, input:visible").all():
        assert control.bounding_box()["height"] >= 13
    for button in page.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 24


def test_every_scene_opens(open_game):
    page = open_game(explorer())
    for scene, made in SCENES.items():
        choose(page, "Tour", scene)
        assert page.get_by_role("group").count() == (scene != "own")
        if scene != "own":
            steps = page.get_by_label("Steps", exact=True).input_value()
            assert steps == str(made["start"]["steps"])
        assert samples(page).count("M") == 200


def test_reduced_motion_shows_a_picture_a_second(open_game):
    page = open_game(explorer(scene="guess"), reduced_motion="reduce")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.evaluate("""() => {
        window.pictures = 0;
        new MutationObserver((changes) => { window.pictures += 1; })
            .observe(document.querySelector(".plane .samples"), {attributes: true});
    }""")
    press(page, "Play")
    page.get_by_text("step 20 of 20").wait_for(timeout=60_000)
    assert 1 <= page.evaluate("window.pictures") <= 7


DROP = """([name, bytes]) => {
    const held = new DataTransfer();
    held.items.add(new File([Uint8Array.from(bytes)], name));
    const options = {bubbles: true, cancelable: true, dataTransfer: held};
    document.querySelector(".diffusion-plane").dispatchEvent(new DragEvent("drop", options));
}"""


def test_the_readers_own_network_and_one_that_does_not_fit(open_game):
    page = open_game(explorer(scene="steps", steps=3, at=3))
    before = samples(page)
    torch.manual_seed(5)
    page.evaluate(DROP, ["mine.safetensors", list(save(plane_network((8, 9, 2)).state_dict()))])
    page.get_by_text("runs on mine.safetensors: 101 weights").wait_for()
    assert samples(page) != before
    press(page, "Back to the page’s weights")
    assert samples(page) == before
    page.evaluate(DROP, ["other.safetensors", list(save(plane_network((8, 9, 3)).state_dict()))])
    page.get_by_text("it answers with 3 numbers, and a velocity has 2").wait_for()
    assert samples(page) == before
