"""Finding and using: the search, the copy button, a formula's LaTeX, a notebook's file."""

import json
import re
import zipfile
from urllib.parse import unquote, urlsplit

import pytest
from visiting import HTML

MATHEMATICS = "book/4-mathematics/vae.html"
NOTEBOOK = "notebooks/3-vae.html"


# What readers typed, and where the first hit, or one of the first five, has to lead.
FIRST = [
    ("evidence lower bound", "book/glossary.html#term-evidence"),
    ("posterior collapse", "book/glossary.html#term-posterior-collapse"),
    ("变分自编码器", "book/glossary.html#term-"),
    ("后验崩塌", "book/glossary.html#term-posterior-collapse"),
    ("后验坍塌", "book/glossary.html#term-posterior-collapse"),
    ("下界", "book/glossary.html#term-"),  # a part of 证据下界
]
AMONG_FIVE = [
    ("reparameterisation", "book/4-mathematics/vae"),
    ("reparameterization", "book/4-mathematics/vae"),
    ("blurry", "book/4-mathematics/vae-terms"),
    ("offline", "book/5-practice/environment.html"),
    ("latent size", "vae"),
    ("gradient penalty", "book/4-mathematics/gan.html"),
    ("mode collapse", "gan"),
    ("causal mask", "self-attention"),
]


def ask(visited, words):
    """The addresses of the hits, in their order."""
    opened = visited.open("book/index.html")
    opened.keyboard.press("Control+k")
    opened.get_by_role("searchbox").fill(words)
    opened.keyboard.press("Enter")
    opened.get_by_text(re.compile("finished, found [1-9]")).wait_for()
    return opened.locator("#search-results a").evaluate_all("all => all.map(a => a.href)")


def place(address):
    """A hit without the words that it marks."""
    return re.sub(r"\?found=[^#]*", "", unquote(address))


@pytest.mark.parametrize(("words", "where"), FIRST)
def test_a_definition_comes_first(visit, words, where):
    assert where in place(ask(visit(), words)[0])


@pytest.mark.parametrize(("words", "where"), AMONG_FIVE)
def test_search_finds_what_a_reader_types(visit, words, where):
    assert any(where in place(hit) for hit in ask(visit(), words)[:5])


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_hit_lands_at_its_place_with_the_words_marked(visit, scheme):
    visited = visit(scheme)
    ask(visited, "water-filling")
    page = visited.page
    hit = page.locator("#search-results a", has_text=re.compile("linear model collapses")).first
    hit.click()
    page.wait_for_url("**#**")
    page.wait_for_load_state("load")
    marked = page.evaluate("() => [...CSS.highlights.get('found')].map(range => range.toString())")
    assert "water" in {words.lower() for words in marked}
    heading = page.locator(":target")
    assert 0 <= heading.bounding_box()["y"] < 300
    assert visited.problems == []


def test_a_snippet_shows_a_formula_once(visit):
    visited = visit()
    ask(visited, "importance weights unbiased")
    snippets = visited.page.locator("#search-results p").all_inner_texts()
    assert any("pθ" in text for text in snippets)
    assert not [text for text in snippets if "\\theta" in text or "annotation" in text]


def test_a_search_without_a_hit_says_so(visit):
    page = visit().open("search.html?q=xyzzyplugh")
    page.get_by_text("found 0 places").wait_for()


def test_code_is_copied_without_prompts_and_output(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"]).open(MATHEMATICS)
    block = page.locator("div.highlight", has_text=">>> ").first
    block.hover()
    block.locator("button.copybtn").click()
    shown = block.locator("pre").inner_text().splitlines()
    typed = [line[4:] for line in shown if line.startswith((">>> ", "... "))]
    assert page.evaluate("navigator.clipboard.readText()").split("\n") == typed


def test_a_selected_formula_is_copied_as_latex(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"]).open(MATHEMATICS)
    formula = page.locator(".equation .katex").first
    source = formula.locator("annotation").text_content()
    formula.evaluate("element => getSelection().selectAllChildren(element)")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()").strip("$\n ") == source.strip()


def test_a_notebook_can_be_downloaded(visit):
    link = visit().open(NOTEBOOK).get_by_role("link", name="Download this notebook")
    path = unquote(urlsplit(link.evaluate("link => link.href")).path)
    with zipfile.ZipFile(HTML / path.lstrip("/")) as archive:
        (notebook,) = (name for name in archive.namelist() if name.endswith(".ipynb"))
        assert json.loads(archive.read(notebook))["nbformat"] == 4
        assert len(archive.namelist()) > 1, "its stored measurements come along"
    assert link.get_attribute("download") is not None


def test_every_live_figure_is_listed(visit):
    page = visit().open("book/live-figures.html")
    links = page.locator("article li a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    written = [
        p for p in (HTML / "notebooks").glob("*.html") if "widget-view+json" in p.read_text()
    ]
    assert {link.split("/")[-1].split("#")[0] for link in links} == {p.name for p in written}
    for link in links:
        page.goto(f"{page.url.rsplit('/', 1)[0]}/{link}")
        assert page.locator(f"#{link.split('#')[1]}").count() == 1
        page.go_back()
