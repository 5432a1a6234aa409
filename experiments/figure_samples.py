"""Pictures and curves for the figures of chapter 3: `python experiments/figure_samples.py`.

The notebooks' own cells are run with their seed, and what the pages draw is stored in
`book/figures/data/NAME.npz`: pictures as bytes (n, 784), curves as one number an epoch. With names
only those are made again; all take some five minutes of one core.

    GAN, VAE, autoregressive   trained as for the table of trade-offs: the first samples, in black
                               and white; the curves; the GAN's pictures of one noise by epoch
    batch-of-128               a row of the GAN's sweep: the average's pictures, the last's, and
                               those of an average over fewer steps
    codes                      rows of the VAE's sweep: what they rebuild and what they draw
"""

import sys

import nbformat
import numpy as np
import recipes
import torch
from sweep import BUDGET, SWEEPS, UNSEEN, changed

STORED = recipes.NOTEBOOKS.parent / "book" / "figures" / "data"
SHOWN = 40
CODES = ("nothing", "2 latent units", "rate × 4", "mean over pixels")


def grey(pictures: torch.Tensor) -> np.ndarray:
    return (255 * pictures.detach().clamp(0, 1)).round().byte().numpy()


def trained(name: str) -> dict[str, np.ndarray]:
    """A model of the table: samples, curves of the training, and the sum of its recipe."""
    recipe = recipes.RECIPES[name]
    notebook = recipes.code_of(recipe.notebook)
    cells = [recipes.within_budget(c, recipe.times) for c in recipes.training_cells(name)]
    if recipe.after:
        cells.append(notebook[recipes.place(notebook, recipe.after)])
    names = recipes.run([notebook[0], *cells], {}, seed=0)
    with torch.no_grad():
        found = {"samples": grey(recipes.DRAW[name](names, SHOWN))}
    if "sheets" in names:
        found["sheets"] = grey(torch.cat(names["sheets"]) / 2 + 0.5)
    curves = names["history"].epochs if "history" in names else {}
    return found | curves | {"recipe": np.array(recipes.fingerprint(name))}


def swept(notebook: str, row: str, until: str, also: tuple = ()) -> dict:
    """The names after a row of a notebook's sweep and these edits, up to the cell with the text."""
    cells = nbformat.read(recipes.NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    edits = UNSEEN[notebook] + BUDGET[notebook] + SWEEPS[notebook][row] + also
    code = [cell.source for cell in changed(cells, edits) if cell.cell_type == "code"]
    return recipes.run(code[: recipes.place(code, until) + 1], {}, seed=0)


def batch_of_128() -> dict[str, np.ndarray]:
    """One noise through the average, through the last generator, and through an average that
    remembers a tenth as many steps; the Fréchet distance and the recall of each.
    """
    until, keys = "results = measures(samples)", ("Fréchet distance", "recall")
    shorter = (("get_ema_multi_avg_fn(0.99)", "get_ema_multi_avg_fn(0.9)"),)
    names = swept("3-gan", "batch of 128", until)
    other = swept("3-gan", "batch of 128", until, shorter)
    pictures = {"average": names["samples"], "last": names["of_last"], "shorter": other["samples"]}
    found = {name: grey(images[:SHOWN]) for name, images in pictures.items()}
    measured = {name: names["measures"](images) for name, images in pictures.items()}
    scores = {f"{name}: {key}": row[key] for name, row in measured.items() for key in keys}
    return found | {name: np.array(round(score, 3)) for name, score in scores.items()}


@torch.no_grad()
def rebuilt(names: dict) -> dict[str, np.ndarray]:
    """A validation digit of each class, what the model makes of it, and ten samples."""
    labels, model = names["test_digits"].labels, names["model"]
    shown = torch.stack([names["test"][labels == c][0] for c in range(10)])
    codes = torch.randn(10, model.latent, generator=torch.Generator().manual_seed(0))
    return {
        "digits": grey(shown),
        "rebuilt": grey(model.decode(model.encode(shown)[0]).sigmoid()),
        "drawn": grey(model.decode(codes).sigmoid()),
    }


def codes() -> dict[str, np.ndarray]:
    found = {}
    for row in CODES:
        pictures = rebuilt(swept("3-vae", row, "def log_weights("))
        found |= {f"{row}: {kind}": sheet for kind, sheet in pictures.items()}
    return found


MAKERS = {name: lambda name=name: trained(name) for name in recipes.RECIPES}
MAKERS |= {"batch-of-128": batch_of_128, "codes": codes}


def main(names: list[str]) -> None:
    for name in names or MAKERS:
        np.savez_compressed(STORED / f"{name}.npz", **MAKERS[name]())
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
