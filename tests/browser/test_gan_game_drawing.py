"""The reader draws the data of the live GAN: by mouse, by keys, on a phone."""

import re

import pytest
from game_page import choose, press, rounds, status

from genai_utils.widgets import GanGame

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
MARKS = "path => path.getAttribute('d').split('M').length - 1"


def test_the_data_are_drawn_by_mouse(open_game):
    page = open_game()
    choose(page, "Data", "drawing")
    press(page, "Play")
    assert "draw some points" in status(page)
    assert page.get_by_role("button", name="Play", exact=True).is_visible()
    box = page.get_by_role("application").bounding_box()
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + box["width"] / 4, start[1], steps=12)
    page.mouse.up()
    page.mouse.move(*start, steps=3)
    marks = page.locator(".plane .data").get_attribute("d")
    places = [tuple(map(float, m)) for m in re.findall(r"M([\d.]+) ([\d.]+)h0", marks)]
    assert len(places) >= 8
    assert places[0] == pytest.approx((160, 80), abs=1)
    assert places[-1] == pytest.approx((240, 80), abs=8)
    assert re.fullmatch(r"\d+ points drawn\. Draw more, or press Play\.", status(page))
    press(page, "Step")
    assert rounds(page) == 1
    press(page, "Play")
    press(page, "Clear the drawing")
    assert page.get_by_role("button", name="Play", exact=True).is_visible()
    assert page.locator(".plane .data").get_attribute("d") == ""
    assert "draw some points" in status(page)
    choose(page, "Data", "ring")
    assert page.get_by_role("button", name="Clear the drawing").is_hidden()
    page.mouse.click(*start)
    assert page.locator(".plane .data").evaluate(MARKS) == 250


def test_the_data_are_drawn_by_keys(open_game):
    page = open_game(GanGame("drawing"))
    plane = page.get_by_role("application", name="Arrow keys")
    plane.focus()
    for key in ("Enter", "ArrowRight", "Enter", "Shift+ArrowUp", "Enter"):
        page.keyboard.press(key)
    assert status(page) == "Cross at (0.1, 0.4), 3 points drawn."
    page.keyboard.press("Backspace")
    page.keyboard.press("Shift+ArrowDown")
    assert status(page) == "Cross at (0.1, 0.0), 2 points drawn."
    assert page.locator(".plane .data").get_attribute("d") == "M160.0 160.0h0M170.0 160.0h0"
    assert page.locator(".cursor").evaluate("c => getComputedStyle(c).visibility") == "visible"


def test_on_a_phone(open_game):
    page = open_game(GanGame("drawing"), **PHONE)
    plane = page.get_by_role("application")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert plane.bounding_box()["width"] > 300
    plane.tap(position={"x": 100, "y": 100})
    assert page.locator(".plane .data").evaluate(MARKS) == 1
    assert status(page) == "1 points drawn. Draw more, or press Play."
    # Otherwise a finger on the plane would scroll the page instead of drawing.
    assert plane.evaluate("node => getComputedStyle(node).touchAction") == "none"
    for button in page.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 24
