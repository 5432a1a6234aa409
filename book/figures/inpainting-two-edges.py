"""Two fillings that are equally likely, and their mean without an edge: `eq-conditional-mean`."""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

SEEN = 3  # pixels on either side of the hole
ROWS = (
    ("early edge", [0, 1, 1, 1], "-", PALETTE[0]),
    ("late edge", [0, 0, 0, 1], "--", PALETTE[0]),
    ("their mean", [0, 0.5, 0.5, 1], "-", PALETTE[1]),
)


def draw():
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 4.4), height_ratios=(1, 1, 1, 3.2), sharex=True)
    for ax, (words, hole, line, colour) in zip(axes, ROWS, strict=False):
        pixels = np.concatenate([np.zeros(SEEN), hole, np.ones(SEEN)])
        ax.imshow(pixels[None], cmap="gray", vmin=-0.1, vmax=1.1, aspect="auto")
        ax.set(yticks=[])
        ax.set_ylabel(words, rotation=0, ha="right", va="center")
        ax.grid(visible=False)
        edges = np.arange(len(pixels) + 1) - 0.5
        shift = {"-": 0.0, "--": 0.03}[line] if colour == PALETTE[0] else 0.0
        axes[3].stairs(
            pixels + shift, edges, baseline=None, ls=line, color=colour, lw=2, label=words
        )
    for ax in axes:
        for side in (SEEN - 0.5, SEEN + 3.5):
            ax.axvline(side, color="#888888", lw=1.2, ls=":")
    axes[3].set(ylabel="grey value", xlabel="pixel; the hole lies between the dotted lines")
    axes[3].legend(loc="upper left")
    return fig
