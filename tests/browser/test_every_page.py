"""Every page of the built book: nothing from elsewhere, no error, light, and open to everybody.

axe-core looks at each page in light and dark, with its dropdowns closed and opened.
"""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from budgets import LARGE, LIVE, WITH_LARGE, budget, excess
from formula_words import AS_WORDS, ODD
from visiting import SCROLL_THROUGH, Visit, leafing

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "vendor" / "axe" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
RUN_AXE = """async rules => {
    const runOnly = rules ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const {violations} = await axe.run(document, {runOnly, resultTypes: ["violations"]});
    return violations.flatMap(({id, nodes}) => nodes.map(({target, any, all, none}) =>
        `${id} at ${target.join(" ")}: ${[...any, ...all, ...none][0]?.message}`));
}"""
UNFOLD = """() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const button of document.querySelectorAll(".toggle-hidden .toggle-button")) button.click();
}"""
# The rules of axe that look at colours. To all others two themes are one that show the same
# elements, and controls alike up to the 24 points that WCAG asks for.
COLOURS = ["color-contrast", "link-in-text-block"]
SHOWN = """() => [...document.querySelectorAll("body *")].map(e => {
    const {width, height} = e.getBoundingClientRect();
    const size = e.matches("a, button, input, select, summary") && [width, height];
    return [e.localName, e.getClientRects().length > 0, size && size.map(n => Math.min(n, 24))]
        .join();
})"""
WIDTH = "document.documentElement.scrollWidth"
CONTENT = """() => [
    document.querySelectorAll(".katex-html").length,
    document.querySelectorAll(".bd-article img").length,
]"""
# Every picture in the flow of the page has come, now that each was near the screen.
PICTURES_CAME = """() => Promise.all([...document.images]
    .filter((image) => image.getClientRects().length && !image.complete)
    .map((image) => new Promise((come) => { image.onload = image.onerror = come; })))
    .then(() => {})"""
# What a reader can't see: a formula without a size, a picture that did not come.
UNSEEN = """() => [...document.querySelectorAll(".katex-html, .bd-article img")]
    .filter((e) => !e.getClientRects().length || e.naturalWidth === 0)
    .map((e) => e.outerHTML.slice(0, 120))"""


def documents(entry):
    """The documents that a part of _toc.yml names, whatever its depth."""
    if isinstance(entry, list):
        return [name for item in entry for name in documents(item)]
    names = [entry[key] for key in ("root", "file") if key in entry]
    nested = [entry[key] for key in ("parts", "chapters", "sections") if key in entry]
    return names + documents(nested)


BOOK = [f"{name}.html" for name in documents(yaml.safe_load((ROOT / "_toc.yml").read_text()))]
PAGES = [*BOOK, "search.html", "genindex.html"]


@pytest.fixture(scope="session")
def axe():
    if not AXE.exists():
        pytest.fail(f"there is no {AXE.relative_to(ROOT)}; run `tools/fetch_assets.py tests`")
    return AXE.read_text("utf-8")


def test_the_table_of_contents_names_pages():
    assert len(BOOK) >= 30


def live_pages():
    """The pages of the notebooks that hold a live figure."""
    notebooks = [ROOT / page.replace(".html", ".ipynb") for page in BOOK]
    return [n for n in notebooks if n.exists() and "widget-view+json" in n.read_text("utf-8")]


@pytest.fixture(scope="module", params=PAGES)
def seen(request, browser, site):
    """A page that was seen from its top to its end, for all that is asked of it, and its weights.

    Each question leaves the page as it was, but for the last one, which opens and flattens it.
    """
    context = browser.new_context()
    visited = Visit(context, site["http"])
    page = visited.arrive(request.param)
    content, arriving = page.evaluate(CONTENT), visited.weight()
    page.evaluate(SCROLL_THROUGH)
    page.evaluate(PICTURES_CAME)
    if page.locator('script[type$="widget-view+json"]').count():
        page.wait_for_load_state("networkidle")
    yield SimpleNamespace(
        name=request.param,
        page=page,
        content=content,
        arriving=arriving,
        all=visited.weight(),
        problems=visited.problems,
    )
    context.close()


def test_page_is_light_and_without_fault(seen):
    arriving, all_seen = budget(seen.name, *seen.content)
    assert excess(seen.arriving, arriving) == []
    assert excess(seen.all, all_seen) == []
    assert seen.problems == []


def test_page_is_as_wide_as_the_screen(seen):
    before = seen.page.viewport_size
    seen.page.set_viewport_size(PHONE)
    assert seen.page.evaluate(WIDTH) <= PHONE["width"]
    seen.page.set_viewport_size({"width": 1280, "height": 900})
    large = seen.page.add_style_tag(content="html { font-size: 200% !important }")
    assert seen.page.evaluate(WIDTH) <= 1280, "text at 200 % scrolls sideways"
    large.evaluate("style => style.remove()")
    seen.page.set_viewport_size(before)


def test_page_is_accessible(seen, axe):
    page = seen.page
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(axe)

    def examine(first, second):
        """By all rules in one theme, and in the other, which shows the same, by its colours."""
        wear(page, first)
        assert page.evaluate(RUN_AXE) == [], first
        shown = page.evaluate(SHOWN)
        wear(page, second)
        assert page.evaluate(SHOWN) == shown
        assert page.evaluate(RUN_AXE, COLOURS) == [], second

    for theme in ("light", "dark"):
        wear(page, theme)
        assert page.evaluate(ODD) == [], theme
    page.evaluate(AS_WORDS)
    examine("light", "dark")
    page.evaluate(UNFOLD)
    assert page.locator(".toggle-hidden").count() == 0
    page.evaluate(AS_WORDS)
    examine("dark", "light")


def wear(page, theme):
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)


@pytest.mark.parametrize("notebook", live_pages(), ids=lambda path: path.stem)
def test_live_figure_in_view_is_light(visit, notebook):
    visited = visit(viewport={"width": 1280, "height": 200})  # no figure is near on arrival
    page = visited.arrive(notebook.relative_to(ROOT).with_suffix(".html"))
    page.wait_for_load_state("networkidle")
    before = len(visited.responses)
    place = page.locator('script[type$="widget-view+json"] + div').first
    place.scroll_into_view_if_needed()
    place.locator("figure").wait_for()
    page.wait_for_load_state("networkidle")
    assert len(visited.responses) > before
    allowed = WITH_LARGE if f"notebooks/{notebook.stem}.html" in LARGE else LIVE
    assert excess(visited.weight(), allowed) == []


@pytest.fixture(scope="module")
def turn_to(browser, site):
    with leafing(browser, site["file"]) as turn_to:
        yield turn_to


@pytest.fixture(scope="module")
def turn_without_javascript(browser, site):
    with leafing(browser, site["file"], java_script_enabled=False) as turn_to:
        yield turn_to


@pytest.mark.parametrize("page", PAGES)
def test_page_from_disk_has_no_fault(turn_to, page):
    visited = turn_to(page)
    visited.see_all()
    assert visited.problems == []


@pytest.mark.parametrize("page", BOOK)
def test_page_without_javascript_shows_everything(turn_without_javascript, page):
    visited = turn_without_javascript(page)
    assert visited.page.evaluate(UNSEEN) == []
    assert visited.problems == []
