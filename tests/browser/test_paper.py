"""On paper a page is light, whole and without a sign that something scrolls."""

import pytest

# As if it were printed before its first painting: then a screen lets sections wait.
STYLES = """() => {
    document.documentElement.dataset.firstPaint = "";
    const of = (selector) => getComputedStyle(document.querySelector(`.bd-article ${selector}`));
    return {
        shadow: of("pre").backgroundImage,
        table: of("table").breakInside,
        waits: of("section section").contentVisibility,
    };
}"""


@pytest.fixture
def printed(visit):
    def print_(page):
        visited = visit("file", color_scheme="dark").open(page)
        visited.evaluate("dispatchEvent(new Event('beforeprint'))")
        visited.emulate_media(media="print")
        return visited

    return print_


def test_no_shadow_says_that_there_is_more_and_a_table_begins_where_it_stands(printed):
    found = printed("book/3-algorithms/gan.html").evaluate(STYLES)
    assert found["shadow"] == "none"
    assert found["table"] == "auto"
    assert found["waits"] == "visible"


@pytest.mark.parametrize("page", ["book/4-mathematics/gan.html", "notebooks/3-vae.html"])
def test_who_reads_in_the_dark_prints_on_white(printed, page):
    paper = printed(page)
    assert paper.evaluate("document.documentElement.dataset.theme") == "light"
    black = "getComputedStyle(document.querySelector('.bd-article p')).color"
    red, green, blue = map(int, paper.evaluate(black).removeprefix("rgb(")[:-1].split(","))
    assert max(red, green, blue) < 100


def test_no_formula_and_no_picture_is_wider_than_the_paper(printed):
    paper = printed("book/4-mathematics/vae.html")
    paper.set_viewport_size({"width": 690, "height": 1000})  # A4 less its margins
    wide = """() => [...document.querySelectorAll(".equation .formula, figure img")]
        .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.outerHTML)"""
    assert paper.evaluate(wide) == []


def test_a_sound_leaves_its_words_and_no_player(printed):
    paper = printed("book/6-applications/speech.html")
    sound = paper.locator("figure.sound").first
    assert not sound.locator("audio").is_visible()
    assert sound.locator("figcaption").is_visible()
