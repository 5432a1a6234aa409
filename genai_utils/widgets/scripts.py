"""A live figure's JavaScript: several files as one module, and what Python tells it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read_module(*names: str, shared: Mapping[str, Any] | None = None) -> str:
    """JavaScript files joined to one module, since a page can load a figure only as one text.

    It begins with `shared`, which the files read as `SHARED`: a number that both languages need
    stands in Python alone.
    """
    head = "" if shared is None else f"const SHARED = {json.dumps(shared, ensure_ascii=False)};\n"
    return head + "\n".join((FOLDER / name).read_text("utf-8") for name in names)
