"""Markdown tables, written into a page between two comments, so that a run can renew them:

% begin NAME, made by experiments/SCRIPT.py
% end NAME
"""

import re
from pathlib import Path

import stored_json

from genai_utils import files

BOOK = stored_json.NOTEBOOKS.parent / "book"


def lines(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown, without an end of line after its last row."""
    table = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in table)


def between(text: str, script: str, tables: dict[str, str]) -> str:
    """A page's text with each table between its comments; `ValueError` unless both stand there."""
    for name, table in tables.items():
        begin, end = f"% begin {name}, made by experiments/{script}.py\n", f"\n% end {name}"
        pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
        if len(pattern.findall(text)) != 1:
            raise ValueError(f"the page must hold {begin!r} and {end!r} once.")
        filled = f"{begin}\n{table}\n{end}"
        text = pattern.sub(lambda _, filled=filled: filled, text)
    return text


def write(page: Path, script: str, tables: dict[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    files.write_atomically(page, between(text, script, tables))
