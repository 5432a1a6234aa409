"""What readers came for, each in three actions or fewer from the first page."""

import re

import pytest

START = "book/index.html"


class Reader:
    """A reader at a page, whose actions are counted."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def search(self, words):
        """Open the search, type, press Enter: one action."""
        self.actions += 1
        self.page.keyboard.press("Control+k")
        self.page.get_by_role("searchbox").fill(words)
        self.page.keyboard.press("Enter")
        self.page.get_by_text(re.compile("finished, found [1-9]")).wait_for()

    def click(self, selector, **which):
        self.actions += 1
        self.page.locator(selector, **which).first.click()
        self.page.wait_for_load_state("load")

    def reads(self, *words):
        article = self.page.locator(".bd-article").first.inner_text()
        return [word for word in words if word.lower() not in article.lower()]


@pytest.fixture
def reader(visit):
    reader = Reader(visit().open(START))
    yield reader
    assert reader.actions <= 3


def test_why_is_my_vae_blurry(reader):
    reader.search("why is my VAE blurry")
    reader.click("#search-results a")
    assert reader.reads("blurred", "average", "decoder") == []


def test_the_gradient_penalty_with_its_weight(reader):
    reader.search("gradient penalty")
    reader.click('#search-results a[href*="4-mathematics/gan.html"]')
    assert reader.reads("penalty", "λ", "slope") == []


def test_the_test_behind_an_equation(reader):
    reader.search("evidence lower bound split")
    reader.click('#search-results a[href*="4-mathematics/vae"]')
    reader.click("#equation-eq-elbo-split summary")
    panel = reader.page.locator("#equation-eq-elbo-split .door")
    assert "tests/equations/checks_vae_bound.py" in panel.inner_text()


def test_a_cure_beside_the_symptoms_of_collapse(reader):
    reader.search("mode collapse")
    reader.click('#search-results a[href*="3-algorithms/gan"]', has_text=re.compile("goes wrong"))
    headings = reader.page.locator(".bd-article th").all_inner_texts()
    assert "what to do" in " ".join(headings).lower()


def test_the_books_chinese_words(reader):
    reader.search("模式崩溃")
    reader.click("#search-results a")
    assert "mode collapse" in reader.page.locator(":target").inner_text()
