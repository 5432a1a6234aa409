"""Samples of all models of the table, in black and white and unpicked, below real digits."""

import matplotlib.pyplot as plt
from shared.families import COLOUR, REAL, strip, unseen
from shared.stored import arrays

COLUMNS = 14


def draw():
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 4.9))
    strip(axes[0], unseen(2 * COLUMNS), COLUMNS, "unseen real digits", REAL)
    for ax, name in zip(axes[1:], ("GAN", "VAE", "autoregressive"), strict=True):
        strip(ax, arrays(name)["samples"][: 2 * COLUMNS], COLUMNS, name, COLOUR[name])
    return fig
