"""Fine-tuning on answers: what is learned of answers, and what is forgotten of prose."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

STYLES = {"scratch": (PALETTE[2], ":"), "tuned": (PALETTE[1], "-"), "replayed": (PALETTE[0], "--")}


def draw():
    curve = measured("6-dialogue.measured")["curve"]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.6), sharex=True)
    for name, rows in curve.items():
        steps, answers, prose = zip(*rows, strict=True)
        colour, line = STYLES[name]
        for ax, values in zip(axes, (answers, prose), strict=True):
            ax.plot(steps, values, color=colour, ls=line, label=name)
    axes[0].set(ylabel="answers, bits", ylim=(1.9, 5))
    axes[1].set(ylabel="prose, bits", xlabel="steps", ylim=(1.5, 5))
    axes[0].legend(ncols=3)
    return fig
