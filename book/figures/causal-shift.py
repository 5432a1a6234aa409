"""The causal mask of "tea", what each position holds, and the token that it predicts.

Eq. `eq-causal-mask`.
"""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle
from shared.boxes import arrow, sheet

from genai_utils.plots import PALETTE

READ, PREDICTED = "·tea", "tea·"


def draw():
    plt.rcParams["font.size"] = 13
    fig, ax = plt.subplots(figsize=(6.4, 3.5))
    sheet(ax, 10.4, 5.7)
    for row, (read, predicted) in enumerate(zip(READ, PREDICTED, strict=True)):
        y = 3.4 - row
        ax.text(2.5, y + 0.5, read, ha="center", va="center", weight="bold")
        ax.text(1.5, y + 0.5, f"{row + 1}", ha="center", va="center", color="#666666")
        for column in range(4):
            seen = column <= row
            fill = PALETTE[0] if seen else "white"
            corner = (3.2 + column, y)
            ax.add_patch(Rectangle(corner, 1, 1, fc=fill, alpha=0.25 if seen else 1, ec="none"))
            ax.add_patch(Rectangle(corner, 1, 1, fc="none", ec="#888888", lw=1))
            if not seen:
                ax.text(corner[0] + 0.5, y + 0.5, "–∞", ha="center", va="center", color="#888888")
        arrow(ax, (7.3, y + 0.5), (8.4, y + 0.5), color=PALETTE[1])
        ax.text(8.8, y + 0.5, predicted, ha="center", va="center", weight="bold", color=PALETTE[1])
    for column, read in enumerate(READ):
        ax.text(3.7 + column, 4.75, read, ha="center", va="center", weight="bold")
    ax.text(5.2, 5.35, "may see", ha="center", va="center", fontsize=11)
    ax.text(2.5, 4.75, "holds", ha="center", va="center", fontsize=11)
    ax.text(1.3, 4.75, "position", ha="center", va="center", fontsize=11, color="#666666")
    ax.text(8.8, 4.75, "predicts", ha="center", va="center", fontsize=11, color=PALETTE[1])
    return fig
