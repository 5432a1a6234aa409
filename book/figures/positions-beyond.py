"""Bits per character by position, up to twice the training's length, for four ways to tell it."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE

LINES = {"learned": "-", "rotary": "--", "linear bias": "-", "no positions": ":"}


def draw():
    stored = measured("4-self-attention.positions")
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    ax.axhline(stored["entropy"], color="black", lw=1)
    ax.axvline(stored["trained on predictions"] + 0.5, color="black", lw=1, ls=":")
    for (name, line), colour in zip(LINES.items(), PALETTE, strict=False):
        runs = np.array(stored["bits"][name])
        place = range(1, runs.shape[1] + 1)
        ax.plot(place, runs.mean(0), line, color=colour, label=name)
        ax.fill_between(place, runs.min(0), runs.max(0), color=colour, alpha=0.2, lw=0)
    ax.axhline(3, color="#666666", lw=1, ls="--")
    ax.text(1, 3.06, "an even choice of 8", color="#444444")
    ax.text(1, stored["entropy"] - 0.28, "entropy of the source", color="black")
    ax.set(xlabel="position", ylabel="bits per character, held out", ylim=(0.5, 4.6))
    ax.legend(loc="upper left", ncols=2)
    return fig
