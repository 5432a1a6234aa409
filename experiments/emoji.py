"""The generators of emoji, trained as `6-emoji` trains one but longer, and measured.

`python experiments/emoji.py train 0 1 2`, `judge`, `emoji_choice.py R1`, then `store`.

`train SEED ...` trains the notebook's pair for `EPOCHS` epochs in bfloat16 and writes its weights
to `_build/emoji`; the stored runs were ended by the clock after 13 to 15 epochs. `judge` trains the
judge. `store` measures what was trained on the test emoji.

Stores `notebooks/6-emoji.measured.json` and the weights beside it:

    notebooks/6-emoji.safetensors        the generator of the run `R1 0`, in half precision
    notebooks/6-emoji.judge.safetensors  the judge, in half precision
    notebooks/6-emoji.measured.json      measures, copies, steps and CPU seconds of each run

Takes five minutes of a core for each seed, and a minute for the rest.
"""

import json
import os
import sys
import time

import cells
import stored_json
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from genai_utils import judge_emoji, models

NAME = "6-emoji"
EPOCHS = 14  # of 4,000 pictures, 125 steps each
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
    about = {"steps": steps, "CPU seconds": round(seconds)}
    TRAINED.mkdir(parents=True, exist_ok=True)
    save_file(halved(generator), TRAINED / f"{name}.safetensors", {"about": json.dumps(about)})


def train(seed: int) -> None:
    names = names_of("recipe")
    start = time.process_time()
    generator = names["trained"](names["training"], seed, EPOCHS, half=True)
    keep(generator, f"ours {seed}", 125 * EPOCHS, time.process_time() - start)


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


def store() -> None:
    names, runs = names_of("recipe", "measure"), {}
    for path in sorted(TRAINED.glob("* ?.safetensors")):
        with safe_open(path, "pt") as file:
            about = json.loads(file.metadata()["about"])
        runs[path.stem] = {**about, **measured(loaded(models.EmojiGenerator(), path), names)}
        print(path.stem, runs[path.stem], flush=True)
    save_file(load_file(TRAINED / "R1 0.safetensors"), STORED)
    stored_json.write(MEASURED, {"runs": runs})


def main(what: str, *seeds: str) -> None:
    if what == "train":
        for seed in seeds:
            train(int(seed))
    elif what == "judge":
        train_judge()
    else:
        store()


if __name__ == "__main__":
    main(*sys.argv[1:])
