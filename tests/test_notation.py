"""The table of symbols is true: what it names is on the page it names, and letters hide nothing."""

import re

import book_sources
import pytest
import yaml

NOTATION = book_sources.pages()["book/notation.md"]
CHAPTERS = re.compile(r"book/([1-5]-[a-z-]+/|6-applications/)")
INLINE = re.compile(r"(?<![$\\])\$(?!\$)([^$]+)\$(?!\$)")
TOKEN = re.compile(r"\\(?:text|operatorname|begin|end)\{[^}]*\}|\\[A-Za-z]+|\\.|[A-Za-z]|\S")
PLACES = re.compile(r"\{doc\}`[^`<]*<([^`>]+)>`")
SPACE = {r"\,", r"\;", r"\!", r"\:"}


def tokens(latex):
    return [token for token in TOKEN.findall(latex) if token not in SPACE]


def formulas(text):
    """The LaTeX of a page, displayed and inline, without the words inside it."""
    prose = re.sub(r"`[^`\n]+`", "", book_sources.without_code(text))
    displayed = [match[0].split("$$")[1] for match in book_sources.DOLLARS.finditer(prose)]
    return displayed + INLINE.findall(book_sources.DOLLARS.sub(" ", prose))


def rows(heading):
    """Symbol, meaning, code and places of each row of the table below a heading."""
    section = NOTATION.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| $")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


ONE = rows("Symbols with one meaning")
MANY = rows("Letters whose meaning depends on the page")
PAGES = {
    name.removeprefix("book/").removesuffix(".md"): [tokens(text) for text in formulas(page)]
    for name, page in book_sources.pages().items()
    if CHAPTERS.match(name)
}


def stands(symbol, page):
    """Whether the symbol's signs follow each other in a formula of the page."""
    wanted = tokens(symbol)
    return any(
        formula[at : at + len(wanted)] == wanted
        for formula in PAGES[page]
        for at in range(len(formula))
    )


def carries(letter, page):
    """Whether the letter stands in a formula of the page by itself, and not as an index."""
    for formula in PAGES[page]:
        depth = None  # inside a subscript: how many braces are open
        for before, token in zip(["", *formula], formula, strict=False):
            if depth is not None:
                depth += {"{": 1, "}": -1}.get(token, 0)
                depth = depth or None
            elif before == "_":
                depth = 1 if token == "{" else None
            elif token == letter:
                return True
    return False


def test_the_tables_are_read():
    assert len(ONE) > 20
    assert len({row[0] for row in MANY}) > 20


@pytest.mark.parametrize(("symbols", "where"), [(row[0], row[3]) for row in ONE + MANY])
def test_a_symbol_is_on_the_pages_that_its_row_names(symbols, where):
    pages = PLACES.findall(where)
    assert pages, "a row says where its symbol is used"
    missing = [
        (symbol, page)
        for page in pages
        for symbol in INLINE.findall(symbols)
        if not stands(symbol, page)
    ]
    assert not missing


@pytest.mark.parametrize("letter", sorted({row[0] for row in MANY}))
def test_a_letter_with_several_meanings_names_all_pages_that_use_it(letter):
    named = {page for row in MANY if row[0] == letter for page in PLACES.findall(row[3])}
    unnamed = [page for page in PAGES if carries(letter.strip("$"), page) and page not in named]
    assert not unnamed


def test_no_symbol_has_one_meaning_and_several():
    single = {symbol for row in ONE for symbol in INLINE.findall(row[0])}
    assert not single & {row[0].strip("$") for row in MANY}


def test_every_macro_that_a_page_uses_is_explained():
    config = yaml.safe_load((book_sources.ROOT / "_config.yml").read_text(encoding="utf-8"))
    macros = config["sphinx"]["config"]["math_macros"]
    used = {token for formulas in PAGES.values() for formula in formulas for token in formula}
    explained = {token for row in ONE for cell in row[:2] for token in tokens(cell)}
    assert not (used & set(macros)) - explained
