"""The probability that a text has not ended, for three ways in which an end may come.

Eq. `eq-end-token`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE


def draw():
    n = np.arange(0, 41)
    chances = {
        "chance of the end: 0.05 at each step": np.full(40, 0.05),
        "0.2 at each step": np.full(40, 0.2),
        r"$1/(t + 1)^2$ at step $t$": 1 / (np.arange(1, 41) + 1) ** 2,
    }
    fig, ax = plt.subplots(figsize=(6.4, 3))
    ax.axhline(0.5, color="#666666", lw=1, ls=":")
    for (name, chance), colour, mark in zip(chances.items(), PALETTE, "os^", strict=False):
        left = np.concatenate([[1], np.cumprod(1 - chance)])
        ax.plot(n, left, color=colour, marker=mark, ms=4, markevery=4, label=name)
    ax.set(xlabel="tokens, $n$", ylabel="$r_n$, no end so far", ylim=(-0.03, 1.03))
    ax.legend(loc="upper right")
    return fig
