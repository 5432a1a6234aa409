"""What each change to the article's GAN buys: `python benchmarks/digits_gan.py changes long`.

Every run gets the same seconds of one CPU core; measuring isn't counted. `changes` trains each
recipe for 20 s on 3,000 digits and measures it on 1,000 others of the training digits: from it
followed what stays in. `long` trains the article's recipe and the chosen one for 120 s, and is the
only one that sees the test digits. The judge and its measures are those of the notebook, whose
cells are run. What was measured goes to `notebooks/5-digits-gan.NAME.json`, run by run, and runs
that are already there are left out.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import nbformat
import torch
from seeds import NOTEBOOKS, START
from sweep import VALIDATION
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from genai_utils import data, losses, models, train

SPLIT = "data.split(data.mnist(), held_out=1000)"
FOREVER = 10_000  # epochs: the clock ends every run


@dataclass(frozen=True)
class Recipe:
    """A pair of networks and how it is trained; `shifts` moves what the discriminator sees."""

    convolutions: bool = True
    rate: float = 2e-3
    beta: float = 0.5  # Adam's first
    batch: int = 32
    r1: float = 0.0
    spectral: bool = False
    shifts: bool = False


ARTICLE = Recipe(convolutions=False, rate=1e-4, beta=0.9, batch=64)
CONVOLUTIONS = Recipe()
CHANGES = {
    "the article's recipe": ARTICLE,
    "our Adam, batches of 32": Recipe(convolutions=False),
    "convolutions": replace(ARTICLE, convolutions=True),
    "convolutions, our Adam, batches of 32": CONVOLUTIONS,
    "the same and R1": replace(CONVOLUTIONS, r1=1.0),
    "the same, spectral norm for batch norm": replace(CONVOLUTIONS, spectral=True),
    "the same and shifts": replace(CONVOLUTIONS, shifts=True),
}
LONG = {"the article's recipe": ARTICLE, "ours": CONVOLUTIONS}


@dataclass(frozen=True)
class Plan:
    """Which recipes are run with which seeds, measured after which seconds, on which digits."""

    recipes: dict[str, Recipe]
    seeds: tuple[int, ...]
    marks: tuple[float, ...]
    digits: str


PLANS = {
    "changes": Plan(CHANGES, (10, 11, 12), (20,), VALIDATION),
    "long": Plan(LONG, (0, 1, 2, 3, 4), (20, 40, 80, 120), SPLIT),
}


def judge_cells() -> list[str]:
    """The code of the notebook's cells up to its measures."""
    cells = nbformat.read(NOTEBOOKS / "5-digits-gan.ipynb", as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    last = next(number for number, text in enumerate(sources) if "def measures(" in text)
    return sources[: last + 1]


def judge(seed: int, digits: str) -> dict:
    """The names after these cells, run with this seed and these digits."""
    names: dict = {}
    for source in judge_cells():
        exec(source.replace(START, f"runtime.start(seed={seed})").replace(SPLIT, digits), names)
    return names


def networks(recipe: Recipe) -> tuple[nn.Module, nn.Module]:
    if not recipe.convolutions:
        return models.FullyConnectedGenerator(), models.FullyConnectedDiscriminator()
    generator, discriminator = models.ConvGenerator(channels=12), models.ConvDiscriminator()
    if recipe.spectral:
        for number, layer in enumerate(discriminator.layers):
            if isinstance(layer, nn.Conv2d | nn.Linear):
                spectral_norm(layer)
            elif isinstance(layer, nn.BatchNorm2d):
                discriminator.layers[number] = nn.Identity()
    for network in (generator, discriminator):
        network.to(memory_format=torch.channels_last)
    return generator, discriminator


class Stopwatch:
    """CPU seconds of this process, less those that are to be forgotten."""

    def __init__(self) -> None:
        self.start = time.process_time()

    def seconds(self) -> float:
        return time.process_time() - self.start

    def forget_since(self, reading: float) -> None:
        self.start += self.seconds() - reading


class Over(Exception):
    """The last mark has passed."""


def moved(images: Tensor) -> Tensor:
    return 2 * data.shift((images + 1) / 2) - 1


def run(recipe: Recipe, names: dict, seed: int, marks: tuple[float, ...]) -> list[dict]:
    """Train until the last mark; at each, measure the generator and the average of its weights."""
    generator, discriminator = networks(recipe)
    average = AveragedModel(generator, multi_avg_fn=get_ema_multi_avg_fn(0.99), use_buffers=True)
    options = {"lr": recipe.rate, "betas": (recipe.beta, 0.999), "fused": True}
    optimizers = tuple(
        torch.optim.Adam(network.parameters(), **options) for network in (generator, discriminator)
    )
    seen = moved if recipe.shifts else lambda images: images
    found, steps, watch = [], [], Stopwatch()

    def discriminator_step(discriminator, real, fake):
        real, fake = seen(real), seen(fake)
        loss = losses.discriminator_loss(discriminator(real), discriminator(fake))
        if recipe.r1:
            loss = loss + recipe.r1 * losses.r1_penalty(discriminator, real)
        return {"loss": loss}

    def generator_step(discriminator, fake):
        steps.append(None)
        now = watch.seconds()
        if now >= marks[len(found)]:
            found.append({"steps": len(steps), **measure(generator, average, names)})
            watch.forget_since(now)
        if len(found) == len(marks):
            raise Over
        return {"loss": losses.generator_loss_non_saturating(discriminator(seen(fake)))}

    pair = generator, discriminator, names["real_images"], discriminator_step, generator_step
    budget = {"epochs": FOREVER, "batch_size": recipe.batch, "seed": seed}
    try:
        train.fit_adversarial(*pair, optimizers, average=average, **budget)
    except Over:
        return found
    raise RuntimeError(f"{FOREVER} epochs were over before {marks[-1]} s")


def measure(generator: nn.Module, average: AveragedModel, names: dict) -> dict[str, dict]:
    kinds = {"weights": generator, "average": average.module}
    return {
        name: {
            key: round(value, 3) for key, value in names["measures"](names["draw"](model)).items()
        }
        for name, model in kinds.items()
    }


def missing(plan: Plan, table: dict) -> Iterator[tuple[int, str]]:
    """The runs that the table lacks, seed by seed, because a judge serves all runs of a seed."""
    for seed in plan.seeds:
        for label in plan.recipes:
            if str(seed) not in table.get(label, {}):
                yield seed, label


def main(names: list[str]) -> None:
    for name in names:
        plan, path = PLANS[name], NOTEBOOKS / f"5-digits-gan.{name}.json"
        table = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        judges: dict[int, dict] = {}
        for seed, label in list(missing(plan, table)):
            if seed not in judges:
                judges[seed] = judge(seed, plan.digits)
            torch.manual_seed(seed)
            found = run(plan.recipes[label], judges[seed], seed, plan.marks)
            table.setdefault(label, {})[str(seed)] = found
            print(name, label, seed, found[-1], flush=True)
            part = path.with_suffix(".part")
            text = json.dumps({key: table[key] for key in plan.recipes if key in table}, indent=1)
            part.write_text(text + "\n", encoding="utf-8")
            os.replace(part, path)


if __name__ == "__main__":
    main(sys.argv[1:])
