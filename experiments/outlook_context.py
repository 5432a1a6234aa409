"""Does a second layer learn from its context what no width of one layer learns?

Stores the entry "context" of `book/figures/data/outlook.json`. Takes about three minutes of one
core.

A sequence repeats a random block again and again; how long the block is, the model isn't told.
From the second repeat on the next symbol can be known, by finding where the last one stood before;
by chance a block can look repeated, and what that costs is computed. One layer of attention is
given more weights than the two have. Afterwards both read sequences whose blocks are longer than
any in training.
"""

from pathlib import Path

import stored_json
import torch
from torch import Tensor
from torch.nn import functional as F

from genai_utils import runtime
from genai_utils.models import Transformer

STORED = Path(__file__).resolve().parents[1] / "book" / "figures" / "data"
SYMBOLS, LENGTH, STEPS, BATCH, SEEDS = 12, 32, 1200, 32, (0, 1)
BLOCKS, LONGER, EVERY = (4, 10), (11, 14), 100
MODELS = {
    "two layers": {"layers": 2, "width": 48, "heads": 4},
    "one layer": {"layers": 1, "width": 48, "heads": 4},
    "one layer, wide": {"layers": 1, "width": 96, "heads": 8},
}


def sequences(
    count: int, blocks: tuple[int, int], source: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Tokens, (count, LENGTH), and where the next one can be known: from the second repeat on."""
    period = torch.randint(blocks[0], blocks[1] + 1, (count, 1), generator=source)
    block = torch.randint(SYMBOLS, (count, blocks[1]), generator=source)
    place = torch.arange(LENGTH).expand(count, LENGTH)
    return block.gather(1, place % period), place[:, 1:] > period


def known(model: Transformer, tokens: Tensor, where: Tensor) -> Tensor:
    """The mean loss where the next symbol can be known, in bits."""
    logits = model(tokens[:, :-1])
    loss = F.cross_entropy(logits.transpose(1, 2), tokens[:, 1:], reduction="none")
    return loss[where].mean() / torch.log(torch.tensor(2.0))


def by_the_rule(blocks: tuple[int, int]) -> float:
    """The bits that are left for a reader who knows the rule and the lengths, but not which it is.

    Each length has a weight, the probability that it gives what was read, and foretells a symbol.
    """
    tokens, where = sequences(500, blocks, torch.Generator().manual_seed(99))
    bits = torch.zeros(where.shape)
    for place in range(1, LENGTH):
        right = total = torch.zeros(len(tokens), dtype=torch.double)
        for period in range(blocks[0], blocks[1] + 1):
            seen = max(place - period, 0)
            fits = (tokens[:, period:place] == tokens[:, :seen]).all(1)
            weight = fits * float(SYMBOLS) ** -min(period, place)
            again = tokens[:, place] == tokens[:, seen] if place >= period else 1 / SYMBOLS
            right, total = right + weight * again, total + weight
        bits[:, place - 1] = -(right / total).log2()
    return bits[where].mean().item()


@torch.no_grad()
def score(model: Transformer, blocks: tuple[int, int]) -> float:
    return known(model, *sequences(500, blocks, torch.Generator().manual_seed(99))).item()


def trained(name: str, seed: int) -> dict:
    runtime.start(seed=seed)
    source = torch.Generator().manual_seed(seed)
    model = Transformer(SYMBOLS, context=LENGTH, positions="rotary", **MODELS[name])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    curve = []
    for step in range(STEPS):
        if step % EVERY == 0:
            curve.append(round(score(model, BLOCKS), 3))
        loss = known(model, *sequences(BATCH, BLOCKS, source))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    weights = sum(it.numel() for it in model.parameters())
    ends = {"bits": round(score(model, BLOCKS), 3), "bits, longer": round(score(model, LONGER), 3)}
    return {"weights": weights, "curve": curve, **ends}


def main() -> None:
    runs = {}
    for name in MODELS:
        runs[name] = [trained(name, seed) for seed in SEEDS]
        print(name, [run["bits"] for run in runs[name]], flush=True)
    settings = {"steps": STEPS, "batch": BATCH, "every": EVERY, "symbols": SYMBOLS}
    settings |= {"blocks": BLOCKS, "longer": LONGER, "length": LENGTH}
    rule = {"bits": BLOCKS, "bits, longer": LONGER}
    left = {name: round(by_the_rule(blocks), 3) for name, blocks in rule.items()}
    found = {"settings": settings, "rule": left, "runs": runs}
    stored_json.add(STORED / "outlook.json", {"context": found})


if __name__ == "__main__":
    main()
