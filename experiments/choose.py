"""Compare settings before one is chosen: `python experiments/choose.py 3-gan`.

As in `sweep.py` the notebook itself is run with a setting changed, on training and validation
digits, never on test digits. What differs: the whole budget, and three seeds that no table of the
book uses; the results go to `notebooks/NAME.choice.json`, a list over the seeds for each quantity.

A source that we can draw from, as that of `2-three-models-one-dataset`, needs no split: another
seed draws other training and other held-out points.
"""

import json
import os
import sys

import nbformat
import stored_json
from nbclient import NotebookClient
from seeds import NOTEBOOKS, START, up_to_the_results
from sweep import UNSEEN, Edits, changed

SEEDS = (100, 101, 102)
CANDIDATES: dict[str, dict[str, Edits]] = {
    "3-gan": {
        "as it is": (),
        "generator of 8": (("latent=64, channels=12", "latent=64, channels=8"),),
        "generator of 16": (("latent=64, channels=12", "latent=64, channels=16"),),
        "discriminator of 12": (("Discriminator(channels=16)", "Discriminator(channels=12)"),),
        "discriminator of 24": (("Discriminator(channels=16)", "Discriminator(channels=24)"),),
        "batches of 64": (("epochs, batch_size = 9, 32", "epochs, batch_size = 9, 64"),),
        "batches of 16": (("epochs, batch_size = 9, 32", "epochs, batch_size = 9, 16"),),
        "noise of 32 numbers": (("latent=64", "latent=32"),),
    },
    "2-three-models-one-dataset": {
        "as it is": (),
        "GAN: both rates ÷ 2": (
            ("generator.parameters(), lr=1e-3, betas", "generator.parameters(), lr=5e-4, betas"),
            ("discriminator.parameters(), lr=2e-3", "discriminator.parameters(), lr=1e-3"),
        ),
        "GAN: both rates × 2": (
            ("generator.parameters(), lr=1e-3, betas", "generator.parameters(), lr=2e-3, betas"),
            ("discriminator.parameters(), lr=2e-3", "discriminator.parameters(), lr=4e-3"),
        ),
        "VAE: rate ÷ 3": (("vae.elbo, rate=1e-2", "vae.elbo, rate=3e-3"),),
        "VAE: rate × 2": (("vae.elbo, rate=1e-2", "vae.elbo, rate=2e-2"),),
        "autoregressive: rate ÷ 3": (("rate=5e-3, steps=steps", "rate=1.7e-3, steps=steps"),),
        "autoregressive: rate × 2": (("rate=5e-3, steps=steps", "rate=1e-2, steps=steps"),),
    },
}


def measure(name: str, edits: Edits, seed: int) -> dict[str, float]:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    seeded = ((START, f"runtime.start(seed={seed})"),)
    notebook.cells = changed(up_to_the_results(notebook), UNSEEN.get(name, ()) + seeded + edits)
    os.environ["TQDM_DISABLE"] = "1"
    NotebookClient(notebook, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    return json.loads(notebook.cells[-1].outputs[-1].text)


def by_name(runs: list[dict[str, float]]) -> dict[str, list[float]]:
    return {key: [round(run[key], 3) for run in runs] for key in runs[0]}


def main(name: str) -> None:
    table = {}
    for label, edits in CANDIDATES[name].items():
        table[label] = by_name([measure(name, edits, seed) for seed in SEEDS])
        print(name, label, table[label], flush=True)
    stored_json.write(NOTEBOOKS / f"{name}.choice.json", table, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
