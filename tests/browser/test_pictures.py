"""Every page that explains shows something before it is scrolled, and pictures are sharp."""

import re

import book_sources
import pytest
from bs4 import BeautifulSoup, SoupStrainer
from test_every_page import BOOK
from visiting import HTML, leafing

DESKTOP = {"width": 1280, "height": 900}
PLACEHOLDER = re.compile(r"(?:section|page) isn't written yet")


def explains(page):
    """Whether it is a page of a chapter that is written."""
    source = book_sources.pages()[page.replace(".html", ".md")]
    return not PLACEHOLDER.search(source)


EXPLAINING = [page for page in BOOK if re.match(r"book/\d-", page) and explains(page)]
SHOWN = ".bd-article :is(figure img, figure svg, .cell_output img)"
FIGURES = SoupStrainer("figure")
TOPS = "all => all.map(e => e.getBoundingClientRect().top + scrollY)"
DENSITY = """all => all.map(e => [e.getAttribute("src"), e.naturalWidth / e.width])"""


@pytest.fixture(scope="module")
def turn_to(browser, site):
    with leafing(browser, site["file"], viewport=DESKTOP) as turn_to:
        yield turn_to


@pytest.mark.parametrize("page", EXPLAINING)
def test_a_picture_stands_in_the_first_screen(turn_to, page):
    opened = turn_to(page).see_all()
    tops = opened.locator(SHOWN).evaluate_all(TOPS)
    assert tops, "no picture"
    assert min(tops) < DESKTOP["height"]


def test_the_prose_of_chapters_1_to_5_has_its_pictures():
    first = [page for page in EXPLAINING if re.match(r"book/[1-5]-", page)]
    texts = [(HTML / page).read_text("utf-8") for page in first]
    figures = [BeautifulSoup(text, "html.parser", parse_only=FIGURES) for text in texts]
    assert sum(len(found.select("figure img")) for found in figures) >= 60


@pytest.mark.parametrize("page", [name for name in EXPLAINING if "/4-" in name])
def test_pictures_are_sharp_on_a_dense_screen(turn_to, page):
    found = turn_to(page).see_all().locator(".bd-article figure img").evaluate_all(DENSITY)
    assert [pair for pair in found if pair[1] < 1.9] == []
