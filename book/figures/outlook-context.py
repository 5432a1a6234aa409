"""Bits that are missed where a repeated block says what comes next, for one layer and for two.

What a layer can add is `eq-multi-head`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import numbers

from genai_utils.plots import PALETTE

LINES = {"two layers": "-", "one layer": "--", "one layer, wide": ":"}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = numbers("outlook")["context"]
    every = stored["settings"]["every"]
    fig, ax = plt.subplots(figsize=(6.4, 3.2), layout="constrained")
    for colour, (name, runs) in zip(PALETTE, stored["runs"].items(), strict=False):
        for index, run in enumerate(runs):
            curve = [*run["curve"], run["bits"]]
            label = f"{name}, {run['weights']:,} weights" if index == 0 else None
            steps = every * np.arange(len(curve))
            ax.plot(steps, curve, LINES[name], color=colour, label=label)
    ax.axhline(np.log2(stored["settings"]["symbols"]), color="0.6", linewidth=1)
    ax.set(xlabel="steps of training", ylabel="bits missed", ylim=(0, None))
    ax.legend(fontsize=11)
    return fig
