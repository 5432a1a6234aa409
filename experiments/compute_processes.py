"""What a second process adds: `compute_processes.py FILE [PROCESSES ...]`.

For each number of processes, `torchrun` starts this file, and each process takes its share of one
batch. Timed are the step with `DistributedDataParallel`, the same step without an exchange, the
exchange of each gradient by hand, and all-reduces of other sizes. Seconds are those on the wall,
medians of rounds in which all ways take turns, as the first process sees them.

Stores them in FILE under "quiet", or what the variable KEY says; `compute_fits.py` reads them.
Takes a minute of as many cores as there are processes.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from statistics import median

import stored_json
import torch
from compute_steps import TOKENS, predicted
from torch import distributed
from torch.nn.parallel import DistributedDataParallel

from genai_utils import models, train

WIDTHS, CONTEXT, ROUNDS = (32, 64, 128, 256), 128, int(os.environ.get("ROUNDS", 15))
KEY = os.environ.get("KEY", "quiet")  # or "busy", while other programs work
SIZES = [4**n for n in range(4, 12)]  # numbers in an all-reduce: 1 kB to 16 MB


class Predicted(torch.nn.Module):
    """A transformer and its loss as one module, as DistributedDataParallel wants it."""

    def __init__(self, width: int):
        super().__init__()
        heads = max(1, width // 64)
        self.model = models.Transformer(96, width, heads, layers=2, context=CONTEXT)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return predicted(self.model, tokens)


def descend(network, optimizer, tokens, exchange: str) -> None:
    """One step; the exchange of gradients is "DDP", "by hand" or "none"."""
    ddp = isinstance(network, DistributedDataParallel)
    with network.no_sync() if ddp and exchange != "DDP" else nullcontext():
        loss = network(tokens)
        optimizer.zero_grad(set_to_none=exchange != "DDP")
        loss.backward()
    if exchange == "by hand":
        train.distributed.average_gradients(network)
    optimizer.step()


def medians(ways: dict[str, Callable]) -> dict[str, float]:
    """Seconds of each way, the median over rounds in which they take turns."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 2):
        for name, way in ways.items():
            distributed.barrier()
            start = time.perf_counter()
            way()
            found[name].append(time.perf_counter() - start)
    return {name: median(times[2:]) for name, times in found.items()}


def measured() -> dict:
    """What this process sees, as one of several."""
    torch.set_num_threads(1)
    steps = {}
    for width in WIDTHS:
        torch.manual_seed(0)
        network = DistributedDataParallel(Predicted(width))
        optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, fused=True)
        batch = torch.randint(96, (TOKENS // CONTEXT, CONTEXT + 1))
        part = train.distributed.share(batch)
        ways = {
            name: partial(descend, network, optimizer, part, name)
            for name in ("none", "DDP", "by hand")
        }
        weights = sum(weight.numel() for weight in network.parameters())
        steps[width] = {"weights": weights} | medians(ways)
    buffers = {4 * size: torch.ones(size) for size in SIZES}
    exchanges = medians({str(n): partial(distributed.all_reduce, b) for n, b in buffers.items()})
    return {"steps": steps, "all-reduce": exchanges}


def started(processes: int) -> dict:
    """What the first of so many processes saw."""
    command = f"-m torch.distributed.run --standalone --nproc-per-node={processes}".split()
    done = subprocess.run(
        [sys.executable, *command, __file__], capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise ValueError(f"{processes} processes should measure, but said: {done.stderr[-1000:]}")
    return json.loads(done.stdout)


def main(file: str, *counts: str) -> None:
    path = Path(file)
    table = stored_json.read(path)
    table[KEY] = {}
    for count in counts or ("1", "2"):
        table[KEY][count] = started(int(count))
        print(count, table[KEY][count], flush=True)
        stored_json.write(path, table)


if __name__ == "__main__":
    if "LOCAL_RANK" in os.environ:
        with train.distributed.processes("cpu"):
            seen = measured()
            if train.distributed.rank() == 0:
                print(json.dumps(seen))
    else:
        main(*sys.argv[1:])
