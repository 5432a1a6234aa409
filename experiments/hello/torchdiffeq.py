"""The equation dx/dt = -x from 1, after one unit of time, by torchdiffeq, and 1/e."""

import math

import torch
from torchdiffeq import odeint

way = odeint(lambda t, x: -x, torch.tensor([1.0]), torch.tensor([0.0, 1.0]))
print(f"{way[-1].item():.3f} {math.exp(-1):.3f}")
