"""A straight path from noise 0 to data 2, a quarter of the way, by flow_matching, and by hand."""

import torch
from flow_matching.path import CondOTProbPath

noise, data, time = torch.tensor([[0.0]]), torch.tensor([[2.0]]), torch.tensor([0.25])
path = CondOTProbPath().sample(x_0=noise, x_1=data, t=time)
print(f"{path.x_t.item():.2f} {0.25 * 2:.2f}; velocity {path.dx_t.item():.0f} {2 - 0:.0f}")
