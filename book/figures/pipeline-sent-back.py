"""Rows of the GAN's sweep by precision and recall: the average of the generators and the last."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

ROWS = {
    "nothing": ("nothing changed", "o", PALETTE[0]),
    "batch of 128": ("batch of 128", "s", PALETTE[1]),
    "noise of 4 numbers": ("noise of 4 numbers", "^", PALETTE[2]),
}


def draw():
    sweep = measured("3-gan.sweep")
    fig, ax = plt.subplots(figsize=(6.4, 4.0))
    for name, (words, mark, colour) in ROWS.items():
        row = sweep[name]
        average = row["recall"], row["precision"]
        last = row["last: recall"], row["last: precision"]
        ax.annotate("", average, last, arrowprops={"arrowstyle": "->", "color": colour})
        ax.plot(*last, mark, color=colour, mfc="white", ms=9)
        ax.plot(*average, mark, color=colour, ms=9, label=words)
    ax.plot([], [], "o", color="#666666", mfc="white", ms=9, label="hollow: the last generator")
    ax.plot([], [], "o", color="#666666", ms=9, label="full: the average")
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="recall", ylabel="precision")
    ax.legend(loc="lower right", fontsize=9)
    return fig
