"""Formulas on the built pages: drawn, numbered at the right, marked as the record says."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
PAGE = "book/4-mathematics/vae.html"
RECORD = ROOT / "tests" / "equations" / "record.json"
PHONE = {"width": 390, "height": 844}
BOXES = """() => [...document.querySelectorAll(".equation:has(.eqno)")].map(equation => {
    const right = element => element.getBoundingClientRect().right;
    return {
        id: equation.id,
        formula: right(equation.querySelector(".formula")),
        number: equation.querySelector(".eqno").getBoundingClientRect().left,
        inner: right(equation.querySelector(".eqno")),
        outer: right(equation),
        bottom: equation.querySelector(".formula").getBoundingClientRect().bottom,
        top: equation.querySelector(".eqno").getBoundingClientRect().top,
    };
})"""


def test_marks_are_those_of_the_record(visit):
    if not RECORD.exists():
        pytest.fail(f"there is no {RECORD.relative_to(ROOT)}; write it with `make record`")
    record = json.loads(RECORD.read_text("utf-8"))
    page = visit().open(PAGE)
    labelled = page.locator(".equation[id^=equation-]").evaluate_all("all => all.map(e => e.id)")
    marks = page.locator(".equation:has(.checked)").evaluate_all(
        "all => Object.fromEntries(all.map(e => [e.id, e.querySelector('summary').innerText]))"
    )
    expected = {f"equation-{label}" for label in record} & set(labelled)
    assert expected
    assert set(marks) == expected
    for label, entry in record.items():
        if f"equation-{label}" in marks:
            assert f" {entry['cases']} case" in marks[f"equation-{label}"]


def test_no_formula_was_refused(visit):
    page = visit().open(PAGE)
    assert page.locator(".katex").count() > 30
    assert page.locator(".katex-error").count() == 0
    assert page.locator(".katex-html").count() == page.locator(".katex math").count()


def test_every_sign_is_in_the_fonts_that_were_kept(visit):
    page = visit().open(PAGE)
    drawn = page.locator(".katex-html").evaluate_all("all => all.map(e => e.textContent).join('')")
    fonts = list((ROOT / "_build/html/_static/vendor/katex/fonts").glob("*.woff2"))
    kept = {chr(code) for font in fonts for code in TTFont(font).getBestCmap()}
    invisible = {" ", "\u00a0", "\u200b"}
    assert {"p", "∑", "θ"} <= set(drawn)
    assert set(drawn) - kept - invisible == set()


def test_numbers_stand_at_the_right_of_their_formula(visit):
    boxes = visit(viewport={"width": 1280, "height": 900}).open(PAGE).evaluate(BOXES)
    assert boxes
    for box in boxes:
        assert box["formula"] <= box["number"], box
        assert box["inner"] == pytest.approx(box["outer"], abs=1), box


def test_on_a_phone_a_formula_has_the_whole_width_and_its_number_below(visit):
    boxes = visit(viewport=PHONE).open(PAGE).evaluate(BOXES)
    assert boxes
    for box in boxes:
        assert box["formula"] == pytest.approx(box["outer"], abs=1), box
        assert box["bottom"] <= box["top"], box
        assert box["inner"] == pytest.approx(box["outer"], abs=1), box


def test_a_wide_formula_scrolls_in_its_own_box(visit):
    page = visit(viewport=PHONE).open(PAGE)
    moved = page.evaluate(
        """() => {
            const wide = [...document.querySelectorAll(".formula")]
                .find(box => box.scrollWidth > box.clientWidth + 20);
            wide.scrollLeft = 15;
            return [wide.scrollLeft, scrollX];
        }"""
    )
    assert moved == [15, 0]
