"""Noise after 500 of 1,000 steps of the usual schedule, by diffusers, and by its formula."""

import torch
from diffusers import DDPMScheduler

schedule = DDPMScheduler(num_train_timesteps=1000)
clean, noise = torch.ones(1, 1, 1, 1), torch.zeros(1, 1, 1, 1)
theirs = schedule.add_noise(clean, noise, torch.tensor([499])).item()
beta = torch.linspace(1e-4, 0.02, 1000, dtype=torch.float64)
ours = (1 - beta)[:500].prod().sqrt().item()
print(f"{theirs:.3f} {ours:.3f}")
