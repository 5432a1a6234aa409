"""Each question of chapter 9 is found by its own wording and by other words for it, and answers."""

import re

import pytest
from faq_sections import ALL

LABELS = sorted(ALL)
# What people typed, where it isn't a question of the list, and the question that has to come.
ASKED = (
    ("why is my VAE blurry", "faq-vae-blurry"),
    ("my GAN's loss goes to 0", "faq-gan-d-zero"),
    ("why is my KL zero", "faq-kl-zero"),
    ("mean or sum", "faq-mean-or-sum"),
    ("can I train on my laptop", "faq-laptop"),
    ("is this mode collapse", "faq-mode-collapse"),
)


@pytest.fixture(scope="module")
def searching(browser, site):
    """A function that gives the headings of the first five hits to some words, in one browser."""
    context = browser.new_context()
    page = context.new_page()

    def hits(words):
        page.goto(f"{site['http']}/search.html?q=" + re.sub(r"\W+", "+", words))
        page.get_by_text(re.compile("Search finished")).wait_for()
        links = page.locator("#search-results a").evaluate_all("all => all.map(a => a.textContent)")
        return [" ".join(words.split()) for words in links[:5]]

    yield hits
    context.close()


def plain(heading):
    """A heading with nothing but its letters and digits."""
    return re.sub(r"[\W_]+", "", heading).lower()


@pytest.mark.parametrize("label", LABELS)
def test_a_question_is_found_by_its_wording(searching, label):
    question = re.sub(r"\$[^$]*\$", " ", ALL[label][1])
    assert plain(ALL[label][1]) in map(plain, searching(question))


@pytest.mark.parametrize(("words", "label"), ASKED)
def test_a_question_is_found_as_people_ask(searching, words, label):
    assert plain(ALL[label][1]) in map(plain, searching(words))


def test_from_a_question_to_the_derivation_and_the_experiment(visit):
    page = visit().open("book/9-faq/index.html")
    page.get_by_role("link", name="Why is my VAE blurry?").first.click()
    page.wait_for_load_state("load")
    answer = page.locator("section", has_text="Why is my VAE blurry?").last
    answer.get_by_role("link", name="why a VAE is blurred").click()
    page.wait_for_load_state("load")
    assert "vae-blur" in page.url
    assert page.locator("#equation-eq-best-decoder").count() == 1
    assert "by overlap" in page.locator(".bd-article").first.inner_text()


def test_from_a_question_to_the_derivation_and_to_the_notebook_that_runs_it(visit):
    page = visit().open("book/9-faq/index.html")
    question = "Why does my discriminator loss go to 0?"
    page.get_by_role("link", name=question).first.click()
    page.wait_for_load_state("load")
    answer = page.locator("section", has_text=question).last
    answer.get_by_role("link", name="the supports don").click()
    page.wait_for_url("**/4-mathematics/gan.html#*")
    assert page.locator("#equation-eq-disjoint").count() == 1
    page.go_back()
    answer.get_by_role("link", name="the data, F3 to F5").click()
    page.wait_for_url("**/5-practice/walkthrough.html#*")
    page.locator(".bd-article a[href*='notebooks/5-the-listing-audited']").first.click()
    page.wait_for_url("**/notebooks/5-the-listing-audited.html*")
    assert page.locator(".cell_output").count() > 5
