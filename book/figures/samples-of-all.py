"""Samples of all models of the table, in black and white and unpicked, below real digits."""

import matplotlib.pyplot as plt
import torch
from shared.families import COLOUR, REAL, strip
from shared.stored import arrays

from genai_utils import data

COLUMNS = 14


def unseen():
    """The first held-out digits, binarised as the models' data are."""
    _, digits = data.split(data.mnist(), held_out=1000)
    dice = torch.Generator().manual_seed(0)
    order = torch.randperm(len(digits), generator=dice)[: 2 * COLUMNS]
    return 255 * data.binarize(digits.images[order], dice).numpy()


def draw():
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 4.9))
    strip(axes[0], unseen(), COLUMNS, "unseen real digits", REAL)
    for ax, name in zip(axes[1:], ("GAN", "VAE", "autoregressive"), strict=True):
        strip(ax, arrays(name)["samples"][: 2 * COLUMNS], COLUMNS, name, COLOUR[name])
    return fig
