"""Each picture is what its program draws today, and stands on a page with its words."""

import functools
import io
import re
from pathlib import Path

import book_sources
import figures
import pytest
from book_ext import pictures
from PIL import Image, ImageChops

FIGURES = book_sources.ROOT / "book" / "figures"
DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{figure\} (\S+)\n(.*?)^\1", re.MULTILINE | re.DOTALL)
# Another processor or version of a font draws an edge a little differently; a curve that lies
# elsewhere, or a word that changed, moves more than this share of the pixels by more than a step.
STEP, SHARE = 48, 0.002
HEAVIEST = 150_000  # bytes of a PNG; the page ships a lighter WebP of it


def shown():
    """Name of a picture -> the options and captions with which pages show it."""
    found = {}
    for page, text in book_sources.pages().items():
        for _, target, words in DIRECTIVE.findall(text):
            found.setdefault(Path(target).name, []).append((page, words))
    return found


def moved(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ by more than `STEP` grey levels; 1 for different sizes."""
    if one.size != other.size:
        return 1.0
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    counts = functools.reduce(ImageChops.lighter, bands).histogram()
    return sum(counts[STEP + 1 :]) / sum(counts)


def all_pictures():
    """Every picture. All take half a minute, so `make check` draws the first of each page."""
    first = {}
    for name, places in shown().items():
        for page, _ in places:
            first.setdefault(page, Path(name).stem)
    for name in figures.programs():
        marks = [] if name in first.values() else [pytest.mark.slow]
        yield pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", all_pictures())
def test_the_picture_is_what_its_program_draws(name):
    stored = FIGURES / f"{name}.png"
    assert stored.exists(), f"run `make figures`: there is no {stored.name}"
    assert stored.stat().st_size <= HEAVIEST
    with Image.open(stored) as picture:
        assert moved(picture, figures.sheet(name)) <= SHARE


def test_what_is_written_is_what_is_drawn():
    """In fewer colours, and the same bytes when it is written again."""
    name = "background-cell"
    written = figures.picture(name)
    assert moved(Image.open(io.BytesIO(written)), figures.sheet(name)) <= SHARE
    assert figures.picture(name) == written


def test_every_picture_has_a_program():
    assert {path.stem for path in FIGURES.glob("*.png")} == set(figures.programs())


def test_every_picture_stands_on_a_page_under_its_own_name():
    pages = shown()
    assert set(pages) == {f"{name}.png" for name in figures.programs()}
    for name, places in pages.items():
        for page, words in places:
            assert re.search(rf"^:name: fig-{Path(name).stem}$", words, re.MULTILINE), (page, name)
            assert re.search(r"^:alt: \S.{40,}$", words, re.MULTILINE), (page, name)
            caption = re.sub(r"^:\w+:.*$", "", words, flags=re.MULTILINE).strip()
            assert len(caption.split()) >= 8, f"{page}: the caption of {name} says too little"
        assert len(places) == 1, f"{name} stands on {len(places)} pages"


def test_a_page_ships_the_lighter_of_the_exact_and_the_rough_picture(tmp_path):
    source, exact = FIGURES / "gan-sheets.png", io.BytesIO()
    pictures.convert(source, tmp_path / "shipped.webp")
    with Image.open(source) as picture:
        picture.convert("RGB").save(exact, "webp", **pictures.EXACT)
    assert (tmp_path / "shipped.webp").stat().st_size <= exact.tell()


def test_a_picture_of_many_shades_is_shipped_rough(tmp_path):
    source, exact = FIGURES / "position-clock.png", io.BytesIO()
    pictures.convert(source, tmp_path / "shipped.webp")
    with Image.open(source) as picture:
        picture.save(exact, "webp", **pictures.EXACT)
    assert (tmp_path / "shipped.webp").stat().st_size < 0.7 * exact.tell()


def test_a_picture_that_could_not_be_made_is_told(tmp_path):
    press = pictures.Press()
    for name in ("gan-sheets", "gone"):
        press.take(FIGURES / f"{name}.png", tmp_path / f"{name}.webp")
    with pytest.raises(FileNotFoundError, match=r"gone\.png"):
        press.finish()
    assert (tmp_path / "gan-sheets.webp").exists()


def test_a_picture_that_changed_is_seen():
    pictures = [Image.new("RGB", (200, 100), "white") for _ in range(3)]
    pictures[1].paste("black", (10, 10, 20, 20))
    pictures[2].paste("#fafafa", (10, 10, 20, 20))
    assert moved(pictures[0], pictures[0]) == 0
    assert moved(pictures[0], pictures[1]) > SHARE
    assert moved(pictures[0], pictures[2]) == 0
    assert moved(pictures[0], pictures[0].resize((100, 50))) == 1
