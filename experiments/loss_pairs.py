"""The pairs of losses of both trainings in the case study: `python experiments/loss_pairs.py`.

Stores `book/figures/data/case-losses.json`, which a figure shows: for each training its pairs
(L_D, L_G) in nats, batch by batch, measured on one discriminator. Takes a minute, as the notebook.
"""

import os

import cells
import stored_json

NAME = "4-case-study"
TRAININGS = {"fully connected": "same", "convolutional": "conv_pairs"}
PLACE = cells.NOTEBOOKS.parent / "book" / "figures" / "data" / "case-losses.json"


def pairs() -> dict[str, list]:
    """For each training the pairs that the notebook's own cells end with."""
    os.chdir(cells.NOTEBOOKS)
    names = cells.run(cells.before(NAME, "after-seeds"), {})
    return {training: names[held].round(4).tolist() for training, held in TRAININGS.items()}


if __name__ == "__main__":
    stored_json.write(PLACE, cells.apart(pairs), indent=None)
