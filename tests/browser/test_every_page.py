"""Every page of the built book: nothing from elsewhere, no error, light, and open to everybody.

axe-core looks at each page in light and dark, with its dropdowns closed and opened.
"""

from pathlib import Path

import pytest
import yaml
from budgets import LARGE, LIVE, WITH_LARGE, budget, excess
from visiting import SCROLL_THROUGH

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "vendor" / "axe" / "axe.min.js"
PHONE = {"width": 390, "height": 844}
RUN_AXE = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    return violations.flatMap(({id, nodes}) => nodes.map(({target, any, all, none}) =>
        `${id} at ${target.join(" ")}: ${[...any, ...all, ...none][0]?.message}`));
}"""
UNFOLD = """() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    for (const button of document.querySelectorAll(".toggle-hidden .toggle-button")) button.click();
}"""
WIDTH = "document.documentElement.scrollWidth"
CONTENT = """() => [
    document.querySelectorAll(".katex-html").length,
    document.querySelectorAll(".bd-article img").length,
]"""
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


@pytest.mark.parametrize("page", PAGES)
def test_page_is_light_and_without_fault(visit, page):
    visited = visit()
    opened = visited.arrive(page)
    formulas, pictures = opened.evaluate(CONTENT)
    arriving, seen = budget(page, formulas, pictures)
    assert excess(visited.weight(), arriving) == []
    opened.evaluate(SCROLL_THROUGH)
    if pictures:
        opened.wait_for_load_state("networkidle")
    assert excess(visited.weight(), seen) == []
    assert visited.problems == []
    opened.set_viewport_size(PHONE)
    assert opened.evaluate(WIDTH) <= PHONE["width"]
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.add_style_tag(content="html { font-size: 200% !important }")
    assert opened.evaluate(WIDTH) <= 1280, "text at 200 % scrolls sideways"


def live_pages():
    """The pages of the notebooks that hold a live figure."""
    notebooks = [ROOT / page.replace(".html", ".ipynb") for page in BOOK]
    return [n for n in notebooks if n.exists() and "widget-view+json" in n.read_text("utf-8")]


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


@pytest.mark.parametrize("page", PAGES)
def test_page_from_disk_has_no_fault(visit, page):
    visited = visit("file")
    visited.open(page)
    assert visited.problems == []


@pytest.mark.parametrize("page", PAGES)
def test_page_is_accessible(visit, axe, page):
    opened = visit(color_scheme="light", reduced_motion="reduce").open(page)
    opened.evaluate(axe)
    for theme in ("light", "dark"):
        opened.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert opened.evaluate(RUN_AXE) == [], f"{theme}, closed"
    opened.evaluate(UNFOLD)
    assert opened.locator(".toggle-hidden").count() == 0
    for theme in ("dark", "light"):
        opened.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert opened.evaluate(RUN_AXE) == [], f"{theme}, open"


@pytest.mark.parametrize("page", BOOK)
def test_page_without_javascript_shows_everything(visit, page):
    visited = visit("file", java_script_enabled=False)
    opened = visited.arrive(page)
    assert opened.evaluate(UNSEEN) == []
    assert visited.problems == []
