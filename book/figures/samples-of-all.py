"""Samples of all models of the table, in black and white and unpicked, below real digits."""

from shared.families import below_real
from shared.stored import arrays


def draw():
    return below_real({name: arrays(name)["samples"] for name in ("GAN", "VAE", "autoregressive")})
