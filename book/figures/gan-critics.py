"""Data at 0 and 3, samples at 1 and 2: the distance as an area, and two optimal critics.

Eq. `eq-wasserstein-line`, `eq-wasserstein-dual`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

REAL, FAKE = np.array([0.0, 3.0]), np.array([1.0, 2.0])


def share_below(points, x):
    return (points[:, None] <= x).mean(axis=0)


def draw():
    x = np.linspace(-0.6, 3.6, 2101)
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.4), sharex=True)
    below = [share_below(points, x) for points in (REAL, FAKE)]
    upper.fill_between(x, *below, color="#bbbbbb", alpha=0.5, step="mid")
    upper.plot(x, below[0], color=PALETTE[0], label="$F_p$, data")
    upper.plot(x, below[1], "--", color=PALETTE[1], label="$F_q$, samples")
    for at, height in ((0.5, 0.25), (2.5, 0.75)):
        upper.text(at, height, "½", ha="center", va="center")
    flat = np.maximum(x - 1, 0) - x + np.maximum(x - 2, 0)
    kinked = np.abs(x - 1.5) - 1.5
    lower.plot(x, flat, color=PALETTE[2], label="flat where no pair asks")
    lower.plot(x, kinked, "-.", color=PALETTE[3], label="one kink")
    for points, colour, mark in ((REAL, PALETTE[0], "o"), (FAKE, PALETTE[1], "X")):
        for ax, base in ((upper, 0), (lower, -2)):
            ax.plot(points, np.full(2, base), mark, color=colour, ms=8, clip_on=False)
    for start, end in zip(REAL, FAKE, strict=True):
        arrow = {"arrowstyle": "->", "color": "#1a1a1a"}
        lower.annotate("", (end, -1.8), (start, -1.8), arrowprops=arrow)
        lower.text((start + end) / 2, -1.7, "½ over 1", ha="center")
    upper.legend(loc="upper left")
    lower.legend(loc="upper center")
    upper.set(ylabel="share below $x$", yticks=[0, 0.5, 1])
    lower.set(ylabel="critic $f$", xlabel="$x$", ylim=(-2, 0.9))
    return fig
