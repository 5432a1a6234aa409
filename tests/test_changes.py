"""The list of corrections: dated, newest first, each held by a test that exists."""

import re
from datetime import date

from book_sources import ROOT

PAGE = (ROOT / "book" / "changes.md").read_text("utf-8")
HELD = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def rows(page):
    """(date, place, words, what holds it) of each row."""
    table = page.split("% begin changes")[1].split("% end changes")[0]
    for line in table.strip().splitlines()[2:]:
        yield tuple(cell.strip() for cell in line.strip("|").split("|"))


def complaints(day, place, words, held):
    """What a row lacks, in words."""
    found = HELD.fullmatch(held)
    if not found:
        return [f"no test is named: {held}"]
    name, function = found.groups()
    file = ROOT / name
    text = file.read_text("utf-8") if file.exists() else ""
    rules = {
        f"there is no {name}": text,
        f"{name} has no {function}": function is None or f"def {function}(" in text,
        f"which test of {name}?": function or name.startswith("tests/equations/"),
        "says neither since when nor for how long": re.search(r"\b(Since|For) ", words),
        "says no place": place,
        f"{day} is no date": date.fromisoformat(day),
    }
    return [complaint for complaint, holds in rules.items() if not holds]


def test_every_correction_is_held_by_a_test():
    assert [found for row in rows(PAGE) if (found := complaints(*row))] == []


def test_the_newest_correction_comes_first():
    days = [row[0] for row in rows(PAGE)]
    assert len(days) > 10
    assert days == sorted(days, reverse=True)


def test_a_row_without_its_test_is_seen():
    held = "`tests/equations/checks_vae_rate.py`"
    good = ("2026-11-26", "page", "It was wrong. Since 2026-11-24.", held)
    assert complaints(*good) == []
    assert complaints(*good[:3], "`tests/test_nothing.py`")
    assert complaints(*good[:3], "`tests/test_changes.py::test_nothing`")
    assert complaints(*good[:2], "It was wrong.", good[3])
    assert complaints(*good[:3], "`tests/test_changes.py`")
    assert complaints(*good[:3], "by care")


def versions(texts):
    """The version that each of these says: the project, its citation, its pages, its changes."""
    return {re.search(r"(?m)^\W*version\W+(\d+(?:\.\d+)*)", text, re.I)[1] for text in texts}


def test_there_is_one_version():
    names = ("pyproject.toml", "CITATION.cff", "_config.yml", "book/changes.md")
    texts = [(ROOT / name).read_text("utf-8") for name in names]
    assert len(versions(texts)) == 1
    assert len(versions([*texts, "version: 9.9.9"])) == 2
