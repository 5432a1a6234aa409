"""The loss of an untrained VAE on one black image of 784 pixels, by pythae, and 784 log 2."""

import math

import torch
from pythae.models import VAE, VAEConfig

torch.manual_seed(0)
config = VAEConfig(input_dim=(1, 28, 28), latent_dim=8, reconstruction_loss="bce")
images = torch.zeros(64, 1, 28, 28)
terms = VAE(config)({"data": images})
print(f"{terms.recon_loss.item():.0f} {784 * math.log(2):.0f}")
