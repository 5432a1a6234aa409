"""Precision, recall and agreement of the flow's digits by the weight of guidance.

It draws what `eq-guidance` does to digits that were asked for by class.
"""

from statistics import mean

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

KEYS = {"agreement": "o-", "precision": "s-", "recall": "^-", "recall in a class": "v:"}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    runs = measured("8-diffusion-and-flow-matching.measured")["guidance"]["flow"]
    weights = list(runs[0])
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for (key, mark), colour in zip(KEYS.items(), PALETTE, strict=False):
        for run in runs:
            values = [run[w][key] for w in weights]
            ax.plot(range(len(weights)), values, mark[0], color=colour, alpha=0.35, mec="none")
        values = [mean(run[w][key] for run in runs) for w in weights]
        ax.plot(range(len(weights)), values, mark, color=colour, label=key)
    ax.set_xticks(range(len(weights)), [f"{float(w):g}" for w in weights])
    ax.set(xlabel="weight of guidance $w$", ylabel="share", ylim=(0, 1.02))
    ax.legend(loc="lower left")
    return fig
