"""Multiplications of one block by the number of tokens, part by part.

Eq. `eq-block-work` and `eq-attention-work`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

WIDTH = 64


def draw():
    n = np.geomspace(8, 4096, 60)
    lines = {
        "four maps, $4nd^2$": (4 * n * WIDTH**2, "-"),
        "small network, $8nd^2$": (8 * n * WIDTH**2, "--"),
        "scores and means, $2n^2d$": (2 * n**2 * WIDTH, "-"),
        "the whole block": (12 * n * WIDTH**2 + 2 * n**2 * WIDTH, ":"),
    }
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    colours = (PALETTE[0], PALETTE[1], PALETTE[3], "black")
    for (name, (work, line)), colour in zip(lines.items(), colours, strict=True):
        ax.plot(n, work, line, color=colour, label=name)
    for times, height in ((2, 4), (6, 12)):
        crossing = times * WIDTH
        ax.plot(crossing, height * crossing * WIDTH**2, "o", color=PALETTE[3], ms=7, zorder=3)
        ax.annotate(
            f"$n = {times}d = {crossing}$",
            (crossing, height * crossing * WIDTH**2),
            (14, -20),
            textcoords="offset points",
            bbox={"fc": "white", "ec": "none", "pad": 1},
        )
    ax.set(xscale="log", yscale="log", xlabel=f"tokens, $n$ (width $d = {WIDTH}$)")
    ax.set(ylabel="multiplications")
    ax.legend(loc="upper left")
    return fig
