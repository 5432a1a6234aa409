"""How a stored measurement is read and replaced: a kill leaves the old file or the new one.

Needs nothing but Python, because the Keras runs have neither PyTorch nor the package.
"""

import json
import os
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


def read(path: Path) -> dict:
    """What is stored; nothing yet if there is no such file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(path: Path, table: dict | list, indent: int | None = 1) -> None:
    write_text(path, json.dumps(table, indent=indent, ensure_ascii=False) + "\n")


def add(path: Path, entries: dict) -> None:
    """Put entries into a stored table, in the order of their names, and show them."""
    table = read(path) | entries
    write(path, {name: table[name] for name in sorted(table)})
    print(entries)


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
