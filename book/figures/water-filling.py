"""Reverse water-filling: what stands above the level is described, the rest is error.

It draws `eq-water-filling`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

EIGENVALUES = np.array([3.0, 1.0, 0.3])
LEVELS = (0.5, 1.5)


def draw():
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.3), sharey=True)
    place = np.arange(1, 4)
    for ax, level in zip(axes, LEVELS, strict=True):
        error = np.minimum(EIGENVALUES, level)
        ax.bar(place, error, 0.6, color=PALETTE[1], alpha=0.75, hatch="//", edgecolor="white")
        ax.bar(place, EIGENVALUES - error, 0.6, bottom=error, color=PALETTE[0], alpha=0.75)
        ax.axhline(level, color="black", lw=1.2, ls="--")
        ax.text(3.45, level + 0.08, rf"$\beta\sigma^2={level:g}$", ha="right")
        rate = 0.5 * np.maximum(np.log(EIGENVALUES / level), 0)
        ax.set_title(f"rate {rate.sum():.2f} nats, squared error {error.sum():.2f}", fontsize=10)
        ax.set(xticks=place, xlabel="direction of the data", xlim=(0.5, 3.5))
        ax.set_xticklabels(
            [rf"$\lambda_{n}={v:g}$" for n, v in zip(place, EIGENVALUES, strict=True)]
        )
        ax.grid(False)
    axes[0].set_ylabel("variance")
    axes[1].text(1.9, 2.5, "described", color=PALETTE[0])
    axes[1].annotate("left as error", (1.3, 1.0), (1.9, 2.1), color=PALETTE[1])
    return fig
