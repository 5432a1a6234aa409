"""Compare settings before one is chosen: `python experiments/choose.py 3-gan`.

As `sweep.py` it runs the notebook with a setting changed, on training and validation digits, never
on test digits. What differs: the whole budget, and three seeds that no table of the book uses.

Stores `notebooks/NAME.choice.json`, which the notebook shows: a list over the seeds for each
quantity. Takes some 20 minutes.
"""

import sys

import cells
import parts
import stored_json
from sweep import Settings

from genai_utils import models

SEEDS = (100, 101, 102)
CANDIDATES: dict[str, dict[str, Settings]] = {
    "3-gan": {
        "as it is": {},
        "generator of 8": {"generator_channels": 8},
        "generator of 16": {"generator_channels": 16},
        "discriminator of 12": {"discriminator_channels": 12},
        "discriminator of 24": {"discriminator_channels": 24},
        "batches of 64": {"batch_size": 64},
        "batches of 16": {"batch_size": 16},
        "noise of 32 numbers": {"latent": 32},
    },
    "6-image-generation": {
        "as it is": {},
        "class as planes": {"discriminator_of": models.PlanesDiscriminator},
        "no misfiled pairs": {"misfiled": 0.0},
    },
    "2-three-models-one-dataset": {
        "as it is": {},
        "GAN: both rates ÷ 2": {"generator_rate": 5e-4, "discriminator_rate": 1e-3},
        "GAN: both rates × 2": {"generator_rate": 2e-3, "discriminator_rate": 4e-3},
        "VAE: rate ÷ 3": {"vae_rate": 3e-3},
        "VAE: rate × 2": {"vae_rate": 2e-2},
        "autoregressive: rate ÷ 3": {"digit_rate": 1.7e-3},
        "autoregressive: rate × 2": {"digit_rate": 1e-2},
    },
}


def measure(name: str, label: str, seed: int) -> dict[str, float]:
    settings = parts.unseen(name) | CANDIDATES[name][label]
    return cells.rounded(cells.results(name, seed, settings))


def main(name: str) -> None:
    table = {}
    for label in CANDIDATES[name]:
        table[label] = cells.over_runs(cells.apart(measure, name, label, seed) for seed in SEEDS)
        print(name, label, table[label], flush=True)
    stored_json.write(cells.NOTEBOOKS / f"{name}.choice.json", table, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
