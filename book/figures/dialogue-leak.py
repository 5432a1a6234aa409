"""How often a test question gets the corpus's own answer, on three splits: look-up and model."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE


def draw():
    stored = measured("6-dialogue.measured")
    fig, ax = plt.subplots(figsize=(6.4, 2.6))
    names = list(stored["looked up"])
    places = np.arange(len(names))
    search = [stored["looked up"][name]["exact"] for name in names]
    model = [np.mean(stored["leak"][name]["exact"]) for name in names]
    sides = ((search, -0.18, PALETTE[0], "", "looked up"), (model, 0.18, PALETTE[1], "//", "tuned"))
    for values, shift, colour, hatch, label in sides:
        bars = ax.bar(places + shift, values, 0.34, color=colour, hatch=hatch, label=label)
        ax.bar_label(bars, fmt="%.2f", padding=2)
    ax.set_xticks(places, names)
    ax.set(ylim=(0, 0.75), ylabel="share of exact answers")
    ax.legend()
    return fig
