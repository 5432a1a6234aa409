"""A dependency at a distance: `python experiments/recall.py SEED...`, then `recall_store.py`.

A line lists pairs of a letter and a digit, each letter once, and then asks for all the letters in
another order; behind each stands its digit. Attention, a recurrent layer in its place and a count
learn to answer. What is measured is the share of right answers by distance: the number of tokens
from a question back to its letter.

Stores its part of `notebooks/3-self-attention.recall.json` in _build/words, for `recall_store.py`;
the notebook and the page `self-attention` show it. Takes three minutes a seed.
"""

import sys
import time

import stored_json
import torch
import words
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils import runtime
from genai_utils.models import Transformer

PAIRS, STEPS, BATCH, PEAK = 8, 1000, 64, 3e-3
# Kind, and how many times the steps.
NETWORKS = {"attention": ("attention", 1), "recurrent": ("recurrent", 1)}
NETWORKS |= {"recurrent, 3 × steps": ("recurrent", 3)}
WIDTH, TEST, COUNTED = 64, 2**31 + 1, 2**31 + 2  # the last two are seeds that no training uses
SYMBOLS = "0123456789abcdefghijklmnopqrstuvwxyz"


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


def network(kind: str) -> Transformer:
    model = Transformer(len(SYMBOLS), WIDTH, heads=2, layers=2, context=4 * PAIRS)
    model = words.CELLS["spread"](model)
    if kind == "recurrent":
        for block in model.blocks:
            block.attention = Recurrent(WIDTH)
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


def train(kind: str, steps: int, seed: int) -> dict:
    """One network: its size, CPU seconds, and its share of right answers by distance."""
    runtime.start(seed)
    random, start = torch.Generator().manual_seed(seed), time.process_time()
    model = network(kind)
    optimizer = torch.optim.Adam(model.parameters(), lr=PEAK, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK, total_steps=steps, pct_start=0.1, cycle_momentum=False
    )
    for _ in range(steps):
        tokens, _ = lines(BATCH, random)
        digits = tokens[:, 2 * PAIRS + 1 :: 2]
        optimizer.zero_grad()
        F.cross_entropy(answers(model, tokens).flatten(0, 1), digits.flatten()).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    tokens, distance = fixed(TEST)
    found = by_distance(right(model, tokens), distance)
    weights = sum(weight.numel() for weight in model.parameters())
    return {"weights": weights, "CPU s": round(time.process_time() - start), "accuracy": found}


def main(seeds: list[int]) -> None:
    """Every network for each seed."""
    for place, (name, (kind, times)) in enumerate(NETWORKS.items()):
        found = [{"seed": seed, **train(kind, times * STEPS, seed)} for seed in seeds]
        print(name, found, flush=True)
        stored_json.write(words.FOLDER / f"recall.{place}.json", {name: found}, indent=None)


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]])
