"""Bits a character against operations, one line for each width, and the law's best split.

Eq. `eq-scaling-law` and `eq-best-split`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.costs import Law
from genai_utils.plots import PALETTE

READ = 2048  # characters in a step


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-compute.measured")
    rows, law = stored["trainings"]["grid"], Law(**stored["fit"]["late"]["law"])
    widths = sorted({row["width"] for row in rows})
    shades = plt.get_cmap("viridis")(np.linspace(0, 0.85, len(widths)))
    fig, ax = plt.subplots(figsize=(6.4, 4))
    for width, shade in zip(widths, shades, strict=True):
        own = [row for row in rows if row["width"] == width]
        steps = sorted({row["steps"] for row in own})
        mean = [np.mean([r["validation"] for r in own if r["steps"] == s]) for s in steps]
        spent = [6 * own[0]["N"] * READ * s for s in steps]
        ax.plot(spent, mean, "o-", color=shade, ms=4, lw=1)
        words = f"{own[0]['N'] / 1000:.0f}k"
        ax.annotate(words, (spent[0], mean[0]), (0, 6), textcoords="offset points", ha="center")
    spent = [6 * row["N"] * READ * row["steps"] for row in rows]
    operations = np.geomspace(min(spent), max(spent), 60)
    best = np.array([law.loss(*law.best_split(f)) for f in operations])
    shown = best < max(row["validation"] for row in rows)
    ax.plot(operations[shown], best[shown], "--", color=PALETTE[1], lw=2, label="law, best split")
    ax.set(xscale="log", xlabel="operations of the training", ylabel="bits a character, validation")
    ax.set_ylim(top=ax.get_ylim()[1] + 0.1)
    ax.legend(loc="lower left")
    return fig
