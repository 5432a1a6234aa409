"""A stored measurement is replaced as a whole: a kill leaves the old file or the new one."""

import json
import os
from pathlib import Path


def write(path: Path, table: dict | list, indent: int = 1) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(table, indent=indent, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(part, path)
