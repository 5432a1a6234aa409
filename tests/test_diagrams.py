"""Mermaid source becomes SVG without a browser; its boxes link where `click` says."""

import re

import pytest
from book_ext import diagrams
from sphinx.errors import ExtensionError

SOURCE = """flowchart TD
  first["A <box>"] --> second["证据下界"]
  click first "2-concepts/index"
"""


@pytest.fixture(scope="module")
def svg():
    if not (diagrams.SCRIPT.parents[1] / "vendor").exists():
        pytest.skip("nothing fetched yet: `make book` does")
    return diagrams.draw(SOURCE)


def test_a_diagram_loads_nothing_and_styles_nothing_else(svg):
    assert "<style" not in svg
    assert "@import" not in svg
    assert "A &lt;box&gt;" in svg
    assert "证据下界" in svg
    assert 'id="arrowhead"' not in svg, "two diagrams on one page would share a marker"


def test_a_box_links_where_click_says(svg):
    linked = diagrams.with_links(svg, SOURCE, lambda page: f"../{page}.html")
    assert linked.count("<a ") == linked.count("</a>") == 1
    box = linked.partition('<a href="../2-concepts/index.html">')[2].partition("</a>")[0]
    assert "A &lt;box&gt;" in box
    with pytest.raises(ExtensionError, match="'third', which is 0 boxes"):
        diagrams.with_links(svg, 'click third "x"', str)


def test_an_arrow_back_points_at_its_box(svg):
    back = diagrams.draw("flowchart TD\n  first --> second\n  first <--- second")
    head = re.search(r'<marker id="[^"]*arrowhead-start"[^>]*>\s*<polygon points="([^"]*)"', back)
    assert 'orient="auto"' in head[0]
    assert "0 2.5" in head[1], "its tip is at the line's start, in front of the box"
    assert re.search(r'data-arrow-start="true" data-arrow-end="false"[^>]*marker-start=', back)


def test_paper_gets_plain_colours(svg):
    assert "var(" in svg
    assert "var(" not in diagrams.in_light(svg)


def test_a_source_that_cannot_be_drawn_is_an_error(svg):
    with pytest.raises(ExtensionError, match="could not be drawn"):
        diagrams.draw("no such kind of diagram")
