"""What comes in: which files are submissions, and the cells of one, whatever wrote it.

A file that is no notebook isn't passed over: `read` says why, and the grader gives it a row.
"""

import itertools
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MOST_BYTES = 100_000_000  # of a file that is read or lies beside one
EXPORTS = {".pdf", ".html", ".htm", ".doc", ".docx", ".zip", ".rar", ".7z", ".gz", ".tar", ".tgz"}
MAY_HOLD_JSON = {"", ".json", ".txt"}
PASSED_OVER = {".ipynb_checkpoints", "__MACOSX", "__pycache__", ".git"}  # made by programs
LABEL = re.compile(r":label:\s*([\w-]+)|[\"']([\w-]+)[:\"']")
OWN = "genai_utils"  # the key in a handout's metadata that says which exercises it holds

Cells = list[tuple[str, str]]


def files(folder: Path) -> list[Path]:
    """All below the folder that somebody meant to hand in, in the order of their names."""
    below = [path for path in sorted(folder.rglob("*")) if _is_own(path.relative_to(folder))]
    notebooks = {path.parent for path in below if _is_named_so(path)}
    return [path for path in below if _is_handed_in(path, path.parent in {folder, *notebooks})]


def _is_own(path: Path) -> bool:
    return not PASSED_OVER & set(path.parts) and not path.name.startswith("._")


def _is_named_so(path: Path) -> bool:
    return path.suffix.lower() == ".ipynb"


def _is_handed_in(path: Path, has_company: bool) -> bool:
    """A notebook by its name or its content, an export, or a file with no notebook beside it."""
    if _is_named_so(path):
        return True
    if not path.is_file():
        return False
    if ".ipynb" in path.name.lower() or path.suffix.lower() in EXPORTS or not has_company:
        return True
    if path.suffix.lower() not in MAY_HOLD_JSON:
        return False
    try:
        return bool(_cells(_parsed(path)))
    except ValueError:
        return False


def read(path: Path, folder: Path) -> tuple[Cells, list[str]]:
    """The cells of a submission, and the labels that its handout promised.

    Raises `ValueError` that says why a file isn't a notebook.
    """
    if path.is_dir():
        raise ValueError("a folder, not a file")
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError("a link that leads out of the folder")
    notebook = _parsed(path)
    cells = _cells(notebook)
    if not _is_named_so(path):
        raise ValueError("the name has to end in .ipynb")
    return cells, _promised(notebook)


def _parsed(path: Path) -> Any:
    """What a JSON file holds; `ValueError` in words for one that can't be read."""
    if path.exists() and not path.is_file():
        raise ValueError("no ordinary file")  # reading a pipe would never end
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"larger than {MOST_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"can't be read: {error.strerror}") from error
    if not content.strip():
        raise ValueError("empty")
    try:
        return json.loads(content)  # bytes: UTF-8 with or without a mark, UTF-16 and UTF-32
    except (ValueError, RecursionError) as error:
        raise ValueError("no JSON: damaged, or another kind of file") from error


def _cells(notebook: Any) -> Cells:
    """Kind and source of each cell. Version 3 kept the cells in sheets, and code as `input`."""
    sheets = [notebook]
    if isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = notebook["worksheets"]
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    if not any(isinstance(cells, list) for cells in lists):
        raise ValueError("no cells in it")
    cells = itertools.chain(*(cells for cells in lists if isinstance(cells, list)))
    return [_cell(cell) for cell in cells if isinstance(cell, dict)]


def _cell(cell: dict) -> tuple[str, str]:
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    return str(cell.get("cell_type")), "".join(line for line in lines if isinstance(line, str))


def _promised(notebook: dict) -> list[str]:
    own = notebook.get("metadata")
    for key in (OWN, "exercises"):
        own = own.get(key) if isinstance(own, dict) else None
    return [it for it in own if isinstance(it, str)] if isinstance(own, list) else []


def expected(cells: Cells, promised: list[str], labels: set[str]) -> list[str]:
    """The exercises that a notebook speaks of, in its order, and those that it should speak of."""
    text = "\n".join(source for _, source in cells)
    spoken = (one or other for one, other in LABEL.findall(text))
    return [label for label in dict.fromkeys([*spoken, *promised]) if label in labels]


def beside(path: Path) -> Iterator[Path]:
    """The files that a notebook may read because they lie beside it."""
    for file in sorted(path.parent.iterdir()):
        if file.is_file() and not file.is_symlink() and not _is_named_so(file):
            if file.suffix.lower() not in EXPORTS and file.stat().st_size <= MOST_BYTES:
                yield file


def name_of(path: Path, folder: Path) -> str:
    """The name as a table may hold it: bytes in another encoding and controls are escaped."""
    raw = os.fsencode(path.relative_to(folder).as_posix())
    return printable(raw.decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    """The text without what a screen or a file of UTF-8 can't show: half characters, controls."""
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return "".join(shown)
