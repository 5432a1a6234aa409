"""The share of a class that returns, by the size of the noise, for a training share of 0.05.

Two judges, each corrected by `eq-confusion-solved`; the dashed line is the share in training.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots

LABELS = {"network": "by the network", "neighbours": "by the neighbours"}


def draw():
    rows = measured("8-ethics.shares")["unequal"]
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for number, (name, runs) in enumerate(rows.items()):
        (run,) = runs["0.05"]
        for place, (who, label) in enumerate(LABELS.items()):
            cells = [scale[who] for scale in run.values()]
            y = [cell["corrected"] for cell in cells]
            ends = [[cell["corrected"] - cell["low"] for cell in cells]]
            ends.append([cell["high"] - cell["corrected"] for cell in cells])
            x = [float(scale) + 0.02 * number - 0.01 * (1 - 2 * place) for scale in run]
            style = {"fmt": "os^"[number] + ("-", ":")[place], "capsize": 3}
            color, face = plots.PALETTE[number + 1], (None, "white")[place]
            words = f"{name.removesuffix(' long')}, {label}"
            ax.errorbar(x, y, yerr=ends, color=color, markerfacecolor=face, label=words, **style)
    ax.axhline(0.05, color="black", linestyle="--", linewidth=1, label="in the training set")
    ax.set(xlabel="size of the noise, 1 as in training", ylabel="share of eights")
    ax.legend(fontsize=9)
    return fig
