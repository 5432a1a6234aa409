"""What a cache stores and what one step computes; the work with and without: `eq-cache-work`."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle
from shared.boxes import sheet

from genai_utils.plots import PALETTE

READ, WIDTH = "·tea", 64


def rows(ax, x, title, stored, colour):
    """One row of four numbers a token; the last one is new, and only that for a query."""
    ax.text(x + 1.2, 5.1, title, ha="center", color=colour)
    for place in range(len(READ)):
        new = place == len(READ) - 1
        if not (stored or new):
            continue
        for column in range(4):
            corner, alpha = (x + 0.6 * column, 3.7 - 0.95 * place), 0.75 if new else 0.25
            ax.add_patch(Rectangle(corner, 0.6, 0.75, fc=colour, alpha=alpha, ec="white"))


def draw():
    plt.rcParams["font.size"] = 12
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 6), height_ratios=(1, 1.1))
    sheet(upper, 12, 5.8)
    for place, letter in enumerate(READ):
        upper.text(0.6, 4.05 - 0.95 * place, letter, ha="center", va="center", weight="bold")
    rows(upper, 1.6, "keys", True, PALETTE[1])
    rows(upper, 4.8, "values", True, PALETTE[2])
    rows(upper, 8.0, "query", False, PALETTE[0])
    upper.text(10.7, 2.6, "stored\n(pale)", ha="left", va="center", color="#444444")
    upper.text(10.7, 1.2, "new\n(dark)", ha="left", va="center")
    n = np.arange(1, 513)
    without, cached = n * (n + 1) * (2 * n + 1) * WIDTH / 3, n * (n + 1) * WIDTH
    lower.plot(n, without, "--", color=PALETTE[3], label="without a cache")
    lower.plot(n, cached, color=PALETTE[0], label="with a cache")
    lower.annotate("", (256, cached[255]), (256, without[255]), arrowprops={"arrowstyle": "<->"})
    lower.text(240, 4e7, f"× {without[255] / cached[255]:.0f}", ha="right")
    lower.set(xscale="log", yscale="log", xlabel="tokens written", ylabel="multiplications")
    lower.legend(loc="upper left")
    return fig
