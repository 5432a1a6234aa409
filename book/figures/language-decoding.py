"""Texts written by seven maps of the model's distribution: how likely, and how repetitive.

Eq. `eq-temperature`, `eq-truncation` and `eq-repetition-penalty` at work.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots


def draw():
    table = measured("6-text-generation.measured")["decoding"]
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    for name, row in table.items():
        colour, mark, size = (plots.PALETTE[1], "o", 8)
        if name == "real":
            colour, mark, size = plots.PALETTE[0], "*", 15
        ax.plot(row["bits"], row["repeated"], mark, color=colour, ms=size)
        ax.annotate(name, (row["bits"], row["repeated"]), (6, 6), textcoords="offset points")
    ax.set(xlabel="bits a character, by the model itself", ylabel="share that repeats itself")
    ax.margins(0.16)
    return fig
