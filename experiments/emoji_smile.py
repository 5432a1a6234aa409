"""The direction in which the stored generator's faces smile, for the figure of `6-emoji-live`.

`python experiments/emoji_smile.py` runs the cells of `6-emoji` that find it.
Stores `notebooks/6-emoji-live.json`: the direction, and a sum of the weights that it belongs to.
Takes some 11 seconds.
"""

import hashlib
import os

import cells
import emoji
import stored_json

from genai_utils import models

STORED = cells.NOTEBOOKS / "6-emoji-live.json"


def of_weights() -> str:
    """A short sum of the generator's file: if it changes, the direction is another."""
    return hashlib.sha256(emoji.STORED.read_bytes()).hexdigest()[:16]


def main() -> None:
    generator = emoji.loaded(models.EmojiGenerator(), emoji.STORED).requires_grad_(False)
    chosen = [cell for cell in cells.code(emoji.NAME) if {"recipe", "smile"} & {*cells.tags(cell)}]
    last = next(n for n, cell in enumerate(chosen) if "direction" in cells.bound(cell))
    os.chdir(cells.NOTEBOOKS)
    found = cells.run(chosen[: last + 1], {"generator": generator})["direction"][0]
    smile = [round(part, 4) for part in found.tolist()]
    stored_json.write(STORED, {"weights": of_weights(), "smile": smile}, indent=None)


if __name__ == "__main__":
    main()
