"""Fréchet distance, precision and recall of both recipes over two minutes, five seeds each."""

import matplotlib.pyplot as plt
from shared.practice import RECIPES
from shared.stored import measured

SECONDS = (20, 40, 80, 120)


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("5-digits-gan.long")
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 6.2), sharex=True)
    for ax, measure in zip(axes, ("Fréchet distance", "precision", "recall"), strict=True):
        for name, (colour, mark) in RECIPES.items():
            for seed, marks in stored[name].items():
                values = [found["average"][measure] for found in marks]
                label = name if seed == "0" else None
                ax.plot(SECONDS, values, marker=mark, color=colour, lw=1.1, ms=5, label=label)
        ax.set(ylabel=measure)
    axes[0].set(yscale="log")
    axes[0].legend(loc="center right")
    axes[1].set(ylim=(-0.05, 1.08))
    axes[2].set(ylim=(-0.05, 1.08), xlabel="seconds of one core", xticks=SECONDS)
    return fig
