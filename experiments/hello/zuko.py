"""The density of an untrained flow, summed over a grid: 1, as a density has to give."""

import torch
import zuko

torch.manual_seed(0)
flow = zuko.flows.MAF(features=2, transforms=2)
side = torch.linspace(-12, 12, 600)
grid = torch.cartesian_prod(side, side)
with torch.no_grad():
    total = flow().log_prob(grid).exp().sum() * (side[1] - side[0]) ** 2
print(f"{total.item():.2f}")
