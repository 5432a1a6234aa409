"""Run a notebook with several seeds and store what it measured: `python experiments/seeds.py 3-vae`.

The notebook itself is run, not a copy of its code: the seed in `runtime.start(seed=0)` is replaced,
cells from the one tagged `after-seeds` on are left out, and the numbers in its dictionary `results`
are written to `notebooks/NAME.seeds.json`, one list over the seeds for each. The notebook's printed
bands come from that file.
"""

import json
import os
import sys
from pathlib import Path

import nbformat
import stored_json
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
SEEDS = range(5)
START = "runtime.start(seed=0)"


def up_to_the_results(notebook):
    """The cells before the one tagged `after-seeds`, and a last one that prints the results."""
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    end = next(index for index, names in enumerate(tags) if "after-seeds" in names)
    last = nbformat.v4.new_code_cell("import json\nprint(json.dumps(results))")
    return [*notebook.cells[:end], last]


def measure(name: str, seed: int) -> dict[str, float]:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    notebook.cells = up_to_the_results(notebook)
    found = sum(cell.source.count(START) for cell in notebook.cells)
    if found != 1:
        raise ValueError(f"{name} must hold {START} once, but holds it {found} times.")
    for cell in notebook.cells:
        cell.source = cell.source.replace(START, f"runtime.start(seed={seed})")
    os.environ["TQDM_DISABLE"] = "1"
    NotebookClient(notebook, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return json.loads(notebook.cells[-1].outputs[-1].text)


def main(name: str) -> None:
    runs = []
    for seed in SEEDS:
        runs.append(measure(name, seed))
        print(name, "seed", seed, runs[-1], flush=True)
    table = {key: [round(run[key], 3) for run in runs] for key in runs[0]}
    stored_json.write(NOTEBOOKS / f"{name}.seeds.json", table, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
