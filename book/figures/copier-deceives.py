"""Samples above their nearest training digits, and what the usual measures say of them."""

from statistics import mean

import matplotlib.pyplot as plt
import torch
from shared.families import COLOUR, MARK, REAL, strip
from shared.stored import arrays, measured

from genai_utils import data

SHOWN = 14
MEASURES = {
    "precision": (0, 1),
    "recall": (0, 1),
    "Fréchet distance": (0, 40),
    "share of copies": (-0.05, 1),
}


def with_nearest(samples, training):
    """The samples, and below each the training digit that is nearest in pixels; as bytes."""
    nearest = training[torch.cdist(samples, training).argmin(1)]
    return 255 * torch.cat([samples, nearest]).numpy()


def compared(grid):
    """Five seeds and their mean, a panel for each measure."""
    stored, seeds = measured("3-trade-offs.measured"), measured("3-trade-offs.seeds")
    copies = {key: seeds[f"copier: {key}"] for key in MEASURES}
    shown = {"unseen": stored["real"], "copier": copies, "GAN": stored["full"]["GAN"]}
    for place, (key, limits) in enumerate(MEASURES.items()):
        ax = plt.gcf().add_subplot(grid[2 + place // 2, place % 2])
        for y, (name, runs) in enumerate(shown.items()):
            mark, color = MARK.get(name, "D"), COLOUR.get(name, REAL)
            ax.plot(runs[key], [y] * 5, mark, color=color, alpha=0.35, mec="none")
            ax.plot(mean(runs[key]), y, mark, color=color, ms=9)
        ax.set_yticks(range(3), shown if place % 2 == 0 else [])
        ax.set_title(key, loc="left", fontsize=10.5)
        ax.set(ylim=(2.6, -0.6), xlim=limits)


def draw():
    training, _ = data.split(data.mnist(), held_out=1000)
    dice = torch.Generator().manual_seed(0)
    chosen = torch.randperm(len(training), generator=dice)[:SHOWN]
    sets = {
        "copier": data.binarize(training.images[chosen], dice),
        "GAN": torch.tensor(arrays("GAN")["samples"][:SHOWN]).float() / 255,
    }
    fig = plt.figure(figsize=(6.4, 5.6))
    grid = fig.add_gridspec(4, 2, height_ratios=(2, 2, 1.6, 1.6))
    for row, (name, samples) in enumerate(sets.items()):
        pictures = with_nearest(samples, training.images)
        title = f"{name}: samples, and below each its nearest training digit"
        strip(fig.add_subplot(grid[row, :]), pictures, SHOWN, title, COLOUR[name])
    compared(grid)
    return fig
