"""Samples and losses for the figures of chapter 5: `python experiments/practice_samples.py`.

Trains the article's recipe and ours for ten epochs each, as `5-digits-gan` does. After some epochs
both draw the same noise again: the article's pair with its generator, ours with the average of its
weights.

Stores `book/figures/data/practice.npz`, which figures of chapter 5 draw: pictures as bytes
(sheets, 10, 784), real digits (10, 784), and each loss's means over the epochs. Takes about a
minute of one core.
"""

import cells
import numpy as np
import torch
from digits_gan_recipes import LONG, Recipe, networks
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from genai_utils import data, losses, runtime, train

STORED = cells.NOTEBOOKS.parent / "book" / "figures" / "data" / "practice.npz"
SHEETS = (1, 2, 4, 7, 10)  # epochs
SHOWN = 10


def grey(pictures: torch.Tensor) -> np.ndarray:
    return (255 * pictures.clamp(0, 1)).round().byte().numpy()


@torch.no_grad()
def sheet(generator: torch.nn.Module) -> np.ndarray:
    """The same noise each time, through the generator as it is now."""
    noise = torch.randn(SHOWN, generator.latent, generator=torch.Generator().manual_seed(1))
    generator.eval()
    pictures = (generator(noise) + 1) / 2
    generator.train()
    return grey(pictures)


def trained(recipe: Recipe, images: torch.Tensor) -> dict[str, np.ndarray]:
    """The sheets after `SHEETS` epochs, and the losses of all."""
    runtime.start(seed=0)
    generator, discriminator = networks(recipe)
    average = AveragedModel(generator, multi_avg_fn=get_ema_multi_avg_fn(0.99), use_buffers=True)
    shown = average.module if recipe.convolutions else generator
    options = {"lr": recipe.rate, "betas": (recipe.beta, 0.999), "fused": True}
    optimizers = tuple(
        torch.optim.Adam(n.parameters(), **options) for n in (generator, discriminator)
    )
    steps, sheets = 0, []
    in_an_epoch = -(-len(images) // recipe.batch)

    def critique(discriminator, real, fake):
        nonlocal steps
        if steps in [epoch * in_an_epoch for epoch in SHEETS]:  # before the next epoch's first step
            sheets.append(sheet(shown))
        steps += 1
        return {"loss": losses.discriminator_loss(discriminator(real), discriminator(fake))}

    def reply(discriminator, fake):
        return {"loss": losses.generator_loss_non_saturating(discriminator(fake))}

    players = generator, discriminator, images, critique, reply, optimizers
    budget = {"epochs": SHEETS[-1], "batch_size": recipe.batch}
    history = train.fit_adversarial(*players, average=average, **budget)
    return {"sheets": np.stack([*sheets, sheet(shown)])} | history.epochs


def main() -> None:
    train_digits, _test_digits = data.split(data.mnist(), held_out=1000)
    found = {
        "real": grey(
            torch.stack([train_digits.images[train_digits.labels == c][0] for c in range(10)])
        )
    }
    for name, recipe in LONG.items():
        run = trained(recipe, 2 * train_digits.images - 1)
        found |= {f"{name}: {key}": np.asarray(values) for key, values in run.items()}
        print(name, {key: values.shape for key, values in found.items()}, flush=True)
    np.savez_compressed(STORED, **found)


if __name__ == "__main__":
    main()
