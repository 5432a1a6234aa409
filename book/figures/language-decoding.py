"""Texts written by seven maps of the model's distribution: how likely, and how repetitive.

Eq. `eq-temperature`, `eq-truncation` and `eq-repetition-penalty` at work.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots


def draw():
    table = measured("6-text-generation.measured")["decoding"]
    names = list(table)[::-1]
    colours = [plots.PALETTE[0 if name == "real" else 1] for name in names]
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.4), sharey=True)
    labels = {"bits": "bits a character, by the model", "repeated": "share that repeats itself"}
    for ax, (key, label) in zip(axes, labels.items(), strict=True):
        ax.barh(names, [table[name][key] for name in names], color=colours)
        ax.axvline(table["real"][key], color=plots.PALETTE[0], ls=":")
        ax.set(xlabel=label)
    return fig
