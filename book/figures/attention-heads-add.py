"""Two heads side by side times one matrix: a sum of two products, `eq-multi-head`."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle
from shared.boxes import sheet

from genai_utils.plots import PALETTE


def block(ax, x, y, rows, colour):
    """Numbers in a coloured block with its lower left corner at (x, y)."""
    width, height = 0.9 * len(rows[0]), 0.9 * len(rows)
    ax.add_patch(Rectangle((x, y), width, height, fc=colour, alpha=0.22, ec="none"))
    ax.add_patch(Rectangle((x, y), width, height, fc="none", ec=colour, lw=1.6))
    for i, row in enumerate(rows):
        for j, number in enumerate(row):
            place = (x + 0.9 * j + 0.45, y + height - 0.9 * i - 0.45)
            ax.text(*place, str(number), ha="center", va="center")


def draw():
    plt.rcParams["font.size"] = 13
    fig, ax = plt.subplots(figsize=(6.4, 2.7))
    sheet(ax, 12.4, 5.1)
    one, two, grey = PALETTE[0], PALETTE[1], "#666666"
    block(ax, 0.2, 3.0, [[3]], one)
    block(ax, 1.1, 3.0, [[5]], two)
    block(ax, 2.9, 3.45, [[1, 2]], one)
    block(ax, 2.9, 2.55, [[4, 0]], two)
    block(ax, 6.1, 3.0, [[23, 6]], grey)
    block(ax, 0.2, 0.6, [[3]], one)
    block(ax, 1.7, 0.6, [[1, 2]], one)
    block(ax, 4.6, 0.6, [[5]], two)
    block(ax, 6.1, 0.6, [[4, 0]], two)
    block(ax, 9.0, 0.6, [[23, 6]], grey)
    for x, y, sign in ((2.45, 3.45, "·"), (5.4, 3.45, "="), (1.4, 1.05, "·"), (4.05, 1.05, "+")):
        ax.text(x, y, sign, ha="center", va="center")
    for x, sign in ((5.8, "·"), (8.45, "=")):
        ax.text(x, 1.05, sign, ha="center", va="center")
    ax.text(1.1, 4.55, "heads 1 and 2", ha="center", fontsize=11)
    ax.text(3.8, 4.55, "$W_O$, in blocks", ha="center", fontsize=11)
    ax.text(2.1, 0.1, "head 1 adds (3, 6)", ha="center", fontsize=11, color=one)
    ax.text(6.3, 0.1, "head 2 adds (20, 0)", ha="center", fontsize=11, color=two)
    return fig
