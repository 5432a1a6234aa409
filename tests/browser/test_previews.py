"""A reference shows what it points to: to a mouse, a keyboard and a finger."""

import pytest

PAGE = "book/3-algorithms/gan.html"  # refers to equations and works of other pages
MATHEMATICS = "book/4-mathematics/gan.html"
HERE = '.bd-article a[href^="#equation-"]:not(.headerlink)'
ELSEWHERE = '.bd-article a[href*=".html#equation-"]'
WORK = '.bd-article a[href*="references.html#"]'
BOX = ".preview:popover-open"


@pytest.mark.parametrize(
    ("start", "link", "holds"),
    [(MATHEMATICS, HERE, ".katex"), (PAGE, ELSEWHERE, ".katex"), (PAGE, WORK, "i, em, a")],
    ids=["equation", "another page's equation", "work"],
)
def test_a_mouse_that_rests_sees_the_target(visit, start, link, holds):
    visited = visit()
    page = visited.open(start)
    page.locator(link).first.hover()
    page.locator(f"{BOX} {holds}").first.wait_for()
    assert page.locator(f"{BOX} details").count() == 0
    page.mouse.move(5, 5)
    page.locator(BOX).wait_for(state="detached")
    assert visited.problems == []


def test_a_keyboard_reaches_it_and_escape_closes_it(visit):
    page = visit().open(MATHEMATICS)
    page.keyboard.press("Tab")  # from here on the page knows that its reader uses a keyboard
    page.locator(HERE).first.focus()
    page.locator(BOX).wait_for()
    page.keyboard.press("Escape")
    assert page.locator(BOX).count() == 0


def test_a_finger_sees_it_first_and_follows_then(visit):
    page = visit(has_touch=True, viewport={"width": 390, "height": 844}).open(PAGE)
    link = page.locator(ELSEWHERE).first
    link.tap()
    page.locator(f"{BOX} .katex").first.wait_for()
    assert page.url.endswith(PAGE)
    box = page.locator(BOX).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    link.tap()
    page.wait_for_url("**#equation-*")


def test_from_the_disk_another_pages_target_stays_a_link(visit):
    page = visit("file").open(PAGE)
    page.locator(ELSEWHERE).first.hover()
    page.wait_for_timeout(600)
    assert page.locator(BOX).count() == 0
    page.locator(ELSEWHERE).first.click()
    page.wait_for_url("**#equation-*")
