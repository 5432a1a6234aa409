"""The shift by one: what is read, what is predicted there, what counts, and who may look where.

Draws `eq-autoregressive` and `eq-causal-mask`.
"""

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet
from shared.families import COLOUR, REAL

WORDS = "·cab··"  # "cab" in a batch whose longest word has five letters
TARGETS = "cab···"
COUNTED = 4


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, ax = plt.subplots(figsize=(6.4, 3.9))
    sheet(ax, 10.2, 6.2)
    ax.text(1.6, 5.4, "predicted", ha="right", va="center")
    ax.text(1.6, 1.6, "read", ha="right", va="center")
    ax.text(1.6, 0.4, "position", ha="right", va="center")
    ink, grey = COLOUR["autoregressive"], "#aaaaaa"
    below = []
    for t, (read, predicted) in enumerate(zip(WORDS, TARGETS, strict=True)):
        x, counts = 2.6 + 1.4 * t, t < COUNTED
        below.append(box(ax, (x, 1.6), read, size=(0.9, 0.8), edge=REAL if counts else grey))
        above = box(ax, (x, 5.4), predicted, size=(0.9, 0.8), edge=ink if counts else grey)
        for start in below if counts else ():
            arrow(ax, start, above, color=ink)
        ax.text(x, 0.4, str(t + 1), ha="center", va="center")
        if not counts:
            ax.text(x, 4.5, "not\ncounted", ha="center", va="center", color="#666666")
    return fig
