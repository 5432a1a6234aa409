"""Train one model as its notebook does, in a process of its own, and measure it.

The recipes stand in the notebooks and nowhere else: their cells are run here, with the seed, the
number of different training digits and the budget changed. Peak memory is read from /proc, and so
needs Linux.
"""

import ctypes
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import torch
from seeds import NOTEBOOKS, START
from sweep import SPLIT

from genai_utils import data, metrics

SAMPLES, DRAWS = 1000, 200
BUDGET = re.compile(r"^(epochs|steps), batch_size = (\d+), ", re.MULTILINE)


@dataclass(frozen=True)
class Recipe:
    """The cells of a notebook: that with the data, from `first` to `last` those that train, and
    one that measuring needs afterwards, if any.

    Each is named by a text that stands in one cell of the notebook. `times` is how much longer than
    the notebook the table trains.
    """

    notebook: str
    data: str
    first: str
    last: str
    after: str = ""
    times: float = 1


# `times` gives each about 40 s of one core where these numbers were measured.
RECIPES = {
    "GAN": Recipe(
        "3-gan", "real_images =", "generator = models.ConvGenerator(", "in range(epochs)", times=1.2
    ),
    "VAE": Recipe(
        "3-vae", SPLIT, "model = VAE(", "in range(epochs)", "def log_weights(", times=1.1
    ),
    "autoregressive": Recipe(
        "3-trade-offs", SPLIT, "def tokens(", "in range(steps)", "def draw(", times=2.5
    ),
}
# The judge and its measures, the same for all models of a seed.
JUDGE = ("3-trade-offs", "runtime.start(", "def measures(")


def code_of(notebook: str) -> list[str]:
    cells = nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def place(cells: list[str], text: str) -> int:
    """The one cell that holds the text; `ValueError` if none or several do."""
    found = [number for number, source in enumerate(cells) if text in source]
    if len(found) != 1:
        raise ValueError(f"{text!r} must stand in one cell, but stands in {len(found)}.")
    return found[0]


def training_cells(name: str) -> list[str]:
    """The recipe of a model: its cell with the data, then those that build and train it."""
    recipe = RECIPES[name]
    cells = code_of(recipe.notebook)
    start, end = place(cells, recipe.first), place(cells, recipe.last)
    return [cells[place(cells, recipe.data)], *cells[start : end + 1]]


def fingerprint(name: str) -> str:
    """A short sum of the recipe and its budget: if it changes, what was measured is out of date."""
    cells = [within_budget(cell, RECIPES[name].times) for cell in training_cells(name)]
    text = "\n".join(cells)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def within_budget(source: str, factor: float) -> str:
    """The cell with its number of epochs or steps multiplied, and at least 1."""
    return BUDGET.sub(
        lambda hit: f"{hit[1]}, batch_size = {max(1, round(factor * int(hit[2])))}, ", source
    )


def repeated(parts: tuple, different: int) -> tuple:
    """The first `different` training digits over and over, as many in all; the test part as is.

    So a model that gets fewer digits takes as many steps.
    """
    digits, test = parts
    index = torch.arange(len(digits)) % different
    return data.Images(digits.images[index], digits.labels[index]), test


def run(cells: list[str], names: dict, seed: int) -> dict:
    """The names after these cells. Pictures that a cell draws are drawn for nobody."""
    for source in cells:
        exec(source.replace(START, f"runtime.start(seed={seed})"), names)
    return names


def judge(seed: int) -> dict:
    """The names after the cells that train the judge and define the measures."""
    cells = code_of(JUDGE[0])
    return run(cells[place(cells, JUDGE[1]) : place(cells, JUDGE[2]) + 1], {}, seed)


# --- What the models have in common once they are trained: they draw, and some have a likelihood --


def draw_gan(names: dict, count: int) -> torch.Tensor:
    noise = torch.randn(count, names["generator"].latent)
    return data.binarize((names["average"].module.eval()(noise) / 2 + 0.5).clamp(0, 1))


def draw_vae(names: dict, count: int) -> torch.Tensor:
    codes = torch.randn(count, names["model"].latent)
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


DRAW = {"GAN": draw_gan, "VAE": draw_vae, "autoregressive": draw_autoregressive}
NATS = {"VAE": nats_vae, "autoregressive": nats_autoregressive}
PLAYERS = {"GAN": ("generator", "discriminator")}


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
        features = names["judge"].features(drawn[: len(names["reference"])])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, reference=names["real_features"], features=features, nats=nats)


def measure(name: str, seed: int, share: float, different: int, kept: str = "") -> dict[str, float]:
    """Train a model on `different` digits for a share of its budget; what it costs and gives."""
    recipe = RECIPES[name]
    notebook = code_of(recipe.notebook)
    names = run(notebook[:1], {"repeated": repeated, "different": different}, seed)
    cells = [within_budget(cell, share * recipe.times) for cell in training_cells(name)]
    run([cells[0].replace(SPLIT, f"repeated({SPLIT}, different)")], names, seed)
    _, seconds, megabytes = timed(lambda: run(cells[1:], names, seed))
    if recipe.after:
        run([notebook[place(notebook, recipe.after)]], names, seed)
    players = [names[player] for player in PLAYERS.get(name, ("model",))]
    measures = judge(seed)  # after the training, whose memory it would hide
    with torch.no_grad():
        parts = range(SAMPLES // 250)
        drawn, drawing, _ = timed(lambda: torch.cat([DRAW[name](names, 250) for _ in parts]))
        results = {
            "seconds": seconds,
            "thousand parameters": sum(p.numel() for m in players for p in m.parameters()) / 1e3,
            "megabytes": megabytes,
            "samples a second": SAMPLES / drawing,
            **measures["measures"](drawn),
        }
        nats = torch.empty(0)
        if name in NATS:
            nats = NATS[name](names, measures["test"])
            seen = data.binarize(measures["train_digits"].images[: min(different, 500)])
            results["nats"] = nats.mean().item()
            results["nats on training digits"] = NATS[name](names, seen).mean().item()
    if kept:
        keep(Path(kept), measures, drawn, nats)
    return results


def in_a_process(*arguments: str | float) -> dict[str, float]:
    """`measure` or `measure_known` in a fresh process: its memory is its own."""
    command = [sys.executable, __file__, *map(str, arguments)]
    environment = os.environ | {"MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{arguments} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main(name: str, seed: str, share: str = "1", different: str = "4000", kept: str = "") -> None:
    if name in RECIPES:
        found = measure(name, int(seed), float(share), int(different), kept)
    else:
        found = measure_known(name, int(seed))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
