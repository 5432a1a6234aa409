"""Real digits, and samples by class of the conditional GAN and VAE: a row for each class."""

import matplotlib.pyplot as plt
from shared.stored import arrays

from genai_utils.plots import picture_grid

KINDS = {"real": "real digits", "GAN": "conditional GAN", "VAE": "conditional VAE"}
EACH = 4
STEP = 17  # grey in steps of so many of 255, for a picture of fewer bytes


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = arrays("by-class")
    fig, axes = plt.subplots(1, 3, figsize=(5.6, 4.5))
    for ax, (kind, title) in zip(axes, KINDS.items(), strict=True):
        pictures = stored[kind].reshape(-1, 10, 784)[:EACH].swapaxes(0, 1).reshape(-1, 784)
        picture_grid(ax, pictures // STEP * STEP / 255, columns=EACH)
        ax.set_title(title, fontsize=12)
    axes[0].set_yticks([30 * row + 15 for row in range(10)], range(10))
    axes[0].set_ylabel("the class asked for")
    axes[0].tick_params(length=0)
    return fig
