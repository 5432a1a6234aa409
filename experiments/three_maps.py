"""What three models have learned, for the pictures of the page: `python experiments/three_maps.py`.

The cells of `2-three-models-one-dataset` are run with their own seed. For the data and each model
the logarithm (to base 10, at least -6) of the share of each of 100 × 100 cells, and the ten
probabilities of each digit of one text, given the digits before it.

Stores `book/figures/data/three-maps.npz`. Takes a minute.
"""

import os
from pathlib import Path

import cells
import numpy as np
import torch

NAME = "2-three-models-one-dataset"
STORED = Path(__file__).resolve().parents[1] / "book" / "figures" / "data" / "three-maps.npz"
TEXT = (6, 2, 1, 4)  # a point of the ring, (0.5, -1.42)


def learned() -> dict[str, np.ndarray]:
    """The maps by the model's name, and `digits` (4, 10)."""
    os.chdir(cells.NOTEBOOKS)
    names = cells.run(cells.before(NAME, "after-seeds"), {})
    shares = {name.replace(" ", "-"): share for name, share in names["maps"].items()}
    with torch.no_grad():
        digits = names["attentive"](torch.tensor([TEXT]))[0].softmax(dim=1)
    logarithms = {n: s.clamp(min=1e-6).log10().view(100, 100) for n, s in shares.items()}
    return {n: v.numpy().astype(np.float16) for n, v in (logarithms | {"digits": digits}).items()}


def main() -> None:
    found = cells.apart(learned)
    STORED.parent.mkdir(exist_ok=True)
    np.savez_compressed(STORED, text=np.array(TEXT), **found)
    print(STORED.name, f"{STORED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
