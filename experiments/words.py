"""Train the transformer of `3-self-attention` for longer: `python experiments/words.py SEED...`.

One thread, with the setting below. Loss, split and initial weights are the notebook's own cells,
those tagged `words`.

Stores weights in half precision and a log for each seed in _build/words, or in the folder that the
variable OUTDIR names; `words_score.py` reads them. Takes some 27 minutes a seed.
"""

import math
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cells
import stored_json
import torch
from descent import optimizer_of, rate
from torch import Tensor

from genai_utils import data, losses, metrics, runtime
from genai_utils.models import Transformer

NAME = "3-self-attention"
FOLDER = Path(os.environ.get("OUTDIR", cells.NOTEBOOKS.parent / "_build" / "words"))
# Chosen on the validation words.
SIZES = {"width": 96, "heads": 4, "layers": 3, "triples": 16, "dropout": 0.1}
TRAINING = {"batch": 128, "peak": 3e-3, "decay": 0.1}
CPU_SECONDS = float(os.environ.get("CPU_SECONDS", 2200))
WALL_SECONDS = float(os.environ.get("WALL_SECONDS", math.inf))
ROWS = 20


# What the notebook's cells tagged `words` define.
CELLS = cells.run(cells.tagged(NAME, "words"), {"torch": torch, "data": data, "losses": losses})


def batches(tokens: Tensor, size: int, random: torch.Generator) -> Iterator[Tensor]:
    """Batches of words of about one length, in random order, so that little filler is computed."""
    lengths = (tokens != 0).sum(dim=1)
    while True:
        for some in torch.randperm(len(tokens), generator=random).split(20 * size):
            noisy = lengths[some] + torch.rand(len(some), generator=random)
            parts = some[noisy.argsort()].split(size)
            for place in torch.randperm(len(parts), generator=random):
                yield tokens[parts[place]]


@torch.no_grad()
def bits_of_words(model: Transformer, tokens: Tensor) -> tuple[Tensor, Tensor]:
    """Nats and predicted tokens of each word, in the order of `tokens`."""
    model.eval()
    parts = [CELLS["log_likelihood"](model, part) for part in tokens.split(500)]
    model.train()
    return torch.cat([nats for nats, _ in parts]), torch.cat([count for _, count in parts])


def train(seed: int, training: Tensor, validation: Tensor) -> None:
    """Train until CPU or wall clock time is over; stores the weights and the log as it goes."""
    runtime.start(seed, threads=torch.get_num_threads())
    random = torch.Generator().manual_seed(seed)
    model = CELLS["spread"](Transformer(27, context=29, **SIZES))
    optimizer, log, bits = optimizer_of(model, TRAINING["peak"], TRAINING["decay"]), [], []
    cpu, wall, progress = time.process_time(), time.monotonic(), 0.0
    for batch in batches(training, TRAINING["batch"], random):
        for group in optimizer.param_groups:
            group["lr"] = rate(progress, TRAINING["peak"])
        bits.append(step(model, optimizer, batch))
        spent = time.process_time() - cpu
        progress = max(spent / CPU_SECONDS, (time.monotonic() - wall) / WALL_SECONDS)
        if progress >= (len(log) + 1) / ROWS:
            held_out = metrics.bits_per_character(*bits_of_words(model, validation))
            trained = sum(bits[-100:]) / len(bits[-100:])
            log.append([len(bits), round(spent), round(trained, 3), round(held_out, 4)])
            print(seed, *log[-1], flush=True)
            store(model, log, seed)
        if progress >= 1:
            break


def step(model: Transformer, optimizer: torch.optim.Optimizer, batch: Tensor) -> float:
    """One step on one batch; returns its bits per character."""
    nats, predicted = CELLS["log_likelihood"](model, batch)
    loss = -nats.sum() / predicted.sum()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return loss.item() / math.log(2)


def store(model: Transformer, log: list[dict], seed: int) -> None:
    FOLDER.mkdir(exist_ok=True, parents=True)
    halves = {name: weight.half() for name, weight in model.state_dict().items()}
    torch.save(halves, FOLDER / f"seed{seed}.pt")
    table = {"sizes": SIZES, "training": TRAINING, "log": log}
    stored_json.write(FOLDER / f"seed{seed}.json", table, indent=None)


def main(*seeds: str) -> None:
    training, validation, _ = (data.encode_words(part) for part in data.split_words(data.words()))
    for seed in seeds:
        train(int(seed), training, validation)


if __name__ == "__main__":
    main(*sys.argv[1:])
