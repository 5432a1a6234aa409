"""Do two flows that have seen different digits draw the same picture from the same noise?

Stores the entry "halves" of `book/figures/data/outlook.json` and `book/figures/data/outlook.npz`.
Takes about four minutes of one core.

After kadkhodaie2024generalization, with digits of 14 x 14 pixels and a small network. Two parts
of the training digits share none. Beside the two flows stand those that explain agreement more
simply: two flows on one part (other weights at the start, other noise), two noises, and two normal
distributions, each with the mean and the covariance of its part. A picture is compared with its
noise, too, for the flow and for the normal distribution.
"""

import sys
from pathlib import Path

import numpy as np
import stored_json
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils import data, losses, runtime
from genai_utils.models import transport

STORED = Path(__file__).resolve().parents[1] / "book" / "figures" / "data"
SIDE, WIDTH, STEPS, BATCH, DRAWN = 14, 384, 3000, 64, 300
SIZES, SEEDS = (5, 100, 2000), (0, 1)


class Flow(nn.Module):
    """A velocity for digits: three layers that see the picture and eight waves of the time."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            *(nn.Linear(SIDE * SIDE + 8, WIDTH), nn.SiLU()),
            *(nn.Linear(WIDTH, WIDTH), nn.SiLU(), nn.Linear(WIDTH, SIDE * SIDE)),
        )

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        angle = t[:, None] * torch.pi * 2.0 ** torch.arange(4)
        return self.layers(torch.cat([x, angle.sin(), angle.cos()], dim=1))


def parts(size: int, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Two parts of `size` training digits without a common one, and digits that nobody saw."""
    training, unseen, _ = data.three_way(data.mnist(), held_out=1000)
    order = torch.randperm(len(training.images), generator=torch.Generator().manual_seed(seed))
    small = [
        2 * F.avg_pool2d(it.view(-1, 1, 28, 28), 2).flatten(1) - 1
        for it in (training.images[order], unseen.images)
    ]
    return small[0][:size], small[0][size : 2 * size], small[1]


def trained(digits: Tensor, seed: int) -> Flow:
    """A flow after a fixed number of steps, the average of its weights over the last of them."""
    runtime.start(seed=seed)
    flow = Flow()
    average = torch.optim.swa_utils.AveragedModel(
        flow, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998)
    )
    optimizer = torch.optim.Adam(flow.parameters(), lr=1e-3)
    for _ in range(STEPS):
        x = digits[torch.randint(len(digits), (BATCH,))]
        noise, t = torch.randn_like(x), torch.rand(BATCH)
        loss = F.mse_loss(flow(losses.flow_point(x, noise, t), t), x - noise)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        average.update_parameters(flow)
    return average.module


def bell(digits: Tensor, noise: Tensor) -> Tensor:
    """What the exact flow of the normal distribution with this mean and covariance makes of noise.

    Its map from noise is the symmetric root of the covariance.
    """
    mean = digits.mean(0)
    values, vectors = torch.linalg.eigh(torch.cov(digits.T.double()))
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    return mean + noise @ root.float()


def agreement(first: Tensor, second: Tensor, mean: Tensor) -> float:
    """The mean cosine between the pictures of two rows, what all digits share taken away."""
    return F.cosine_similarity(first - mean, second - mean).mean().item()


def nearest(pictures: Tensor, digits: Tensor) -> float:
    """The mean distance to the nearest of these digits."""
    return torch.cdist(pictures, digits).min(1).values.mean().item()


@torch.no_grad()
def compared(size: int, seed: int) -> tuple[dict[str, float], Tensor]:
    first, second, unseen = parts(size, seed)
    with torch.enable_grad():
        flows = [trained(first, 10 + seed), trained(second, 20 + seed), trained(first, 30 + seed)]
    torch.manual_seed(seed)
    noise, mean = torch.randn(DRAWN, SIDE * SIDE), unseen.mean(0)
    one, other, again = (transport(flow, noise, steps=50) for flow in flows)
    bells = [bell(part, noise) for part in (first, second)]
    measured = {
        "two parts": agreement(one, other, mean),
        "one part twice": agreement(one, again, mean),
        "two noises": agreement(one, one.roll(1, 0), mean),
        "flow and its noise": agreement(one, noise + mean, mean),
        "two bells": agreement(*bells, mean),
        "bell and its noise": agreement(bells[0], noise + mean, mean),
        "to own part": nearest(one, first),
        "to the other": nearest(one, second),
        "unseen to own part": nearest(unseen, first),
    }
    return measured, torch.stack([one[:8], other[:8]])


def main() -> None:
    found, pictures = {}, {}
    for size in SIZES:
        runs = []
        for seed in SEEDS:
            measured, drawn = compared(size, seed)
            runs.append({name: round(value, 4) for name, value in measured.items()})
            print(size, runs[-1], flush=True)
            if seed == 0:
                pictures[f"{size}"] = (127.5 * (drawn.clamp(-1, 1) + 1)).byte().numpy()
        found[f"{size}"] = runs
    settings = {"steps": STEPS, "batch": BATCH, "width": WIDTH, "pictures": DRAWN}
    stored_json.add(STORED / "outlook.json", {"halves": {"settings": settings, "runs": found}})
    np.savez_compressed(STORED / "outlook.npz", **pictures)


if __name__ == "__main__":
    sys.exit(main())
