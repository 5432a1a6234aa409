"""Where the data and three trained models put probability: the notebook's own run, by cells."""

import matplotlib.pyplot as plt
from shared.stored import arrays

NAMES = ("data", "GAN", "VAE", "autoregressive")


def draw():
    maps = arrays("three-maps")
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 5.6), sharex=True, sharey=True)
    style = {"origin": "lower", "extent": (-2, 2, -2, 2), "vmin": -6, "vmax": -2}
    for ax, name in zip(axes.flat, NAMES, strict=True):
        image = ax.imshow(maps[name].astype(float).T, "YlGnBu", **style)
        ax.set_title(name)
        ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.grid(False)
    bar = fig.colorbar(image, ax=axes, shrink=0.8, ticks=[-6, -4, -2])
    bar.ax.set_yticklabels(["one in a million\nor less", "one in 10,000", "one in 100"])
    bar.set_label("share of a cell")
    return fig
