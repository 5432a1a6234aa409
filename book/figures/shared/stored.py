"""What figures draw and no second of computing makes: measurements and arrays, read from disk."""

import json
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]


def measured(name: str) -> dict:
    """The measurement stored as `notebooks/{name}.json`, for example `3-gan.sweep`."""
    return json.loads((ROOT / "notebooks" / f"{name}.json").read_text(encoding="utf-8"))


def arrays(name: str) -> dict[str, np.ndarray]:
    """The arrays of `book/figures/data/{name}.npz`, made by a script in `experiments/`."""
    with np.load(ROOT / "book" / "figures" / "data" / f"{name}.npz") as stored:
        return dict(stored)


def numbers(name: str) -> dict:
    """What the same script measured, in `book/figures/data/{name}.json`."""
    return json.loads((ROOT / "book" / "figures" / "data" / f"{name}.json").read_text("utf-8"))
