"""Train the networks of the inpainting page, in a fixed number of steps.

`experiments/inpainting.py NAME [SEED]`, NAME one of regression, flow, whole: the first two are
shown what is seen around a hole, the last draws whole patches.
Stores `notebooks/6-inpainting.NAME.safetensors` (half precision) and
`notebooks/6-inpainting.NAME.json` with the mean loss of each twentieth.
The names flow-short and regression-long are trainings that weren't chosen; theirs are
`notebooks/my-inpainting.NAME.safetensors`, and `experiments/inpainting_choice.py` reads them.
Takes one to three CPU minutes each, on one thread.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import stored_json
import torch
from safetensors.torch import save
from torch import Tensor, nn

from genai_utils import files, fillings, losses, models, runtime
from genai_utils.data import holes, photographs

BATCH, RATE = 64, 2e-3
WARM, FALL = 60, 0.3  # steps until a held rate is reached, and the part of them in which it falls
POOL = 6000  # patches, each with its hole and its smooth surface


@dataclass(frozen=True)
class Plan:
    """What is trained, for how many steps, and if the rate is held or goes through one cycle."""

    kind: str
    steps: int
    held: bool = False

    def rate(self, optimizer: torch.optim.Optimizer) -> torch.optim.lr_scheduler.LRScheduler:
        """The learning rate's course over all steps."""
        if not self.held:
            return torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, self.steps, pct_start=0.1)

        def factor(step: int) -> float:
            return min(1, (step + 1) / WARM, (self.steps - step) / (FALL * self.steps))

        return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


CHOSEN = ("regression", "flow", "whole")
PLANS = {  # the steps are what four or six minutes of a busy core held
    "regression": Plan("regression", 180),
    "flow": Plan("flow", 440, held=True),
    "whole": Plan("whole", 780),
    "flow-short": Plan("flow", 200),
    "regression-long": Plan("regression", 480, held=True),
}


@dataclass
class Patches:
    """Patches with their holes and the smooth surfaces through them, each (n, 1, 32, 32)."""

    truth: Tensor
    missing: Tensor
    surface: Tensor

    def batch(self) -> "Patches":
        """Random ones, all flipped and turned alike."""
        chosen = torch.randint(len(self.truth), (BATCH,))
        turns, flip = int(torch.randint(4, ())), bool(torch.randint(2, ()))

        def turned(it: Tensor) -> Tensor:
            return (it.mT if flip else it).rot90(turns, (2, 3))

        return Patches(*(turned(it[chosen]) for it in (self.truth, self.missing, self.surface)))


def masks(count: int) -> Tensor:
    """Squares of 16 with two pixels or more around them, and a quarter strokes."""
    drawn = []
    for _ in range(count):
        kind, *place = torch.rand(3).tolist()
        top, left = (2 + int(13 * it) for it in place)
        drawn.append(holes.strokes() if kind > 0.75 else holes.square(top=top, left=left))
    return torch.stack(drawn)


def pool(kind: str, photos: dict[str, Tensor], count: int = POOL) -> Patches:
    """The training patches; whole ones need no surface."""
    truth, missing = photographs.crops(photos, count), masks(count)
    surface = truth if kind == "whole" else fillings.biharmonic(truth, missing)
    return Patches(truth, missing, surface)


def batch_loss(network: models.UNet, kind: str, patches: Patches) -> Tensor:
    """The mean over a batch of the squared error a missing pixel, in units of the scale."""
    if kind == "whole":
        missing = torch.ones_like(patches.truth)
        mean, deviation = fillings.scale_of(patches.truth, torch.zeros_like(missing))
        x = (patches.truth - mean) / deviation
        velocity = fillings.whole_velocity(network)
    else:
        missing = patches.missing
        scale, context = fillings.context_of(patches.surface, missing)
        x = (patches.truth - patches.surface) / scale
        velocity = fillings.shown_velocity(network, missing, context)
    if kind == "regression":
        answer = velocity(torch.zeros_like(x), torch.zeros(len(x)))
        errors = losses.missing_squared_error(answer, x, missing)
    else:
        noise, t = torch.randn_like(x), torch.rand(len(x))
        answer = velocity(losses.flow_point(x, noise, t), t)
        errors = losses.flow_matching_loss(answer, x, noise, missing)
    return (errors / missing.sum((1, 2, 3))).mean()


def train(
    name: str, photos: dict[str, Tensor], seed: int, until: int | None = None
) -> tuple[models.UNet, list[float]]:
    """The network after `until` steps of its schedule, or all, and the loss of each step."""
    runtime.start(seed)
    plan = PLANS[name]
    patches, network = pool(plan.kind, photos), models.UNet(channels=1, context=3)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-3)
    schedule, found = plan.rate(optimizer), []
    for _ in range(until or plan.steps):
        loss = batch_loss(network, plan.kind, patches.batch())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        found.append(loss.item())
    return network, found


def twentieths(found: list[float]) -> list[float]:
    """The mean loss of each twentieth of the training."""
    size = len(found) // 20
    return [sum(found[i : i + size]) / size for i in range(0, len(found) - size + 1, size)]


def path_of(name: str) -> Path:
    """Where a trained network is stored; Git ignores one that wasn't chosen."""
    start = "6-inpainting" if name in CHOSEN else "my-inpainting"
    return stored_json.NOTEBOOKS / f"{start}.{name}.safetensors"


def store(name: str, seed: int) -> None:
    """Train, and write the network with what its training was; returns nothing."""
    before = time.process_time()
    network, found = train(name, photographs.photographs("train"), seed)
    numbers = {key: it.detach().half().contiguous() for key, it in network.state_dict().items()}
    files.write_atomically(path_of(name), save(numbers))
    told = {"seed": seed, "steps": PLANS[name].steps, "losses": twentieths(found)}
    told["cpu_seconds"] = round(time.process_time() - before)
    stored_json.write(path_of(name).with_suffix(".json"), told)


if __name__ == "__main__":
    store(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0)
