"""Two steps of writing: the greedy path misses the likeliest text."""

import matplotlib.pyplot as plt
from shared.boxes import box, sheet

from genai_utils.plots import PALETTE

TEXTS = {
    "ac": (4.3, "0.6 · 0.5 = 0.3"),
    "ad": (2.9, "0.6 · 0.5 = 0.3"),
    "bc": (1.0, "0.4 · 1 = 0.4"),
}


def branch(ax, start, end, chance, thick):
    colour, width = (PALETTE[0], 3.2) if thick else ("#444444", 1.3)
    ax.plot([start[0] + 0.45, end[0] - 0.45], [start[1], end[1]], color=colour, lw=width)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    paper = {"fc": "white", "ec": "none", "pad": 1}
    ax.text(*middle, chance, ha="center", va="center", color=colour, bbox=paper)


def draw():
    plt.rcParams["font.size"] = 12
    fig, ax = plt.subplots(figsize=(6.4, 2.9))
    sheet(ax, 11.6, 5.2)
    root, a, b = (0.6, 2.6), (3.0, 3.6), (3.0, 1.0)
    branch(ax, root, a, "0.6", thick=True)
    branch(ax, root, b, "0.4", thick=False)
    for text, (y, product) in TEXTS.items():
        start = a if text[0] == "a" else b
        branch(ax, start, (5.6, y), "1" if text == "bc" else "0.5", thick=text == "ac")
        best = text == "bc"
        box(ax, (5.6, y), text[1], size=(0.9, 0.8))
        words = f"{text}: {product}" + (", the likeliest" if best else "")
        colour = PALETTE[1] if best else "#1a1a1a"
        ax.text(6.4, y, words, va="center", color=colour, weight="bold" if best else "normal")
    box(ax, root, "·", size=(0.9, 0.8))
    box(ax, a, "a", size=(0.9, 0.8))
    box(ax, b, "b", size=(0.9, 0.8))
    return fig
