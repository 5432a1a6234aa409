"""Arrays for the figures of chapters 3 and 6: `python experiments/figure_samples.py NAME...`.

The notebooks' own cells are run with their seed.

Stores `book/figures/data/NAME.npz`, which the programs in `book/figures/` draw: pictures as bytes
(n, 784), curves as one number an epoch. Takes about three minutes of one core.

    GAN, VAE, autoregressive   trained as for the table of trade-offs: the first samples, in black
                               and white; the curves; the GAN's pictures of one noise by epoch
    batch-of-128               a row of the GAN's sweep: the average's pictures, the last's, and
                               those of an average over fewer steps
    codes                      rows of the VAE's sweep: what they rebuild and what they draw
    by-class                   the two models of `6-image-generation`: ten pictures of each class
"""

import io
import os
import sys

import cells
import numpy as np
import parts
import recipes
import torch
from sweep import BUDGET, SWEEPS
from torch.optim.swa_utils import get_ema_multi_avg_fn

from genai_utils import files

STORED = cells.NOTEBOOKS.parent / "book" / "figures" / "data"
SHOWN = 40
CODES = ("nothing", "2 latent units", "rate × 4", "mean over pixels")
SHORTER = {"get_ema_multi_avg_fn": lambda _: get_ema_multi_avg_fn(0.9)}


def grey(pictures: torch.Tensor) -> np.ndarray:
    return (255 * pictures.detach().clamp(0, 1)).round().byte().numpy()


def trained(name: str) -> dict[str, np.ndarray]:
    """A model of the table: samples, curves of the training, and the sum of its recipe."""
    recipe = recipes.RECIPES[name]
    names, _ = recipes.trained(recipe, seed=0)
    with torch.no_grad():
        found = {"samples": grey(recipe.draw(names, SHOWN))}
    if "sheets" in names:
        found["sheets"] = grey(torch.cat(names["sheets"]) / 2 + 0.5)
    curves = names["history"].epochs if "history" in names else {}
    return found | curves | {"recipe": np.array(recipes.fingerprint(name))}


def swept(notebook: str, row: str, also: dict | None = None) -> dict:
    """The names of a notebook after a row of its sweep, and with these settings as well."""
    os.chdir(cells.NOTEBOOKS)
    settings = parts.unseen(notebook) | BUDGET[notebook] | SWEEPS[notebook][row] | (also or {})
    return cells.run(cells.before(notebook, "after-seeds"), {}, settings=settings)


def batch_of_128() -> dict[str, np.ndarray]:
    """One noise through the average, through the last generator, and through an average that
    remembers a tenth as many steps; the Fréchet distance and the recall of each.
    """
    names = swept("3-gan", "batch of 128")
    other = swept("3-gan", "batch of 128", SHORTER)
    pictures = {"average": names["samples"], "last": names["of_last"], "shorter": other["samples"]}
    found = {name: grey(images[:SHOWN]) for name, images in pictures.items()}
    for name, images in pictures.items():
        measured = names["measures"](images)
        for key in ("Fréchet distance", "recall"):
            found[f"{name}: {key}"] = np.array(round(measured[key], 3))
    return found


@torch.no_grad()
def rebuilt(names: dict) -> dict[str, np.ndarray]:
    """A validation digit of each class, what the model makes of it, and ten samples."""
    labels, model = names["test_digits"].labels, names["model"]
    shown = torch.stack([names["test"][labels == c][0] for c in range(10)])
    drawn = torch.randn(10, model.latent, generator=torch.Generator().manual_seed(0))
    return {
        "digits": grey(shown),
        "rebuilt": grey(model.decode(model.encode(shown)[0]).sigmoid()),
        "drawn": grey(model.decode(drawn).sigmoid()),
    }


def codes() -> dict[str, np.ndarray]:
    found = {}
    for row in CODES:
        pictures = rebuilt(swept("3-vae", row))
        found |= {f"{row}: {kind}": sheet for kind, sheet in pictures.items()}
    return found


def sheets(names: dict) -> dict[str, np.ndarray]:
    """Ten pictures of each class, the classes in turn: real digits, and what both models draw."""
    fresh = names["fresh"]
    real = torch.stack([fresh.images[fresh.labels == c][:10] for c in range(10)], dim=1)
    drawn = {"GAN": names["samples"], "VAE": names["decoded"](names["codes"], names["labels"])}
    return {"real": grey(real.flatten(0, 1))} | {who: grey(x[:100]) for who, x in drawn.items()}


def by_class() -> dict[str, np.ndarray]:
    """The sheets of `6-image-generation`, with its own seed."""
    os.chdir(cells.NOTEBOOKS)
    return sheets(cells.run(cells.before("6-image-generation", "after-seeds"), {}))


MAKERS = {name: lambda name=name: trained(name) for name in recipes.RECIPES}
MAKERS |= {"batch-of-128": batch_of_128, "codes": codes, "by-class": by_class}


def main(names: list[str]) -> None:
    for name in names or MAKERS:
        whole = io.BytesIO()
        np.savez_compressed(whole, **MAKERS[name]())
        files.write_atomically(STORED / f"{name}.npz", whole.getvalue())
        print(name, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
