"""The mark of an equation opens by mouse, touch and keyboard, and without a script."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = "book/4-mathematics/vae.html"
EQUATION = "#equation-eq-elbo-split"
PHONE = {"width": 390, "height": 844}


def panel(page):
    return page.locator(f"{EQUATION} .door")


def by_mouse(page):
    page.locator(f"{EQUATION} summary").click()


def by_touch(page):
    page.locator(f"{EQUATION} summary").tap()


def by_keyboard(page):
    page.locator(f"{EQUATION} summary").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("way", "settings"),
    [
        (by_mouse, {}),
        (by_keyboard, {}),
        (by_touch, {"has_touch": True, "viewport": PHONE}),
        (by_mouse, {"java_script_enabled": False}),
    ],
    ids=["mouse", "keyboard", "touch", "without a script"],
)
def test_a_mark_opens(visit, way, settings):
    page = visit("file", **settings).arrive(PAGE)
    assert not panel(page).is_visible()
    way(page)
    assert panel(page).is_visible()
    words = panel(page).inner_text()
    for word in ("losses.vae.elbo", "tests/equations/checks_vae_bound.py", "allowed", "Exercise"):
        assert word in words


def test_a_panel_leads_to_its_exercise_and_to_all_equations(visit):
    page = visit().open(PAGE)
    by_mouse(page)
    links = panel(page).locator("a").evaluate_all("all => all.map(a => a.href)")
    assert any("#ex-vae-elbo" in link for link in links)
    panel(page).get_by_text("All equations").click()
    entry = page.locator("#entry-eq-elbo-split")
    entry.wait_for(state="visible")  # the page is long, and is only being opened
    entry.locator("strong a").click()
    page.wait_for_url(f"**/{PAGE}{EQUATION}")


def test_the_list_holds_every_checked_equation(visit):
    page = visit().open("book/equations.html")
    listed = page.locator(".equation-entry").evaluate_all("all => all.map(e => e.id)")
    record = json.loads((ROOT / "tests/equations/record.json").read_text("utf-8"))
    assert {f"entry-{label}" for label in record} <= set(listed)
    assert len(listed) == len(set(listed))
