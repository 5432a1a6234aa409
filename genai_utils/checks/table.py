"""The table of verdicts: a CSV file that a spreadsheet opens as text and never as a formula."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from genai_utils.checks.submission import printable

Row = tuple[str, str, str, str, str]
HEAD = "file", "exercise", "verdict", "hint", "skipped"
STARTS = frozenset("=+-@＝＋－＠")  # what makes a formula of a cell


def neutral(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would calculate it."""
    text = printable(text)
    return f"'{text}" if text.lstrip()[:1] in STARTS else text


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A function that adds rows; each is on the disk before the next submission is graded.

    The mark at the file's beginning tells spreadsheets that it is UTF-8.
    """
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)

        def add(rows: Iterable[Row]) -> None:
            writer.writerows([neutral(text) for text in row] for row in rows)
            file.flush()

        yield add
