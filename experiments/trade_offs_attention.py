"""What attention costs: one layer at growing lengths, and writing with a cache and without.

Two sections of `trade_offs.py`, which runs and stores them.
"""

import time

import cells
import torch
from recipes import timed

from genai_utils import models, runtime

LENGTHS = (128, 256, 512, 1024, 2048, 4096)
KINDS = {"naive": "naive_attention", "fused": "fused_attention"}
HEADS, WIDTH = 4, 32  # of one layer; naive attention at 4,096 tokens holds 268 MB of weights
WRITTEN = 1024


def one_layer(kind: str, length: int) -> dict[str, float]:
    """The least seconds of seven causal passes, and by how many MB one raised the memory."""
    runtime.start(seed=0)
    q, k, v = torch.randn(3, 1, HEADS, length, WIDTH)
    attend = getattr(models, kind)
    attend(*torch.randn(3, 1, HEADS, 16, WIDTH), True)  # the first call loads what it needs
    _, _, megabytes = timed(lambda: attend(q, k, v, True))
    seconds = []
    for _ in range(7):
        start = time.process_time()
        attend(q, k, v, True)
        seconds.append(time.process_time() - start)
    return {"seconds": min(seconds), "megabytes": megabytes}


def layer() -> dict[str, dict[str, list[float]] | list[int]]:
    """Seconds and megabytes over the lengths, for both kinds, each in a fresh process."""
    found: dict = {"tokens": list(LENGTHS)}
    for name, kind in KINDS.items():
        rows = [cells.apart(one_layer, kind, length) for length in LENGTHS]
        print(name, rows, flush=True)
        found[name] = {key: [float(f"{row[key]:.4g}") for row in rows] for key in rows[0]}
    return found


@torch.no_grad()
def cache() -> dict[str, float | bool]:
    """The CPU seconds of writing with a key-value cache and without, and whether both agree."""
    runtime.start(seed=0)
    model = models.Transformer(vocabulary=64, width=128, heads=4, layers=4, context=WRITTEN + 1)
    prompt = torch.zeros(1, 1, dtype=torch.long)

    def written(cached: bool) -> tuple[torch.Tensor, float]:
        start = time.process_time()
        dice = torch.Generator().manual_seed(0)
        tokens = models.generate(model, prompt, WRITTEN, cached=cached, generator=dice)
        return tokens, time.process_time() - start

    models.generate(model, prompt, 8, greedy=True)
    (quick, with_cache), (slow, without) = written(True), written(False)
    return {
        "tokens": WRITTEN,
        "seconds with": round(with_cache, 3),
        "seconds without": round(without, 3),
        "same tokens": torch.equal(quick, slow),
    }
