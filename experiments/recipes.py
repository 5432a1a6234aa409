"""Train one model as its notebook does and measure it: what `trade_offs.py` runs.

The recipes stand in the notebooks and nowhere else: their cells tagged `before-training`,
`training` and `after-training` are run here, with the seed, the number of different training digits
and the budget changed. Peak memory is read from /proc, and so needs Linux. Stores nothing itself.
"""

import ctypes
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cells
import numpy as np
import torch

from genai_utils import data, metrics

SAMPLES, DRAWS = 1000, 200


# --- What the models have in common once they are trained: they draw, and some have a likelihood --


def draw_gan(names: dict, count: int, scale: float = 1.0) -> torch.Tensor:
    noise = scale * torch.randn(count, names["generator"].latent)
    return data.binarize((names["average"].module.eval()(noise) / 2 + 0.5).clamp(0, 1))


def draw_vae(names: dict, count: int, scale: float = 1.0) -> torch.Tensor:
    codes = scale * torch.randn(count, names["model"].latent)
    return data.binarize(names["model"].decode(codes).sigmoid())


def draw_autoregressive(names: dict, count: int) -> torch.Tensor:
    return names["draw"](names["model"], count)


def nats_vae(names: dict, x: torch.Tensor) -> torch.Tensor:
    parts = (
        metrics.importance_log_likelihood(names["log_weights"], part, samples=DRAWS, chunk=20)
        for part in x.split(100)
    )
    return -torch.cat(list(parts))


def nats_autoregressive(names: dict, x: torch.Tensor) -> torch.Tensor:
    return -torch.cat([names["log_likelihood"](names["model"], part) for part in x.split(250)])


@dataclass(frozen=True)
class Recipe:
    """A notebook, the name of its budget, and how much longer than the notebook we train.

    `draw` and `nats` take the notebook's names; a model without a likelihood has no `nats`. That of
    GAN and VAE also takes a scale for the noise.
    """

    notebook: str
    budget: str
    times: float
    draw: Callable[..., torch.Tensor]
    nats: Callable[[dict, torch.Tensor], torch.Tensor] | None = None
    networks: tuple[str, ...] = ("model",)


# `times` gives each about 40 s of one core where these numbers were measured.
RECIPES = {
    "GAN": Recipe("3-gan", "epochs", 1.2, draw_gan, networks=("generator", "discriminator")),
    "VAE": Recipe("3-vae", "epochs", 1.1, draw_vae, nats_vae),
    "autoregressive": Recipe(
        "3-trade-offs", "steps", 2.5, draw_autoregressive, nats_autoregressive
    ),
}


def fingerprint(name: str) -> str:
    """A short sum of the recipe and its budget, without the notebook's cell of imports."""
    recipe = RECIPES[name]
    before = cells.tagged(recipe.notebook, "before-training")
    return cells.fingerprint(
        [*before[1:], *cells.tagged(recipe.notebook, "training")], recipe.times
    )


def repeated(different: int) -> dict[str, data.Images]:
    """The first `different` training digits over and over, as many in all as there are.

    So a model that gets fewer digits takes as many steps.
    """
    digits, _ = data.split(data.mnist(), held_out=1000)
    index = torch.arange(len(digits)) % different
    return {"train_digits": data.Images(digits.images[index], digits.labels[index])}


def judge(seed: int) -> dict:
    """The names after the cells of `3-trade-offs` that train its judge and define its measures."""
    return cells.run(cells.tagged("3-trade-offs", "judge"), {}, seed=seed)


def memory(key: str) -> float:
    """A line of this process's status in MB: VmRSS is now, VmHWM the peak."""
    return int(re.search(rf"{key}:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1000


def timed(call: Callable[[], object]) -> tuple[object, float, float]:
    """What the call returns, its CPU seconds, and by how many MB it raised the memory at most."""
    ctypes.CDLL(None).malloc_trim(0)  # what was freed before and kept would be used unseen
    Path("/proc/self/clear_refs").write_text("5")  # the peak is from now on
    before, start = memory("VmRSS"), time.process_time()
    result = call()
    return result, time.process_time() - start, memory("VmHWM") - before


def measure_known(name: str, seed: int) -> dict[str, float]:
    """What needs no model gets, and how good the judge is: "real", digits that neither a model
    nor the judge has seen, or "copier", training digits drawn anew.
    """
    names = judge(seed)
    chosen = torch.randperm(len(names["train_digits"]))[:SAMPLES]
    copies = data.binarize(names["train_digits"].images[chosen])
    shown = {"real": names["fresh"].images, "copier": copies}[name]
    return names["measures"](shown) | {"judge's accuracy": names["accuracy"]}


def keep(path: Path, names: dict, drawn: torch.Tensor, nats: torch.Tensor) -> None:
    """Store by test example what intervals over test examples need."""
    with torch.no_grad():
        features = names["classifier"].features(drawn[: len(names["reference"])])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, reference=names["real_features"], features=features, nats=nats)


def trained(
    recipe: Recipe, seed: int, share: float = 1, different: int = 4000
) -> tuple[dict, dict]:
    """The names after a training on `different` digits for a share of its budget; its costs."""
    before = cells.tagged(recipe.notebook, "before-training")
    names = cells.run(before, {}, seed=seed, settings=repeated(different))
    names[recipe.budget] = max(1, round(share * recipe.times * names[recipe.budget]))
    training = cells.tagged(recipe.notebook, "training")
    _, seconds, megabytes = timed(lambda: cells.run(training, names))
    if recipe.nats:
        cells.run(cells.tagged(recipe.notebook, "after-training"), names)
    weights = sum(p.numel() for it in recipe.networks for p in names[it].parameters())
    costs = {"seconds": seconds, "thousand parameters": weights / 1e3, "megabytes": megabytes}
    return names, costs


def measure(
    name: str, seed: int, share: float = 1, different: int = 4000, kept: Path | None = None
) -> dict[str, float]:
    """Train a model on `different` digits for a share of its budget; what it costs and gives."""
    if name not in RECIPES:
        return measure_known(name, seed)
    recipe = RECIPES[name]
    names, results = trained(recipe, seed, share, different)
    measures = judge(seed)  # after the training, whose memory it would hide
    with torch.no_grad():
        parts = range(SAMPLES // 250)
        drawn, drawing, _ = timed(lambda: torch.cat([recipe.draw(names, 250) for _ in parts]))
        results |= {"samples a second": SAMPLES / drawing, **measures["measures"](drawn)}
        nats = torch.empty(0)
        if recipe.nats:
            nats = recipe.nats(names, measures["test"])
            seen = data.binarize(measures["train_digits"].images[: min(different, 500)])
            results["nats"] = nats.mean().item()
            results["nats on training digits"] = recipe.nats(names, seen).mean().item()
    if kept:
        keep(kept, measures, drawn, nats)
    return results
