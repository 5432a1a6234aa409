"""Test emoji of light tone, found again in the generator, drawn in dark tone; and the truth."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils import plots

ROWS = ("test emoji, light", "drawn, light", "drawn, dark", "at random", "test emoji, dark")


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 2.6))
    plots.colour_grid(ax, arrays("emoji")["tone"] / 255, 12)
    ax.set_yticks(34 * np.arange(5) + 17, ROWS)
    return fig
