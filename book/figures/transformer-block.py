"""The parts of the model, from the token to the logits, with the weights of each.

Eq. `eq-transformer-block`.
"""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE

LINE = 2.0  # where the vectors run upwards
PARTS = (
    (3.3, "attention", "$4d^2$", PALETTE[0]),
    (5.5, "small network", "$8d^2 + 5d$", PALETTE[1]),
)


def draw():
    plt.rcParams["font.size"] = 12
    fig, ax = plt.subplots(figsize=(6.4, 5.4))
    sheet(ax, 12.2, 10.2)
    frame = FancyBboxPatch((0.9, 1.9), 9.2, 4.65, boxstyle="round,pad=0,rounding_size=0.2")
    frame.set(fc="none", ec="#999999", ls="--")
    ax.add_patch(frame)
    ax.text(10.3, 4.3, "$N$ times", va="center")
    tables = box(ax, (LINE, 1.1), "tokens + positions", size=(3.6, 0.8))
    ax.text(4.1, 1.1, "$Cd + n_{\\max} d$", va="center", color="#666666")
    start, plus = tables, None
    for y, name, weights, colour in PARTS:
        plus = box(ax, (LINE, y + 0.6), "+", size=(0.6, 0.6))
        arrow(ax, start, plus)
        norm = box(ax, (4.5, y - 0.4), "norm", size=(1.5, 0.7))
        part = box(ax, (7.9, y - 0.4), name, size=(3.0, 0.7), edge=colour)
        arrow(ax, (LINE, y - 0.4), norm)
        arrow(ax, norm, part)
        ax.plot([7.9, 7.9], [y - 0.05, y + 0.6], color="#1a1a1a", lw=1.3)
        arrow(ax, (7.9, y + 0.6), plus)
        ax.text(4.5, y - 0.85, "$2d$", ha="center", va="top", color="#666666")
        ax.text(7.9, y - 0.85, weights, ha="center", va="top", color=colour)
        start = plus
    norm = box(ax, (LINE, 7.4), "norm", size=(1.5, 0.7))
    head = box(ax, (LINE, 8.5), "logits", size=(1.9, 0.7))
    arrow(ax, plus, norm)
    arrow(ax, norm, head)
    ax.text(4.1, 7.4, "$2d$", va="center", color="#666666")
    ax.text(4.1, 8.5, "$dC + C$", va="center", color="#666666")
    arrow(ax, head, (LINE, 9.7))
    ax.text(2.4, 9.4, "predicts $x_{t+1}$", va="center")
    arrow(ax, (LINE, 0.1), tables)
    ax.text(2.4, 0.3, "reads $x_t$", va="center")
    return fig
