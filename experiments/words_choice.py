"""Choose the setting of `words.py` on the validation words: `python experiments/words_choice.py`.

Every candidate is one setting changed, then random pairs of changes, until the time is over; each
trains as many steps as 2,200 CPU seconds would hold, at 0.09 s an epoch and thousand weights. Words
are drawn at random and filled up to one length, so that a step is one CUDA graph; six candidates
train side by side.

Stores choice.json in the folder of `words.py` as results come; `words_score.py` takes it into the
notebook's table. Takes six minutes of a GPU.
"""

import math
import os
import random
import sys
import time

import stored_json
import torch
import words
from descent import WARM, Unchecked, optimizer_of, rate, recorded
from torch import Tensor
from torch.nn import functional as F

from genai_utils import data
from genai_utils.models import Transformer

BASE = {"width": 128, "heads": 4, "layers": 3, "dropout": 0.1, "batch": 128}
BASE |= {"peak": 3e-3, "decay": 0.1}
VALUES = {
    "dropout": (0.0, 0.05, 0.15, 0.2, 0.3),
    "peak": (1e-3, 2e-3, 5e-3, 8e-3),
    "decay": (0.0, 0.3, 1.0),
    "batch": (64, 256),
    "width": (64, 96, 160),
    "layers": (2, 4),
    "heads": (2, 8),
}
SECONDS = float(os.environ.get("SECONDS", 360))
CPU_SECONDS, LANES, ROWS = 2200, int(os.environ.get("LANES", 6)), 10
WORDS = 107_493


def bits(model: Transformer, batch: Tensor) -> tuple[Tensor, Tensor]:
    """Bits of all tokens of a batch of filled-up words, and how many were predicted."""
    targets = batch[:, 1:]
    counted = F.pad(targets[:, :-1] != 0, (1, 0), value=True)
    logits = model(batch[:, :-1])
    each = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
    return (each * counted.flatten()).sum() / math.log(2), counted.sum()


class Lane:
    """One candidate in training, its step recorded as a graph on a stream of its own."""

    def __init__(self, setting: dict, training: Tensor, scale: float):
        torch.manual_seed(setting.get("seed", 0))
        self.setting, self.training, self.log = setting, training, []
        sizes = {key: setting[key] for key in ("width", "heads", "layers", "dropout")}
        self.model = words.CELLS["spread"](Unchecked(27, context=29, **sizes)).to(training.device)
        thousands = sum(weight.numel() for weight in self.model.parameters()) / 1e3
        epochs = scale * setting.get("times", 1) * CPU_SECONDS / (0.09 * thousands)
        self.steps = int(epochs * WORDS / setting["batch"])
        shares = (torch.arange(self.steps + 9) / self.steps).clamp(max=1)
        self.plan = torch.tensor([rate(p, setting["peak"]) for p in shares.tolist()]).to(
            training.device
        )
        self.at = torch.zeros(1, dtype=torch.long, device=training.device)
        self.rate = torch.tensor(setting["peak"], device=training.device)
        self.total = torch.zeros((), device=training.device)
        self.optimizer = optimizer_of(self.model, self.rate, setting["decay"], capturable=True)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate
        self.stream = torch.cuda.Stream()
        self.replay, self.done = recorded(self.step, self.stream), WARM

    def step(self) -> None:
        self.rate.copy_(self.plan[self.at][0])
        chosen = torch.randint(
            len(self.training), (self.setting["batch"],), device=self.training.device
        )
        total, predicted = bits(self.model, self.training[chosen])
        loss = total / predicted
        self.optimizer.zero_grad(set_to_none=True)
        (loss * math.log(2)).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.total.add_(loss.detach())
        self.at.add_(1)

    def advance(self, count: int) -> None:
        with torch.cuda.stream(self.stream):
            for _ in range(min(count, self.steps - self.done)):
                self.replay()
        self.done = min(self.done + count, self.steps)

    def row(self) -> dict:
        return {**self.setting, "steps": self.steps, "log": self.log}

    @torch.no_grad()
    def look(self, validation: Tensor) -> None:
        """Append step, training bits and validation bits to the log."""
        torch.cuda.synchronize()
        self.model.eval()
        found = [bits(self.model, part) for part in validation.split(2500)]
        self.model.train()
        held_out = sum(f[0].item() for f in found) / sum(f[1].item() for f in found)
        since = self.done - (self.log[-1][0] if self.log else 0)
        self.log.append([self.done, round(self.total.item() / since, 3), round(held_out, 4)])
        self.total.zero_()


def candidates():
    """The base with three seeds, each value alone, the base for other times, then random pairs."""
    yield from ({**BASE, "seed": seed} for seed in range(2))
    for times in (0.5, 0.25):
        yield {**BASE, "times": times}
    yield from ({**BASE, key: value} for key, values in VALUES.items() for value in values)
    draw = random.Random(0)
    while True:
        keys = draw.sample(sorted(VALUES), draw.choice((2, 3)))
        yield {**BASE, **{key: draw.choice(VALUES[key]) for key in keys}}


def main(scale: float = 1.0) -> None:
    torch.set_float32_matmul_precision("high")
    start, found, waiting = time.monotonic(), [], candidates()
    device = torch.device("cuda")
    parts = [data.encode_words(part, 30).to(device) for part in data.split_words(data.words())[:2]]
    lanes: list[Lane] = []
    while time.monotonic() - start < SECONDS:
        while len(lanes) < LANES:
            lanes.append(Lane(next(waiting), parts[0], scale))
        for _ in range(10):
            for lane in lanes:
                lane.advance(20)
        torch.cuda.synchronize()
        for lane in [it for it in lanes if it.done >= (len(it.log) + 1) * it.steps / ROWS]:
            lane.look(parts[1])
            if lane.done >= lane.steps:
                lanes.remove(lane)
                found.append(lane.row())
                print(round(time.monotonic() - start), lane.setting, lane.log[-1], flush=True)
                store(found)
    store(found + [lane.row() | {"unfinished": True} for lane in lanes])


def store(found: list[dict]) -> None:
    stored_json.write(words.FOLDER / "choice.json", found, indent=None)


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
