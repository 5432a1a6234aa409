"""The samples most like a copy above their nearest training emoji, and all ratios below."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils import plots


def draw():
    stored = arrays("emoji")
    fig, (top, below) = plt.subplots(2, 1, figsize=(6.4, 3.6), height_ratios=(1.1, 2))
    plots.colour_grid(top, stored["copies"] / 255, 12)
    top.set_yticks([17, 51], ["sample", "nearest"])
    styles = {
        "test": ("test emoji", plots.PALETTE[0], "-"),
        "samples": ("samples", plots.PALETTE[1], "--"),
    }
    for name, (label, colour, style) in styles.items():
        ratio = np.sort(stored[f"ratio of {name}"])
        below.plot(ratio, np.linspace(0, 1, len(ratio)), style, color=colour, label=label)
    below.axvline(stored["threshold"], color="black", lw=1, ls=":")
    below.set(xlabel="distance to the nearest, over that to another family", ylabel="share below")
    below.set(xlim=(0, 1), ylim=(0, 1))
    below.legend(loc="upper left")
    return fig
