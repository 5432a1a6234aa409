"""Finding and using: the search, the copy button, a formula's LaTeX, a notebook's file."""

import json
import re
import zipfile
from urllib.parse import unquote, urlsplit

import pytest
from visiting import HTML

MATHEMATICS = "book/4-mathematics/vae.html"
NOTEBOOK = "notebooks/3-vae.html"


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("reparameterisation", MATHEMATICS),
        ("ELBO", MATHEMATICS),
        ("Kullback", MATHEMATICS),
        ("变分自编码器", "book/glossary.html"),
        ("下界", "book/glossary.html"),  # a part of 证据下界
    ],
)
def test_search_finds_a_page_by_a_word(visit, scheme, words, page):
    visited = visit(scheme)
    opened = visited.open("book/index.html")
    opened.keyboard.press("Control+k")
    opened.get_by_role("searchbox").fill(words)
    opened.keyboard.press("Enter")
    opened.get_by_text(re.compile("finished, found [1-9]")).wait_for()
    opened.locator(f'#search-results a[href*="{page.removeprefix("book/")}"]').first.click()
    opened.get_by_role("heading", level=1).wait_for()
    assert opened.url.split("?")[0].split("#")[0].endswith(page)
    assert visited.problems == []


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
