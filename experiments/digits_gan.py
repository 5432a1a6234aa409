"""What each change to the article's GAN buys: `python experiments/digits_gan.py changes`.

Every run gets the same seconds of one CPU core; measuring isn't counted. `sizes` and `changes`
train each recipe for 20 s on 3,000 digits and measure it on 1,000 others of the training digits:
from them followed the sizes, and what stays in. `patience` gives normalised dense layers 120 s.
`long` trains the article's recipe and the chosen one for 120 s, and is the only one that sees the
test digits. The judge and its measures are those of the notebook, whose cells are run; real digits
that neither judge nor pair has seen are measured beside them.

Stores `notebooks/5-digits-gan.NAME.json`, which the notebook and the pages `implementation` and
`results` show, run by run; runs that are already there are left out. Takes 22 minutes for
`changes`, 20 for `long`, 8 for `sizes` and 2 for `patience`.

The stored runs of `long` were made before the notebook cut the held-out digits in two: with 1,000
samples, against all 1,000. So they compare with each other and with nothing else.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import cells
import parts
import stored_json
import torch
from digits_gan_recipes import CHANGES, LONG, PATIENCE, SIZES, Recipe, networks
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from genai_utils import data, losses, train

NAME = "5-digits-gan"
FOREVER = 10_000  # epochs: the clock ends every run


@dataclass(frozen=True)
class Plan:
    """Which recipes are run with which seeds, measured after which seconds, and on test digits?"""

    recipes: dict[str, Recipe | None]  # none: real digits
    seeds: tuple[int, ...]
    marks: tuple[float, ...]
    test: bool


PLANS = {
    "sizes": Plan(SIZES, (10, 11, 12), (20,), test=False),
    "changes": Plan(CHANGES, (10, 11, 12), (20,), test=False),
    "patience": Plan(PATIENCE, (10,), (20, 60, 120), test=False),
    "long": Plan(LONG, (0, 1, 2, 3, 4), (20, 40, 80, 120), test=True),
}


def judge(seed: int, test: bool) -> dict:
    """The names after the notebook's cells that split the digits, train a judge and measure."""
    settings = {} if test else parts.unseen(NAME)
    return cells.run(cells.tagged(NAME, "judge"), {}, seed=seed, settings=settings)


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


def run(recipe: Recipe | None, names: dict, seed: int, marks: tuple[float, ...]) -> list[dict]:
    """Train until the last mark; at each, measure the generator and the average of its weights.

    Without a recipe nothing is trained, and unseen real digits take the place of the samples.
    """
    if recipe is None:
        found = cells.rounded(names["measures"](names["fresh"].images))
        return [{"steps": 0, "weights": found, "average": found}] * len(marks)
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
        name: cells.rounded(names["measures"](names["draw"](model)))
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
        plan, path = PLANS[name], cells.NOTEBOOKS / f"{NAME}.{name}.json"
        table = stored_json.read(path)
        judges: dict[int, dict] = {}
        for seed, label in list(missing(plan, table)):
            if seed not in judges:
                judges[seed] = judge(seed, plan.test)
            torch.manual_seed(seed)
            found = run(plan.recipes[label], judges[seed], seed, plan.marks)
            table.setdefault(label, {})[str(seed)] = found
            print(name, label, seed, found[-1], flush=True)
            stored_json.write(path, {key: table[key] for key in plan.recipes if key in table})


if __name__ == "__main__":
    main(sys.argv[1:])
