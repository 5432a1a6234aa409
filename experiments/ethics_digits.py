"""Digits for `8-ethics`: generators trained as in chapters 3 and 8, on shares that we choose.

    python experiments/ethics_digits.py base GAN 0         the training digits, ten equal classes
    python experiments/ethics_digits.py base flow 0        the stored weights of chapter 8
    python experiments/ethics_digits.py unequal VAE 0 .05  class 8 has this share of the training
    python experiments/ethics_digits.py chain VAE 0 .05    each generation learns from the last one

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

from genai_utils import data, models

CLASS, WHOLE, STEPS_OF = 8, 1600, 4000  # the class whose share is set; digits; as seen by a recipe
SCALES = (0.5, 0.7, 1.0, 1.3)  # of the noise, or temperature of the logits
COUNTS = {"GAN": 5000, "VAE": 5000, "autoregressive": 2000, "flow": 2000}
GENERATIONS, PICTURES, SHORT = 4, 2000, 0.35


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


def trained(
    name: str, seed: int, digits: data.Images, device: str = "cpu", part: float = 1
) -> dict:
    """The names of the recipe's notebook after its training on these digits, or a part of it."""
    recipe = recipes.RECIPES[name]
    before = cells.tagged(recipe.notebook, "before-training")
    names = cells.run(before, {}, seed=seed, settings={"train_digits": repeated(digits)})
    names[recipe.budget] = round(part * recipe.times * names[recipe.budget])
    torch.set_default_device(device)
    for key in ("train_digits", "real_images"):
        if key in names:
            names[key] = _moved(names[key], device)
    cells.run(cells.tagged(recipe.notebook, "training"), names)
    return names


def _moved(thing, device: str):
    if isinstance(thing, Tensor):
        return thing.to(device)
    return data.Images(thing.images.to(device), thing.labels.to(device))


@torch.no_grad()
def drawn(name: str, names: dict, count: int, scale: float = 1.0) -> Tensor:
    """Pictures in black and white, with the noise scaled, or the logits at a temperature."""
    if name == "GAN":
        noise = scale * torch.randn(count, names["generator"].latent)
        return data.binarize((names["average"].module.eval()(noise) / 2 + 0.5).clamp(0, 1))
    if name == "VAE":
        codes = scale * torch.randn(count, names["model"].latent)
        return data.binarize(names["model"].decode(codes).sigmoid())
    found = []
    for _ in range(count // 250):
        begin = torch.zeros(250, 1, dtype=torch.long)
        codes = models.generate(
            names["model"], begin, 98, decode=lambda it: models.at_temperature(it, scale)
        )
        found.append(names["pictures"](codes))
    return torch.cat(found)


def sampled(
    name: str,
    seed: int,
    digits: data.Images,
    device: str = "cpu",
    part: float = 1,
    scales: tuple[float, ...] = SCALES,
) -> dict[str, Tensor]:
    """Digits of a generator trained on these, at each scale half as many as at 1."""
    try:
        names = trained(name, seed, digits, device, part)
        counts = {scale: COUNTS[name] // (1 if scale == 1 else 2) for scale in scales}
        return {f"{scale}": drawn(name, names, n, scale).cpu() for scale, n in counts.items()}
    finally:
        torch.set_default_device("cpu")


def base(name: str, seed: int, device: str = "cpu") -> None:
    training = judges.parts()[0]
    sets = flow(seed) if name == "flow" else sampled(name, seed, training, device)
    judges.keep(judges.FOLDER / f"base-{name}-{seed}.npz", sets, PICTURES)


def set_unequal(name: str, seed: int, share: float, device: str = "cpu") -> None:
    """By a third of the recipe; as "GAN long" by the whole."""
    part = 1 if name.endswith(" long") else SHORT
    sets = sampled(name.removesuffix(" long"), seed, unequal(share), device, part)
    judges.keep(judges.FOLDER / f"unequal-{name}-{seed}-{share}.npz", sets)


def chain(name: str, seed: int, share: float, device: str = "cpu") -> None:
    """Each generation learns from as many digits of the one before as there were real ones."""
    digits, sets = unequal(share), {}
    for generation in range(1, GENERATIONS + 1):
        (images,) = sampled(name, 100 * generation + seed, digits, device, SHORT, (1.0,)).values()
        sets[f"{generation}"] = images
        digits = data.Images(images[:WHOLE], torch.zeros(WHOLE, dtype=torch.long))
        judges.keep(judges.FOLDER / f"chain-{name}-{seed}-{share}.npz", sets)


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
    {"base": base, "unequal": set_unequal, "chain": chain}[kind](
        name, int(seed), *map(float, share)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
