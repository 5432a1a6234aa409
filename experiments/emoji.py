"""The generator of emoji, trained as `6-emoji` trains it but longer.

`python experiments/emoji.py train 0 1 2`, then `judge`, then `store`.

`train SEED ...` trains the notebook's pair for `EPOCHS` epochs in bfloat16 where the processor has
it, and writes `_build/emoji/SEED.safetensors` with its CPU seconds. `judge` trains the judge.
`store` measures what was trained on the test emoji, once, and writes

    notebooks/6-emoji.safetensors        the generator of seed 0, in half precision
    notebooks/6-emoji.judge.safetensors  the judge, in half precision
    notebooks/6-emoji.measured.json      seeds, copies, CPU seconds, and a short run to compare with
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
EPOCHS = 80  # of 4,000 pictures
SHORT = EPOCHS // 20
TRAINED = cells.NOTEBOOKS.parent / "_build" / "emoji"
JUDGE = cells.NOTEBOOKS / f"{NAME}.judge.safetensors"
STORED = cells.NOTEBOOKS / f"{NAME}.safetensors"


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


def train(seed: int) -> None:
    names = names_of("recipe")
    start = time.process_time()
    generator = names["trained"](names["training"], seed, EPOCHS, half=True)
    about = {"CPU seconds": round(time.process_time() - start), "epochs": EPOCHS}
    TRAINED.mkdir(parents=True, exist_ok=True)
    save_file(halved(generator), TRAINED / f"{seed}.safetensors", {"about": json.dumps(about)})


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


def short_run(names: dict) -> dict[str, float]:
    """A twentieth of the training, in single precision: what a test trains again."""
    generator = names["trained"](names["training"], 0, SHORT)
    test = names["test"]
    samples = names["draw"](generator, test.groups, test.tones)
    red, green, blue = samples.mean((0, 2, 3)).tolist()
    spread = samples.std(0).mean().item()
    return {"red": red, "green": green, "blue": blue, "spread between samples": spread}


def store() -> None:
    names = names_of("recipe", "measure")
    table = {"seeds": {}, "training": {}, "short": short_run(names)}
    for path in sorted(TRAINED.glob("?.safetensors")):
        with safe_open(path, "pt") as file:
            table["training"][path.stem] = json.loads(file.metadata()["about"])
        table["seeds"][path.stem] = measured(loaded(models.EmojiGenerator(), path), names)
        print(path.stem, table["seeds"][path.stem], flush=True)
    save_file(load_file(TRAINED / "0.safetensors"), STORED)
    stored_json.write(cells.NOTEBOOKS / f"{NAME}.measured.json", table)


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
