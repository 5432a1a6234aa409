"""Samples of a flow below those of the GAN, in black and white and unpicked."""

import matplotlib.pyplot as plt
import torch
from shared.families import COLOUR, REAL, strip, unseen
from shared.stored import arrays

from genai_utils import data

COLUMNS = 14


def draw():
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 3.7))
    strip(axes[0], unseen(2 * COLUMNS), COLUMNS, "unseen real digits", REAL)
    strip(axes[1], arrays("GAN")["samples"][: 2 * COLUMNS], COLUMNS, "GAN", COLOUR["GAN"])
    grey = torch.tensor(arrays("diffusion")["samples"][: 2 * COLUMNS]).float() / 255
    black = 255 * data.binarize(grey, torch.Generator().manual_seed(0)).numpy()
    strip(axes[2], black, COLUMNS, "flow matching", COLOUR["flow matching"])
    return fig
