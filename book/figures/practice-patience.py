"""Fréchet distance and recall of normalised dense layers that go on for two minutes."""

import matplotlib.pyplot as plt
from shared.practice import RECIPES
from shared.stored import measured

SECONDS = (20, 60, 120)


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    (marks,) = measured("5-digits-gan.patience")["+ the same and β₁ of 0.5"].values()
    ours = [runs[-1]["average"] for runs in measured("5-digits-gan.changes")["ours"].values()]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.4), sharex=True)
    for ax, measure in zip(axes, ("Fréchet distance", "recall"), strict=True):
        values = [mark["average"][measure] for mark in marks]
        ax.plot(
            SECONDS, values, "-s", color=RECIPES["the article's recipe"][0], label="dense layers"
        )
        for second, value in zip(SECONDS, values, strict=True):
            beside = (7, -14 if measure == "recall" else 6)
            ax.annotate(f"{value:.3g}", (second, value), beside, textcoords="offset points")
        band = [run[measure] for run in ours]
        ax.plot(
            [20] * 3, band, "o", color=RECIPES["ours"][0], mfc="white", label="ours, three seeds"
        )
        ax.set(ylabel=measure, xlim=(10, 135))
    axes[0].set(yscale="log", ylim=(15, 400))
    axes[0].set_yticks([20, 50, 100, 200], ["20", "50", "100", "200"])
    axes[0].minorticks_off()
    axes[1].set(ylim=(0, 1.1), xlabel="seconds of one core", xticks=SECONDS)
    axes[0].legend()
    return fig
