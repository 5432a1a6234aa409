"""Fine-tuning on answers: what is learned of answers, and what is forgotten of prose."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

STYLES = {
    "scratch": (PALETTE[2], ":", "^"),
    "tuned": (PALETTE[1], "-", "s"),
    "replayed": (PALETTE[0], "--", "o"),
    "longer": (PALETTE[1], "-.", "."),
}


def draw():
    curve = measured("6-dialogue.measured")["curve"]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.8), sharex=True)
    for name in curve:
        colour, line, mark = STYLES[name]
        steps, answers, prose = zip(*curve[name], strict=True)
        begun = curve["tuned"][-1][0] if name == "longer" else 0
        for ax, values in zip(axes, (answers, prose), strict=True):
            places = [begun + step for step in steps]
            ax.plot(places, values, color=colour, ls=line, marker=mark, ms=5, label=name)
    axes[0].set(ylabel="answers, bits", ylim=(2.2, 4.7))
    axes[1].set(ylabel="prose, bits", xlabel="steps", ylim=(1.5, 4.7))
    axes[0].legend(ncols=4)
    return fig
