"""Samples of three generations fed with their own samples, and recall for four diets.

Why the spread shrinks even without any error of the fit says `eq-refit-variance`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.families import strip
from shared.stored import arrays, measured

from genai_utils.plots import PALETTE

SHOWN = (1, 3, 6)
STYLE = {
    "own samples alone": (PALETTE[1], "s"),
    "own samples added": (PALETTE[3], "D"),
    "half of them fresh": (PALETTE[2], "^"),
    "real digits again": (PALETTE[0], "o"),
}


def draw():
    stored, pictures = measured("6-data-augmentation.measured"), arrays("augmentation")
    fig = plt.figure(figsize=(6.4, 5.2))
    grid = fig.add_gridspec(4, 1, height_ratios=[1, 1, 1, 3])
    for row, generation in enumerate(SHOWN):
        digits = pictures[f"generation-{generation}"][:15]
        strip(fig.add_subplot(grid[row]), digits, 15, f"generation {generation}", PALETTE[1])
    ax = fig.add_subplot(grid[3])
    for kind, found in stored["generations"].items():
        colour, mark = STYLE[kind]
        recall = np.array(found["recall"])
        ax.plot(
            range(1, recall.shape[1] + 1), recall.mean(0), color=colour, marker=mark, label=kind
        )
    ax.set(xlabel="generation", ylabel="recall", ylim=(0, 1))
    ax.legend(ncols=2, loc="upper left", fontsize=9)
    return fig
