"""Digits for `8-ethics`: generators trained as in chapters 3 and 8, on shares that we choose.

    python experiments/ethics_digits.py base GAN 0         the training digits, ten equal classes
    python experiments/ethics_digits.py base flow 0        the stored weights of chapter 8
    python experiments/ethics_digits.py unequal VAE 0 .05  class 8 has this share of the training

After `ethics_judges.py`. Each draws digits and writes to `_build/ethics` what `ethics_amplify.py`
and `ethics_detect.py` look at: what two judges take the digits for, and some digits themselves.
Stores nothing itself. Takes a CPU minute for each training.
"""

import sys

import cells
import ethics_judges as judges
import recipes
import torch
from torch import Tensor

from genai_utils import data

CLASS, WHOLE, STEPS_OF = 8, 1600, 4000  # the class whose share is set; digits; as seen by a recipe
SCALES = (0.5, 0.7, 1.0, 1.3)  # of the noise
COUNTS = {"GAN": 5000, "VAE": 5000, "flow": 2000}
PICTURES, SHORT = 2000, 0.35


def unequal(share: float) -> data.Images:
    """So many digits, of which the class has this share; the other classes share the rest."""
    digits = judges.parts()[0]
    own = round(share * WHOLE)
    sizes = [(WHOLE - own) // 9] * 10
    sizes[CLASS] = own
    chosen = torch.cat([(digits.labels == c).nonzero()[:size, 0] for c, size in enumerate(sizes)])
    return data.Images(digits.images[chosen], digits.labels[chosen])


def repeated(digits: data.Images) -> data.Images:
    """As many digits as a recipe's training set has, so that its number of steps is the same."""
    index = torch.arange(STEPS_OF) % len(digits)
    return data.Images(digits.images[index], digits.labels[index])


def trained(name: str, seed: int, digits: data.Images, part: float = 1) -> dict:
    """The names of the recipe's notebook after its training on these digits, or a part of it."""
    recipe = recipes.RECIPES[name]
    before = cells.tagged(recipe.notebook, "before-training")
    names = cells.run(before, {}, seed=seed, settings={"train_digits": repeated(digits)})
    names[recipe.budget] = round(part * recipe.times * names[recipe.budget])
    return cells.run(cells.tagged(recipe.notebook, "training"), names)


def sampled(name: str, seed: int, digits: data.Images, part: float = 1) -> dict[str, Tensor]:
    """Digits of a generator trained on these, at each scale half as many as at 1."""
    names, draw = trained(name, seed, digits, part), recipes.RECIPES[name].draw
    counts = {scale: COUNTS[name] // (1 if scale == 1 else 2) for scale in SCALES}
    with torch.no_grad():
        return {f"{scale}": draw(names, count, scale) for scale, count in counts.items()}


def base(name: str, seed: int) -> None:
    training = judges.parts()[0]
    sets = flow(seed) if name == "flow" else sampled(name, seed, training)
    judges.keep(judges.FOLDER / f"base-{name}-{seed}.npz", sets, PICTURES)


def set_unequal(name: str, seed: int, share: float) -> None:
    """By a third of the recipe; as "GAN long" by the whole."""
    part = 1 if name.endswith(" long") else SHORT
    sets = sampled(name.removesuffix(" long"), seed, unequal(share), part)
    judges.keep(judges.FOLDER / f"unequal-{name}-{seed}-{share}.npz", sets)


def flow(seed: int) -> dict[str, Tensor]:
    """Digits of the stored flow: of no told class, and of each class by weight of guidance."""
    import diffusion  # it needs packages that the other generators don't

    names = diffusion.recipe(seed)
    network = diffusion.loaded(names["new_network"](), diffusion.WEIGHTS)

    def draw(count: int, **more) -> Tensor:
        noise = torch.randn(count, 1, 28, 28)
        return data.binarize(names["draw"]("Heun", network, noise, 20, **more))

    sets = {"1.0": torch.cat([draw(500) for _ in range(COUNTS["flow"] // 500)])}
    for weight in (0.0, 1.0, 4.0):
        labels = torch.arange(1000) % 10
        sets[f"guided {weight}"] = draw(1000, labels=labels, weight=weight)
    return sets


def main(kind: str, name: str, seed: str, *share: str) -> None:
    torch.set_num_threads(1)
    {"base": base, "unequal": set_unequal}[kind](name, int(seed), *map(float, share))


if __name__ == "__main__":
    main(*sys.argv[1:])
