"""Three splits: exact answers of the look-up to test questions, and bits of the tuned model."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE


def draw():
    stored = measured("6-dialogue.measured")
    names = list(stored["looked up"])
    search = {name: stored["looked up"][name]["exact"] for name in names}
    model = {name: np.mean(stored["leak"][name]["bits"]) for name in names}
    rows = (
        (search, PALETTE[0], "looked up: share exact"),
        (model, PALETTE[1], "tuned: bits of answers"),
    )
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 3.6), sharex=True)
    for ax, (values, colour, label) in zip(axes, rows, strict=True):
        bars = ax.bar(range(3), values.values(), 0.5, color=colour)
        ax.bar_label(bars, fmt="%.2f", padding=2)
        ax.set(ylim=(0, 1.35 * max(values.values())), title=label)
    axes[1].set_xticks(range(3), names)
    return fig
