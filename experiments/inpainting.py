"""Train the networks of the inpainting page, in a fixed number of steps.

`experiments/inpainting.py flow` or `regression`, with a seed after it; settings were chosen on the
validation photographs. Stores `notebooks/6-inpainting.NAME.safetensors` (half precision) and
`notebooks/6-inpainting.NAME.json` with the mean loss of each twentieth.
Takes about five CPU minutes each, on one thread.
"""

import sys
import time
from pathlib import Path

import stored_json
import torch
from safetensors.torch import save
from torch import Tensor

from genai_utils import files, fillings, losses, models, runtime
from genai_utils.data import holes, photographs

STEPS, BATCH, RATE = 1500, 64, 2e-3
KINDS = ("regression", "flow")
# Of the flow's masks: with nothing seen it learns what RePaint asks of it.
ALL_MISSING = 0.2


def masks(count: int, all_missing: float) -> Tensor:
    """Squares of 16 anywhere, a quarter strokes, some with everything missing."""
    drawn = []
    for _ in range(count):
        kind, top, left = torch.rand(3).tolist()
        if kind < all_missing:
            drawn.append(torch.ones(1, 32, 32))
        elif kind > 0.75:
            drawn.append(holes.strokes())
        else:
            drawn.append(holes.square(top=int(17 * top), left=int(17 * left)))
    return torch.stack(drawn)


def batch_loss(network: torch.nn.Module, kind: str, patches: Tensor, missing: Tensor) -> Tensor:
    """The mean over a batch of the squared error a missing pixel, in units of the seen ones."""
    hole = torch.where(missing.mean((1, 2, 3), keepdim=True) == 1, torch.zeros(()), missing)
    mean, deviation = fillings.scale_of(patches, hole)
    x = (patches - mean) / deviation
    if kind == "regression":
        inputs = fillings.network_input(torch.zeros_like(x), x, missing)
        errors = losses.missing_squared_error(network(inputs, torch.zeros(len(x))), x, missing)
    else:
        noise, t = torch.randn_like(x), torch.rand(len(x))
        point = losses.flow_point(x, noise, t)
        velocity = network(fillings.network_input(point, x, missing), t)
        errors = losses.flow_matching_loss(velocity, x, noise, missing)
    return (errors / missing.sum((1, 2, 3))).mean()


def train(kind: str, photos: dict[str, Tensor], seed: int, until: int = STEPS, all_missing=None):
    """The network after `until` steps of the schedule of `STEPS`, and all losses."""
    runtime.start(seed)
    share = ALL_MISSING if kind == "flow" else 0.0
    share = share if all_missing is None else all_missing
    network = models.UNet(channels=1, context=2)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, STEPS, pct_start=0.1)
    found = []
    for _ in range(until):
        loss = batch_loss(network, kind, photographs.crops(photos, BATCH), masks(BATCH, share))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        found.append(loss.item())
    return network, found


def twentieths(found: list[float]) -> list[float]:
    """The mean loss of each twentieth of the schedule."""
    size = STEPS // 20
    return [sum(found[i : i + size]) / size for i in range(0, len(found) - size + 1, size)]


def path_of(kind: str) -> Path:
    """Where a trained network is stored."""
    return stored_json.NOTEBOOKS / f"6-inpainting.{kind}.safetensors"


def store(kind: str, seed: int) -> None:
    """Train, and write the network with what its training was; returns nothing."""
    before = time.process_time()
    network, found = train(kind, photographs.photographs("train"), seed)
    numbers = {name: it.detach().half().contiguous() for name, it in network.state_dict().items()}
    files.write_atomically(path_of(kind), save(numbers))
    told = {"seed": seed, "steps": STEPS, "losses": twentieths(found)}
    told["cpu_seconds"] = round(time.process_time() - before)
    stored_json.write(path_of(kind).with_suffix(".json"), told)


if __name__ == "__main__":
    store(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
