"""Change one setting of a notebook at a time: `python experiments/sweep.py 3-gan`.

The notebook itself is run, as in `seeds.py`, with its own seed and up to the cell tagged
`after-seeds`; the results go to `notebooks/NAME.sweep.json`. Each entry below is a row: what
replaces what. Every old text must occur exactly once, so that a sweep can't go on measuring a
setting that the notebook no longer has.

A sweep is for choosing, so it never sees the test data: `UNSEEN` replaces the notebook's two parts
by the first two of three, and what the notebook measures on its test part is measured on the
validation part.
"""

import json
import os
import sys

import nbformat
import stored_json
from nbclient import NotebookClient
from seeds import NOTEBOOKS, up_to_the_results

Edits = tuple[tuple[str, str], ...]
SPLIT = "data.split(data.mnist(), held_out=1000)"
VALIDATION = "data.three_way(data.mnist(), held_out=1000)[:2]"

UNSEEN: dict[str, Edits] = {
    "3-vae": ((SPLIT, VALIDATION),),
    "3-gan": ((SPLIT, VALIDATION),),
    "3-self-attention": (("training, validation, test = (", "training, test, validation = ("),),
}

# Shorter than the notebook's own training, for all rows alike.
BUDGET: dict[str, Edits] = {
    "3-vae": (
        ("epochs, batch_size = 100, 128", "epochs, batch_size = 20, 128"),
        ("samples=1000, chunk=20", "samples=100, chunk=20"),
    ),
    "3-gan": (("epochs, batch_size = 9, 32", "epochs, batch_size = 5, 32"),),
    "3-self-attention": (("steps, batch_size = 1500, 64", "steps, batch_size = 375, 64"),),
}
SWEEPS: dict[str, dict[str, Edits]] = {
    "3-vae": {
        "nothing": (),
        "2 latent units": (("latent=40", "latent=2"),),
        "rate × 4": (("(distortion + rate).mean()", "(distortion + 4 * rate).mean()"),),
        "mean over pixels": (("(distortion + rate).mean()", "(distortion / 784 + rate).mean()"),),
        "peak rate ÷ 10": (
            ("model.parameters(), lr=5e-3", "model.parameters(), lr=5e-4"),
            ("optimizer, 5e-3, total_steps=epochs", "optimizer, 5e-4, total_steps=epochs"),
        ),
    },
    "3-gan": {
        "nothing": (),
        "both rates ÷ 2": (
            ("    generator.parameters(), lr=2e-3", "    generator.parameters(), lr=1e-3"),
            ("discriminator.parameters(), lr=2e-3", "discriminator.parameters(), lr=1e-3"),
        ),
        "both rates ÷ 4": (
            ("    generator.parameters(), lr=2e-3", "    generator.parameters(), lr=5e-4"),
            ("discriminator.parameters(), lr=2e-3", "discriminator.parameters(), lr=5e-4"),
        ),
        "D's rate × 10": (
            ("discriminator.parameters(), lr=2e-3", "discriminator.parameters(), lr=2e-2"),
        ),
        "D's rate ÷ 100": (
            ("discriminator.parameters(), lr=2e-3", "discriminator.parameters(), lr=2e-5"),
        ),
        "saturating loss": (
            (
                "reply = losses.generator_loss_non_saturating(discriminator(fake))",
                "reply = losses.generator_loss_saturating(discriminator(fake))",
            ),
        ),
        "batch of 128": (("epochs, batch_size = 5, 32", "epochs, batch_size = 5, 128"),),
        "noise of 4 numbers": (("latent=64", "latent=4"),),
    },
    "3-self-attention": {
        "nothing": (),
        "1 layer": (("layers=2", "layers=1"),),
        "width 32": (("width=64", "width=32"),),
        "no triples": (("triples=16", "triples=0"),),
        "initial weights of 0.02": (
            ("std=module.in_features**-0.5", "std=0.02"),
            ("torch.nn.init.normal_(table, std=0.5)", "torch.nn.init.normal_(table, std=0.02)"),
        ),
        "peak rate ÷ 10": (("peak = 5e-3", "peak = 5e-4"),),
        "8 × the steps": (("steps, batch_size = 375, 64", "steps, batch_size = 3000, 64"),),
    },
}


def changed(cells: list, edits: Edits) -> list:
    """The cells with every edit made; `ValueError` unless each old text occurs exactly once."""
    for old, new in edits:
        found = sum(cell.source.count(old) for cell in cells if cell.cell_type == "code")
        if found != 1:
            raise ValueError(f"{old!r} must occur once in the code, but occurs {found} times.")
        for cell in cells:
            if cell.cell_type == "code":
                cell.source = cell.source.replace(old, new)
    return cells


def measure(name: str, edits: Edits) -> dict[str, float]:
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    notebook.cells = changed(up_to_the_results(notebook), UNSEEN[name] + BUDGET[name] + edits)
    os.environ["TQDM_DISABLE"] = "1"
    NotebookClient(notebook, resources={"metadata": {"path": str(NOTEBOOKS)}}).execute()
    found = json.loads(notebook.cells[-1].outputs[-1].text)
    return {key: round(value, 3) for key, value in found.items()}


def main(name: str) -> None:
    table = {}
    for label, edits in SWEEPS[name].items():
        table[label] = measure(name, edits)
        print(name, label, table[label], flush=True)
    stored_json.write(NOTEBOOKS / f"{name}.sweep.json", table, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
