"""Differences of two models with 99 % intervals: over seeds alone, and over seeds and digits."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import intervals, metrics

KEYS = {"recall": "recall", "Fréchet distance": "Fréchet distance", "nats": "nats"}


def draw():
    stored = measured("3-trade-offs.measured")
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5.2))
    for ax, (key, title) in zip(axes, KEYS.items(), strict=True):
        for y, (pair, over_digits) in enumerate(stored["examples"].items()):
            runs = [stored["full"][name].get(key) for name in pair.split(" − ")]
            if key not in over_digits:
                continue
            both = intervals.over_both(*runs, over_digits[key])
            ax.plot(both, [y, y], color="C0", lw=2, label="over seeds and test digits")
            seeds = metrics.paired_interval(*runs)
            ax.plot(seeds, [y, y], color="C1", lw=6, alpha=0.6, label="over seeds")
        ax.axvline(0, color="#444444", ls=":")
        ax.set_yticks(range(3), stored["examples"])
        ax.set(ylim=(2.6, -0.6))
        ax.set_title(title, loc="left", fontsize=10.5)
    handles, labels = axes[0].get_legend_handles_labels()
    axes[2].legend(handles[:2], labels[:2], loc="upper left")
    return fig
