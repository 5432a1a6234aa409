"""What the PDF is made of, without TeX: links arrive, tables keep to the page, fonts have all."""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from book_ext import print_book, print_links, print_tables
from book_sources import ROOT
from docutils import nodes
from small_book import BLACK, PAGES, write

NAME = "tests/test_print.py::test_a_name_that_no_column_of_a_table_holds"
ROW = f"| a claim of some words, that goes on | {'why it holds, in words. ' * 6} | `{NAME}` |\n"
FIRST = f"""# The first page

See {{eq}}`eq-two`, {{ref}}`ex-one`, {{numref}}`ex-one`, 模式崩溃（GAN）, and <b>words in HTML</b>.

| what | why | where |
| --- | --- | --- |
{ROW * 9}
```{{exercise}} One
:label: ex-one
Say {{eq}}`eq-one`.
```

| a | b |
| --- | --- |
| 1 | 2 |
"""
SOLUTIONS = "# Solutions\n\n```{solution} ex-one\nBy {eq}`eq-one`, and {ref}`ex-one`.\n```\n"
INDEX = "# A book\n\nIts {doc}`first`.\n\n## For whom\n\nFor all.\n\n## Equations\n\nBelow.\n"
LIST = "# All equations\n\n```{equation-list}\n```\n"
TARGET = re.compile(r"\\hyperref\[\\detokenize\{([^}]*)\}\]")
LABEL = re.compile(r"\\label\{(?:\\detokenize\{)?([^}]*)\}")
PICTURE = re.compile(r"includegraphics(?:\[[^]]*\])?\{\{([^}]*)\}(\.\w+)\}")


@pytest.fixture(scope="module")
def tex(tmp_path_factory):
    pages = PAGES | {"index": INDEX, "first": FIRST, "solutions": SOLUTIONS, "list": LIST}
    folder = write(tmp_path_factory.mktemp("print"), pages, BLACK)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-n", "-W"]
    done = subprocess.run(
        [*command, "--builder", "latex"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "_build/latex/book.tex"


@pytest.mark.slow
def test_every_link_arrives(tex):
    text = tex.read_text("utf-8")
    targets = set(TARGET.findall(text))
    assert {"exercise:ex-one", "equation:book/second:eq-one"} <= targets
    assert any("solution-ex-one" in target for target in targets)
    assert targets - set(LABEL.findall(text)) == set()


@pytest.mark.slow
def test_nothing_is_html_and_every_picture_is_there(tex):
    text = tex.read_text("utf-8")
    assert "words in HTML" in text
    assert re.findall(r"</?(?:b|p|div|span|img|figure|details|noscript)\b[^>]*>", text) == []
    pictures = PICTURE.findall(text)
    assert pictures
    assert [name for name, form in pictures if not (tex.parent / f"{name}{form}").exists()] == []
    assert {form for _, form in pictures} <= {".png", ".jpg", ".pdf"}


@pytest.mark.slow
def test_the_front_is_one_chapter_and_a_long_table_may_break(tex):
    text = tex.read_text("utf-8")
    chapters = re.findall(r"\\chapter\{([^}]*)\}", text)
    assert chapters[:2] == [print_book.FRONT, "The first page"]
    assert r"\section{For whom}" in text
    assert re.search(r"\\begin\{longtable\}\{(?:\\X\{\d+\}\{\d+\}){3}\}", text)
    assert r"\begin{tabulary}{\linewidth}[t]{TT}" in text


def table(*rows):
    cells = [
        nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in row)) for row in rows
    ]
    specs = [nodes.colspec(colwidth=1) for _ in rows[0]]
    group = nodes.tgroup("", *specs, nodes.tbody("", *cells), cols=len(specs))
    return nodes.table("", group)


def test_a_table_that_fits_is_left_alone():
    small = table(("a", "b"), ("1", "2"))
    print_tables.fit(small)
    assert small["classes"] == []


def test_a_wide_column_gets_most_and_no_word_is_broken():
    wide = table(("2026-11-27", "words " * 60, "name_of_a_test_in_some_file"))
    print_tables.fit(wide)
    first, second, third = (spec["colwidth"] for spec in wide.findall(nodes.colspec))
    assert wide["classes"] == ["colwidths-given"]
    assert second > third > first >= len("2026-11-27")
    full = table(*[("a word", "words " * 60)] * 9)
    print_tables.fit(full)
    assert full["classes"] == ["colwidths-given", "longtable"]


def test_shares_are_all_that_there_is():
    short, *long = print_tables.shares([10, 400, 400], [5, 5, 5], 90)
    assert 5 <= short <= 10
    assert long[0] == pytest.approx(long[1])
    assert short + sum(long) == pytest.approx(90)
    assert print_tables.shares([10, 400], [10, 30], 90) == pytest.approx([10, 80])
    assert print_tables.shares([400, 400], [60, 50], 90) == [60, 50]  # in proportion, then


def test_addresses_become_those_of_latex():
    assert print_links.place("%book/a#equation-eq-b") == "%equation#book/a:eq-b"
    assert print_links.place("%book/a#ex-b") == "%exercise#ex-b"
    assert print_links.place("%book/a#section") == "%book/a#section"


def test_every_wide_character_of_the_book_has_the_font():
    texts = [*ROOT.glob("book/**/*.md"), *ROOT.glob("notebooks/*.ipynb")]
    used = {character for path in texts for character in path.read_text("utf-8")}
    wide = {c for c in used if unicodedata.east_asian_width(c) in "WF"}
    assert len(wide) > 500
    held = {c for c in wide if any(a <= ord(c) <= b for a, b in print_book.CHINESE)}
    assert wide == held


def test_every_stored_picture_has_a_form_for_paper():
    for path in ROOT.glob("notebooks/*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                forms = set(output.get("data", {}))
                drawn = forms & {"image/svg+xml", "application/vnd.jupyter.widget-view+json"}
                assert not drawn or "image/png" in forms, path.name
