"""What the built site offers in a browser: colours, contents, icons."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
HEAVIEST_PAGE = "book/4-mathematics/vae.html"


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_root_leads_to_the_first_page(visit, scheme):
    visited = visit(scheme)
    visited.page.goto(f"{visited.home}/index.html")
    visited.page.wait_for_url("**/book/index.html")
    visited.page.wait_for_load_state("networkidle")
    assert visited.problems == []


@pytest.mark.parametrize("system", ["light", "dark"])
def test_colours_follow_the_system_until_the_reader_chooses(visit, system):
    page = visit(color_scheme=system).open("book/index.html")
    shown = "() => document.documentElement.dataset.theme"
    assert page.evaluate(shown) == system
    page.get_by_role("button", name="Color mode").click()
    assert page.evaluate(shown) != system


def test_contents_open_on_a_phone(visit):
    page = visit(viewport=PHONE).open("book/index.html")
    assert page.locator("dialog[open]").count() == 0
    page.locator("button.primary-toggle").click()
    page.locator("dialog[open] a.reference.internal", has_text="Notation").click()
    page.wait_for_url("**/book/notation.html")


def test_every_icon_is_in_the_fonts_that_were_kept(visit):
    page = visit().open(HEAVIEST_PAGE)
    drawn = page.evaluate(
        """() => [...document.querySelectorAll("i[class*=fa-]")].map(icon => [icon.className,
            getComputedStyle(icon, "::before").content.replaceAll('"', "")])"""
    )
    assert drawn
    assert [name for name, character in drawn if character == "none"] == []
    kept = font_characters("fa-solid-900") | font_characters("fa-regular-400")
    assert [name for name, character in drawn if ord(character) not in kept] == []


def font_characters(name):
    folder = ROOT / "_build/html/_static/vendor/fontawesome/webfonts"
    return set(TTFont(folder / f"{name}.woff2").getBestCmap())


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_diagram_has_the_colours_of_the_page(visit, system):
    page = visit("file", color_scheme=system).open("book/index.html")
    fill, text = page.evaluate(
        """() => ["rect", "a text"].map((part) =>
            getComputedStyle(document.querySelector(`.diagram ${part}`)).fill)"""
    )
    light = [sum(map(int, colour[4:-1].split(","))) for colour in (fill, text)]
    assert (light[0] > light[1]) == (system == "light"), (fill, text)
    page.locator(".diagram a").first.click()
    page.wait_for_url("**/book/1-background/index.html")


def test_paper_is_light_whatever_the_screen_is(visit):
    page = visit(color_scheme="dark").open(HEAVIEST_PAGE)
    shown = "() => document.documentElement.dataset.theme"
    assert page.evaluate(shown) == "dark"
    page.evaluate("""() => addEventListener("beforeprint", () => {
        window.printed = [document.documentElement.dataset.theme,
                          getComputedStyle(document.body).color];
    })""")
    page.pdf()
    theme, ink = page.evaluate("window.printed")
    assert theme == "light"
    assert max(int(part) for part in re.findall(r"\d+", ink)[:3]) < 110
    assert page.evaluate(shown) == "dark"
