"""The share of a class that returns, by the size of the noise, for a training share of 0.05.

Two judges, each corrected by `eq-confusion-solved`: a small mark for each training, a line through
their mean. The dashed line is the share in training.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots

LABELS = {"network": "by the network", "neighbours": "by the neighbours"}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    rows = measured("8-ethics.shares")["unequal"]
    fig, ax = plt.subplots(figsize=(6.4, 4.2))
    for number, (name, runs) in enumerate(rows.items()):
        for place, (who, label) in enumerate(LABELS.items()):
            y = [[scale[who]["corrected"] for scale in run.values()] for run in runs["0.05"]]
            x = [float(scale) + 0.02 * number - 0.01 * (1 - 2 * place) for scale in runs["0.05"][0]]
            style = {"color": plots.PALETTE[number + 1], "marker": "os"[number]}
            style["markerfacecolor"] = (None, "white")[place]
            words = f"{name.removesuffix(' long')}, {label}"
            ax.plot(x, np.mean(y, axis=0), linestyle=("-", ":")[place], label=words, **style)
            for run in y:  # one small mark a training
                ax.plot(x, run, linestyle="none", markersize=3, alpha=0.8, **style)
    ax.axhline(0.05, color="black", linestyle="--", linewidth=1, label="in the training set")
    ax.set(xlabel="size of the noise, 1 as in training", ylabel="share of eights")
    ax.legend(fontsize=11)
    return fig
