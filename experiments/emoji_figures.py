"""What the page on emoji shows: `python experiments/emoji_figures.py` runs the notebook.

Stores `book/figures/data/emoji.npz`, pictures as bytes (n, 3, 32, 32), and
`book/figures/data/emoji.json`, the numbers beside them. Takes half a minute.
"""

import os

import cells
import matplotlib as mpl
import numpy as np
import stored_json
import torch
from emoji import NAME

from genai_utils.data import near

FOLDER = cells.NOTEBOOKS.parent / "book" / "figures" / "data"
SHOWN = 12


def as_bytes(pictures: torch.Tensor) -> np.ndarray:
    return (255 * pictures.detach().clamp(0, 1)).round().byte().numpy()


def twins(names: dict) -> torch.Tensor:
    """Pairs of near-duplicates with different base emoji, at even steps through all of them."""
    emoji, base_of = names["emoji"], names["emoji_names"].base_of
    rows, columns = near.near_duplicates(emoji.images, emoji.images)
    pairs = [
        (row, column)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if row < column and base_of(emoji.codes[row]) != base_of(emoji.codes[column])
    ]
    some = pairs[:: len(pairs) // SHOWN][:SHOWN]
    return torch.cat([emoji.images[[pair[side] for pair in some]] for side in (0, 1)])


def quiz(names: dict) -> torch.Tensor:
    """Faces, people, hands and flags: six test emoji of each, then six samples of each."""
    test, chosen = names["test"], []
    for group in range(4):
        own = torch.where(test.groups == group)[0]
        chosen.append(own[torch.linspace(0, len(own) - 1, 6).long()])
    chosen = torch.cat(chosen)
    samples = names["draw"](names["generator"], test.groups[chosen], test.tones[chosen], seed=7)
    return torch.cat([test.images[chosen], samples])


def main() -> None:
    os.chdir(cells.NOTEBOOKS)
    mpl.use("Agg")
    names = cells.run([cell for cell in cells.code(NAME) if "short" not in cells.tags(cell)], {})
    some = names["some"]
    pictures = {
        "twins": twins(names),
        "quiz": quiz(names),
        "copies": torch.cat([names["samples"][names["most"]], names["nearest"]]),
        "tone": torch.cat([row[some] for row in names["tone"].values()]),
    }
    ratio = {f"ratio of {key}": value.numpy() for key, value in names["ratio"].items()}
    arrays = {name: as_bytes(value) for name, value in pictures.items()} | ratio
    np.savez_compressed(FOLDER / "emoji.npz", **arrays, threshold=names["threshold"].numpy())
    tables = {
        "measures": names["results"],
        "copies": names["copies"],
        "tone": names["tone_found"],
        "smile": names["smile_found"],
        "smile, held out": names["smile_held"],
        "classifiers": {"judge": names["accuracy"], "smile": names["smile_right"]},
    }
    numbers = {
        name: {key: cells.rounded(row) for key, row in table.items()}
        for name, table in tables.items()
    }
    stored_json.write(FOLDER / "emoji.json", numbers)


if __name__ == "__main__":
    main()
