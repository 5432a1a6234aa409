"""The table of trade-offs as dots: five seeds of each model, their mean, and unseen digits."""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK, REAL
from shared.stored import measured

PANELS = {
    "precision": "precision, more is better",
    "recall": "recall, more is better",
    "Fréchet distance": "Fréchet distance, less is better",
    "nats": "nats for a held-out digit, less is better",
    "samples a second": "samples a second, more is better",
}


def draw():
    stored = measured("3-trade-offs.measured")
    fig, axes = plt.subplots(5, 1, figsize=(6.4, 7.4))
    for ax, (key, title) in zip(axes, PANELS.items(), strict=True):
        for place, (name, runs) in enumerate(stored["full"].items()):
            if key in runs:
                at = [place] * len(runs[key])
                ax.plot(runs[key], at, MARK[name], color=COLOUR[name], alpha=0.35, mec="none")
                ax.plot(mean(runs[key]), place, MARK[name], color=COLOUR[name], ms=9)
            else:
                ax.text(0.5, place, "has none", transform=ax.get_yaxis_transform(), va="center")
        if key in stored["real"]:
            ax.axvline(mean(stored["real"][key]), color=REAL, ls="--", label="unseen real digits")
        ax.set_yticks(range(3), stored["full"])
        ax.set(ylim=(2.6, -0.6))
        ax.set_title(title, loc="left", fontsize=10.5)
    axes[2].set(xlim=(0, None))
    axes[4].set(xscale="log")
    axes[0].legend(loc=(0.42, 0.3))
    return fig
