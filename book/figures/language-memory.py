"""The longest piece that texts share with the training text, beside real unseen text's."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots

STYLES = {
    "real": (plots.PALETTE[0], "-"),
    "plain": (plots.PALETTE[1], "--"),
    "nucleus 0.9": (plots.PALETTE[2], "-."),
    "greedy": (plots.PALETTE[3], ":"),
}


def draw():
    stored = measured("6-text-generation.measured")["memory"]
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    for name, (colour, style) in STYLES.items():
        share = np.arange(1, len(stored[name]) + 1) / len(stored[name])
        label = "real, unseen" if name == "real" else name
        ax.step(stored[name], share, style, where="post", color=colour, label=label)
    ax.set(xlabel="longest piece in the training text, characters", ylabel="share of the texts")
    ax.legend(loc="lower right")
    return fig
