"""One colour and one mark for each kind of model, and strips of digits with their names."""

import matplotlib.pyplot as plt
import torch

from genai_utils import data, plots

REAL = plots.PALETTE[0]
COLOUR = {
    "GAN": plots.PALETTE[1],
    "VAE": plots.PALETTE[2],
    "autoregressive": plots.PALETTE[3],
    "diffusion": plots.PALETTE[7],
    "flow matching": plots.PALETTE[6],
    "copier": "#444444",
}
MARK = {
    "GAN": "o",
    "VAE": "s",
    "autoregressive": "^",
    "diffusion": "v",
    "flow matching": "P",
    "copier": "X",
}


def unseen(count: int):
    """The first held-out digits in black and white, as samples are; grey bytes (count, 784)."""
    _, digits = data.split(data.mnist(), held_out=1000)
    dice = torch.Generator().manual_seed(0)
    order = torch.randperm(len(digits), generator=dice)[:count]
    return 255 * data.binarize(digits.images[order], dice).numpy()


def strip(ax, pictures, columns: int, title: str, color="#1a1a1a"):
    """Grey bytes (n, 784) as rows of digits below a title; returns the axis."""
    plots.picture_grid(ax, pictures / 255, columns=columns)
    ax.set_title(title, loc="left", fontsize=10.5, color=color)
    return ax


def below_real(samples: dict, columns: int = 14):
    """A figure: two rows of unseen real digits, and below them two of each model's samples."""
    fig, axes = plt.subplots(1 + len(samples), 1, figsize=(6.4, 1.23 * (1 + len(samples))))
    strip(axes[0], unseen(2 * columns), columns, "unseen real digits", REAL)
    for ax, (name, pictures) in zip(axes[1:], samples.items(), strict=True):
        strip(ax, pictures[: 2 * columns], columns, name, COLOUR[name])
    return fig
