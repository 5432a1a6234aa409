"""The pairs of losses of the two trainings of `4-case-study`, batch by batch, for a figure.

`python experiments/loss_pairs.py` runs the notebook's own cells, up to the one that is tagged
`after-seeds`, and writes `book/figures/data/case-losses.json`: for each training its pairs
(L_D, L_G) in nats, measured on one discriminator. A minute of one core.
"""

import json
import os
from pathlib import Path

import matplotlib as mpl
import nbformat

ROOT = Path(__file__).resolve().parents[1]
TRAININGS = {"fully connected": "same", "convolutional": "conv_pairs"}


def played() -> dict:
    """What the notebook's variables hold after its trainings."""
    mpl.use("agg")
    notebook = nbformat.read(ROOT / "notebooks" / "4-case-study.ipynb", as_version=4)
    space: dict = {}
    for cell in notebook.cells:
        if "after-seeds" in cell.metadata.get("tags", []):
            return space
        if cell.cell_type == "code":
            exec(cell.source, space)
    raise ValueError("4-case-study.ipynb has no cell tagged after-seeds, where its trainings end.")


def main() -> None:
    os.chdir(ROOT / "notebooks")
    os.environ["TQDM_DISABLE"] = "1"
    space = played()
    pairs = {name: space[held].round(4).tolist() for name, held in TRAININGS.items()}
    path = ROOT / "book" / "figures" / "data" / "case-losses.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(pairs) + "\n", encoding="utf-8")
    os.replace(part, path)


if __name__ == "__main__":
    main()
