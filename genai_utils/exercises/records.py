"""The stored traces of runs that were broken on purpose; `experiments/break_runs.py` made them."""

import json
from importlib.resources import files


def record(name: str) -> dict[str, dict[str, list]]:
    """Run -> recorded quantity -> its values, for "gan", "vae", "attention" or "diffusion".

    Raises `ValueError` for another name.

    >>> sorted(record("gan"))
    ['A', 'B', 'C', 'healthy']
    """
    folder = files("genai_utils.exercises") / "traces"
    there = sorted(path.name.removesuffix(".json") for path in folder.iterdir())
    if name not in there:
        raise ValueError(f"there are records of {', '.join(there)}, but {name!r} was asked for.")
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
