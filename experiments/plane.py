"""Trains the networks of the live diffusion in the plane: ring, moons, two classes.

Flow matching on the straight path (`eq-flow-matching-loss`), 15,000 steps each. Prints how far the
learned velocity is from the exact one, in per cent of it, at some times.

Stores notebooks/8-diffusion-live.safetensors. Takes about 2 minutes on one core.
"""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from torch import nn

from genai_utils import files, runtime
from genai_utils.losses import flow
from genai_utils.widgets.plane_network import (
    draw_data,
    exact_velocity,
    plane_inputs,
    plane_network,
)
from genai_utils.widgets.plane_settings import STORED

PLACE = Path(__file__).parents[1] / "notebooks" / "8-diffusion-live.safetensors"
STEPS, BATCH, RATE = 15_000, 1024, 4e-3


def train(data: str) -> nn.Sequential:
    network = plane_network()
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    everywhere = torch.ones(BATCH, 2)
    for _ in range(STEPS):
        (x, label), noise, time = draw_data(data, BATCH), torch.randn(BATCH, 2), torch.rand(BATCH)
        velocity = network(plane_inputs(flow.flow_point(x, noise, time), time, label))
        loss = flow.flow_matching_loss(velocity, x, noise, everywhere).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return network


@torch.no_grad()
def error(network: nn.Sequential, data: str, time: float, count: int = 4000) -> float:
    """The root of the mean squared distance from the exact velocity, in per cent of its size."""
    (x, _), noise = draw_data(data, count), torch.randn(count, 2)
    at = flow.flow_point(x, noise, torch.full((count,), time))
    learned = network(plane_inputs(at, torch.full((count,), time), torch.zeros(count, 2))).numpy()
    exact = exact_velocity(data, at.numpy(), time)
    return 100 * float(np.sqrt(((learned - exact) ** 2).sum() / (exact**2).sum()))


def main() -> None:
    tensors = {}
    for data in STORED:
        runtime.start(seed=0)
        network = train(data)
        found = [round(error(network, data, time), 1) for time in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99)]
        print(data, found, flush=True)
        for name, tensor in network.state_dict().items():
            tensors[f"{data}.{name}"] = tensor.half()
    files.write_atomically(PLACE, save(tensors))


if __name__ == "__main__":
    main()
