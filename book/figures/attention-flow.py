"""The data flow of one head of self-attention, with the shape of each array on its edge.

Eq. `eq-attention`.
"""

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE

ROLES = {"Q": ("queries", 5.0), "K": ("keys", 3.0), "V": ("values", 1.0)}


def draw():
    plt.rcParams["font.size"] = 12
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    sheet(ax, 12.4, 6.2)
    x = box(ax, (0.7, 3), "$X$", size=(1.0, 1.4))
    ax.text(0.7, 1.9, "$n × d$", ha="center")
    made = {}
    for (name, (role, y)), colour in zip(ROLES.items(), PALETTE, strict=False):
        made[name] = box(ax, (4.0, y), f"${name}$", size=(1.0, 0.9), edge=colour)
        beside = y - 0.9 if name == "V" else y + 0.58
        ax.text(4.0, beside, f"{role}, $n × d_k$", ha="center", color=colour)
        arrow(ax, x, made[name], color=colour)
        ax.text(1.9, y + 0.25 if name == "V" else 3.2 + 0.62 * (y - 3), f"$W_{name}$", color=colour)
    scores = box(ax, (6.9, 4), "$QK^⊤\\!/\\sqrt{d_k}$", size=(2.1, 0.9), edge=PALETTE[3])
    weights = box(ax, (9.8, 4), "$A$", size=(1.0, 0.9), edge=PALETTE[3])
    mean = box(ax, (9.8, 1), "$AV$", size=(1.2, 0.9))
    out = box(ax, (11.8, 1), "$O$", size=(0.8, 0.9))
    for start, end in (("Q", scores), ("K", scores), ("V", mean)):
        arrow(ax, made[start], end)
    arrow(ax, scores, weights)
    arrow(ax, weights, mean)
    arrow(ax, mean, out)
    ax.text(6.9, 4.62, "scores, $n × n$", ha="center", color=PALETTE[3])
    ax.text(9.8, 4.62, "weights, $n × n$", ha="center", color=PALETTE[3])
    ax.text(8.62, 4.12, "softmax", ha="center", va="bottom", fontsize=10)
    ax.text(11.4, 1.62, "$n × d_k$", ha="center")
    return fig
