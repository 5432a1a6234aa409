"""Pairs of emoji with different names that differ by almost nothing."""

import matplotlib.pyplot as plt
from shared.stored import arrays

from genai_utils import plots


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 1.25))
    plots.colour_grid(ax, arrays("emoji")["twins"] / 255, 12)
    ax.set_yticks([17, 51], ["one", "other"])
    return fig
