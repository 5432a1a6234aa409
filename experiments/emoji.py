"""The generators of emoji, trained by the recipe R1 of `emoji_r1.py`, and measured.

`python experiments/emoji.py judge`, `train 0 1 2`, then `store`; `ship 0` stores weights.

`train SEED ...` trains for `EPOCHS` epochs in bfloat16 and writes the weights to `_build/emoji`.
`store` measures them and the stored generator on the test emoji. `ship SEED` replaces the stored
generator, and with it all that the page and the notebooks show: `store`, the notebook `6-emoji`,
`emoji_smile.py`, `6-emoji-live` and `emoji_figures.py` follow, in this order. What is stored now
is the generator of seed 0.

Stores `notebooks/6-emoji.measured.json` and the weights beside it:

    notebooks/6-emoji.safetensors        the generator, in half precision
    notebooks/6-emoji.judge.safetensors  the judge, in half precision
    notebooks/6-emoji.measured.json      measures and copies, of each run also steps and CPU seconds

Takes three minutes of a core for each seed, and a minute for the rest.
"""

import json
import os
import sys
import time

import cells
import emoji_r1
import stored_json
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from genai_utils import judge_emoji, models

NAME = "6-emoji"
EPOCHS = 20  # of 4,000 pictures, 125 steps each
TRAINED = cells.NOTEBOOKS.parent / "_build" / "emoji"
JUDGE = cells.NOTEBOOKS / f"{NAME}.judge.safetensors"
STORED = cells.NOTEBOOKS / f"{NAME}.safetensors"
MEASURED = cells.NOTEBOOKS / f"{NAME}.measured.json"


def names_of(*tags: str) -> dict:
    """What the notebook's cells with these tags bind, run in their order."""
    os.chdir(cells.NOTEBOOKS)
    return cells.run([cell for cell in cells.code(NAME) if {*tags} & {*cells.tags(cell)}], {})


def halved(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Weights in half precision; counters, which are whole numbers, as they are."""
    return {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in network.state_dict().items()
    }


def loaded(network: torch.nn.Module, path) -> torch.nn.Module:
    network.load_state_dict(load_file(path))
    return network.eval()


def keep(generator: torch.nn.Module, name: str, steps: int, seconds: float) -> None:
    """Write a generator's weights and what they cost to `_build/emoji/NAME.safetensors`."""
    cost = json.dumps({"steps": steps, "CPU seconds": round(seconds)})
    TRAINED.mkdir(parents=True, exist_ok=True)
    save_file(halved(generator), TRAINED / f"{name}.safetensors", {"about": cost})


def about(path) -> dict[str, int]:
    """The steps and CPU seconds of a generator that `keep` has written."""
    with safe_open(path, "pt") as file:
        return json.loads(file.metadata()["about"])


def train(seed: int) -> None:
    names = names_of("recipe")
    start = time.process_time()
    generator = emoji_r1.trained(names, seed, EPOCHS)
    keep(generator, f"R1 {seed}", 125 * EPOCHS, time.process_time() - start)


def train_judge() -> None:
    names = names_of("recipe")
    save_file(halved(judge_emoji.train(names["training"])), JUDGE)


def measured(generator: models.EmojiGenerator, names: dict) -> dict[str, float]:
    """Measures against the test emoji, and the share of copies, in the notebook's own cells."""
    test = names["test"]
    samples = names["draw"](generator, test.groups, test.tones)
    ratio = names["copy_ratio"](samples)
    found = judge_emoji.measures(loaded(models.EmojiJudge(), JUDGE), test, samples)
    return cells.rounded({**found, "copies": (ratio < names["threshold"]).double().mean().item()})


def short(names: dict) -> dict[str, float]:
    """Brightness, spread and Fréchet distance on validation emoji after one epoch with seed 0."""
    unseen = names["validation"]
    generator = emoji_r1.trained(names, 0, epochs=1, keep=0.95)
    samples = names["draw"](generator, unseen.groups, unseen.tones)
    found = judge_emoji.measures(loaded(models.EmojiJudge(), JUDGE), unseen, samples)
    light = {"brightness": samples.mean().item(), "spread": samples.std().item()}
    return cells.rounded({**light, "Fréchet distance": found["Fréchet distance"]})


def store() -> None:
    names, runs = names_of("recipe", "measure"), {}
    for path in sorted(TRAINED.glob("R1 ?.safetensors")):
        runs[path.stem] = about(path) | measured(loaded(models.EmojiGenerator(), path), names)
        print(path.stem, runs[path.stem], flush=True)
    stored = measured(loaded(models.EmojiGenerator(), STORED), names)
    stored_json.write(MEASURED, {"runs": runs, "stored weights": stored, "short": short(names)})


def ship(seed: int) -> None:
    """Put one of the generators that were trained in the place of the stored one."""
    save_file(load_file(TRAINED / f"R1 {seed}.safetensors"), STORED)


def main(what: str, *seeds: str) -> None:
    if what in ("train", "ship"):
        for seed in seeds:
            {"train": train, "ship": ship}[what](int(seed))
    else:
        {"judge": train_judge, "store": store}[what]()


if __name__ == "__main__":
    main(*sys.argv[1:])
