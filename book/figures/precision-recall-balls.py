"""Precision and recall as balls: in the page's example on a line, and in the plane."""

import matplotlib.pyplot as plt
import torch
from shared.families import COLOUR, REAL

from genai_utils import metrics

FAKE = COLOUR["GAN"]


def panel(ax, centres, color, real, fake, title):
    """A ball about each centre that reaches to its nearest neighbour, and all the points."""
    radii = torch.cdist(centres, centres).topk(2, largest=False).values[:, 1]
    for centre, radius in zip(centres.tolist(), radii.tolist(), strict=True):
        ax.add_patch(plt.Circle(centre, radius, fc=color, ec=color, alpha=0.16, lw=1))
    ax.plot(*real.T, "o", color=REAL, ms=7, label="real")
    ax.plot(*fake.T, "X", color=FAKE, ms=5, mec="white", mew=0.4, label="fake")
    ax.set_title(title, loc="left", fontsize=10.5)
    ax.set(aspect="equal", yticks=[])


def ring(count, radius, first, last):
    """Points near a part of a circle, so many that neighbours' balls touch."""
    angles = torch.linspace(first, last, count)
    points = radius * torch.stack([1.3 * angles.cos(), angles.sin()], 1)
    return points + 0.12 * torch.randn(count, 2, generator=torch.Generator().manual_seed(count))


def draw():
    line = [torch.tensor([[x, 0.0] for x in xs]) for xs in ([0, 1, 2, 10, 11, 12], [0.5, 1, 1.5])]
    plane = [ring(24, 2.0, 0.0, 6.0), ring(16, 2.0, 0.0, 1.9)]
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 7.2), height_ratios=(2.4, 2.4, 5, 5))
    for (upper, lower), (real, fake) in zip((axes[:2], axes[2:]), (line, plane), strict=True):
        precision, recall = metrics.precision_and_recall(real, fake, k=1)
        panel(upper, real, REAL, real, fake, f"precision {precision:.2f}: fakes in a real ball")
        panel(lower, fake, FAKE, real, fake, f"recall {recall:.2f}: real points in a fake's ball")
    for ax in axes[:2]:
        ax.set(xlim=(-1.3, 13.3), ylim=(-1.2, 1.2), xticks=range(0, 13, 2))
    for ax in axes[2:]:
        ax.set(xlim=(-6, 6), ylim=(-2.8, 2.8), xticks=[])
        ax.spines[:].set_visible(False)
    axes[0].legend(loc="upper center", ncols=2)
    return fig
