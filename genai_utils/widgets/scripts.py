"""A live figure's JavaScript and style: several files as one text, and what Python tells it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# What every explorer of a network begins with: a door for the reader's own file.
EXPLORER = ("elements.js", "checkpoint.js", "file_door.js")
# What one begins with that shows scenes.
SCENES = (
    *EXPLORER,
    "scaled.js",
    "question.js",
    "choice.js",
    "controls.js",
    "scene_state.js",
    "scene_figure.js",
)
# What every laboratory begins with, in which networks of the plane learn while one looks on.
LABORATORY = (
    "elements.js",
    "random.js",
    "normal.js",
    "network.js",
    "square.js",
    "curves.js",
    "drawing.js",
    "loop.js",
    "choice.js",
    "fields.js",
    "question.js",
)


def read_module(*names: str, shared: Mapping[str, Any] | None = None) -> str:
    """JavaScript files joined to one module, since a page can load a figure only as one text.

    It begins with `shared`, which the files read as `SHARED`: a number that both languages need
    stands in Python alone.
    """
    head = "" if shared is None else f"const SHARED = {json.dumps(shared, ensure_ascii=False)};\n"
    return head + "\n".join(without_remarks((FOLDER / name).read_text("utf-8")) for name in names)


def without_remarks(script: str) -> str:
    """A script without the lines that are a remark: a page that runs it doesn't need to carry them.

    >>> without_remarks("// Twice.\\nconst two = 2;")
    'const two = 2;'
    """
    lines = script.splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("//"))


def read_styles(*names: str) -> str:
    """Style sheets joined to one: what all figures share, then what is a figure's own.

    >>> read_styles("live.css").startswith("/*")
    True
    """
    return "\n".join((FOLDER / name).read_text("utf-8") for name in names)
