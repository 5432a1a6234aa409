"""A dependency at a distance: `python benchmarks/recall.py SEED...`, then `recall_store.py`.

A line lists pairs of a letter and a digit, each letter once, and then asks for all the letters in
another order; behind each stands its digit. Attention, a recurrent layer in its place and a count
learn to answer. What is measured is the share of right answers by distance: the number of tokens
from a question back to its letter. The learning rate of each network is chosen on
validation lines.
"""

import json
import os
import sys
import time
from pathlib import Path

import torch
from seeds import NOTEBOOKS
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils import runtime
from genai_utils.models import Transformer

PAIRS, STEPS, BATCH = 16, int(os.environ.get("STEPS", 5000)), 64
RATES = (3e-3, 1e-3, 1e-2)
NETWORKS = {"attention": ("attention", 64), "recurrent": ("recurrent", 64)}
NETWORKS |= {"recurrent, width 128": ("recurrent", 128)}
VALIDATION, TEST, COUNTED = 2**31, 2**31 + 1, 2**31 + 2  # seeds that no training uses
SECONDS = float(os.environ.get("SECONDS", 1e9))
SYMBOLS = "0123456789abcdefghijklmnopqrstuvwxyz"
FOLDER = Path(os.environ.get("OUTDIR", NOTEBOOKS.parent / "_build" / "words"))


def lines(count: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
    """Places in SYMBOLS (count, 4 PAIRS), and the distance of each question (count, PAIRS)."""
    letters = 10 + torch.rand(count, 26, generator=random).argsort(1)[:, :PAIRS]
    digits = torch.randint(10, (count, PAIRS), generator=random)
    order = torch.rand(count, PAIRS, generator=random).argsort(1)
    listed = torch.stack([letters, digits], 2).flatten(1)
    asked = torch.stack([letters.gather(1, order), digits.gather(1, order)], 2).flatten(1)
    return torch.cat([listed, asked], 1), 2 * PAIRS + 2 * torch.arange(PAIRS) - 2 * order


def fixed(seed: int, count: int = 2000) -> tuple[Tensor, Tensor]:
    return lines(count, torch.Generator().manual_seed(seed))


class Recurrent(nn.GRU):
    """A recurrent layer in attention's place: as in chapter 2, the rest stays as it is."""

    def __init__(self, width: int):
        super().__init__(width, width, batch_first=True)

    def forward(self, x: Tensor, *_) -> Tensor:
        return super().forward(x)[0]


def network(kind: str, width: int) -> Transformer:
    model = Transformer(len(SYMBOLS), width, heads=2, layers=2, context=4 * PAIRS)
    for module in model.blocks.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=module.in_features**-0.5)
    for table in (model.embedding.weight, model.positions):
        nn.init.normal_(table, std=0.5)
    if kind == "recurrent":
        for block in model.blocks:
            block.attention = Recurrent(width)
    return model


def answers(model: nn.Module, tokens: Tensor) -> Tensor:
    """Logits behind the questions (count, PAIRS, symbols)."""
    return model(tokens[:, :-1])[:, 2 * PAIRS :: 2]


@torch.no_grad()
def right(model: nn.Module, tokens: Tensor) -> Tensor:
    """Which questions are answered rightly. (count, PAIRS) of booleans."""
    guessed = torch.cat([answers(model, part).argmax(-1) for part in tokens.split(250)])
    return guessed == tokens[:, 2 * PAIRS + 1 :: 2]


def by_distance(hit: Tensor, distance: Tensor) -> dict[int, float]:
    return {int(d): round(hit[distance == d].float().mean().item(), 3) for d in distance.unique()}


def train(kind: str, width: int, peak: float, seed: int) -> dict:
    """One network: training, then its accuracy, and that on validation lines along the way."""
    runtime.start(seed)
    device, random = runtime.device(), torch.Generator().manual_seed(seed)
    model = network(kind, width).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=peak, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, peak, total_steps=STEPS, pct_start=0.1, cycle_momentum=False
    )
    validation, log, start = fixed(VALIDATION, 500)[0].to(device), [], time.monotonic()
    for step in range(1, STEPS + 1):
        tokens = lines(BATCH, random)[0].to(device)
        digits = tokens[:, 2 * PAIRS + 1 :: 2]
        optimizer.zero_grad()
        F.cross_entropy(answers(model, tokens).flatten(0, 1), digits.flatten()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % (STEPS // 10) == 0:
            log.append([step, round(right(model, validation).float().mean().item(), 3)])
    tokens, distance = fixed(TEST)
    found = by_distance(right(model, tokens.to(device)).cpu(), distance)
    weights = sum(weight.numel() for weight in model.parameters())
    seconds = round(time.monotonic() - start)
    return {"weights": weights, "seconds": seconds, "validation": log, "accuracy": found}


def run(seeds: list[int]) -> None:
    """All networks with all rates, for each seed, as far as the time goes."""
    start = time.monotonic()
    FOLDER.mkdir(exist_ok=True, parents=True)
    for seed in seeds:
        found = []
        for peak in RATES:
            for name, (kind, width) in NETWORKS.items():
                if time.monotonic() - start > SECONDS:
                    return
                row = {"network": name, "peak": peak, "seed": seed}
                found.append({**row, **train(kind, width, peak, seed)})
                print(found[-1], flush=True)
                (FOLDER / f"recall.{seed}.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    run([int(seed) for seed in sys.argv[1:]])
