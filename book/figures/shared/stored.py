"""The stored measurements that figures draw: `notebooks/NAME.KIND.json`."""

import json
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"


def measured(name: str) -> dict:
    """The measurement stored as `notebooks/{name}.json`, for example `3-gan.sweep`."""
    return json.loads((NOTEBOOKS / f"{name}.json").read_text(encoding="utf-8"))
