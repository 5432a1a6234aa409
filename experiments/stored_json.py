"""How a stored measurement is read and replaced.

Needs no PyTorch, because the Keras runs have none.
"""

import json
from pathlib import Path

from genai_utils import files

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def read(path: Path) -> dict:
    """What is stored; nothing yet if there is no such file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(path: Path, table: dict | list, indent: int | None = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_atomically(path, json.dumps(table, indent=indent, ensure_ascii=False) + "\n")


def add(path: Path, entries: dict) -> None:
    """Put entries into a stored table, in the order of their names, and show them."""
    write(path, dict(sorted((read(path) | entries).items())))
    print(entries)
