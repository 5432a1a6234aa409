"""The share of a class in the training set against the share that returns, by GAN and VAE.

Filled marks are corrected for the judge by `eq-confusion-solved`; crosses are what it shows.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.9))
    for number, (name, runs) in enumerate(measured("8-ethics.shares")["unequal"].items()):
        points = [(float(s), seed["1.0"]["network"]) for s, seeds in runs.items() for seed in seeds]
        x = [s * 1.035 ** (3 * number + place % 3 - 4) for place, (s, _) in enumerate(points)]
        y = [row["corrected"] for _, row in points]
        ends = [[row["corrected"] - row["low"] for _, row in points]]
        ends.append([row["high"] - row["corrected"] for _, row in points])
        style = {"color": plots.PALETTE[number + 1], "fmt": "os^"[number], "capsize": 2}
        ax.errorbar(x, y, yerr=ends, label=f"{name}, corrected", markersize=4, **style)
        shown = [row["shown"] for _, row in points]
        ax.plot(x, shown, "x", color="#555555", markersize=5, label=None if number else "shown")
    ends = [0.012, 0.4]
    ax.plot(ends, ends, "--", color="black", linewidth=1, label="as it was")
    ax.set(xscale="log", yscale="log", xlabel="share in the training set")
    ax.set(ylabel="share among generated digits")
    ticks = [0.02, 0.05, 0.1, 0.25]
    ax.set_xticks(ticks, ticks)
    ax.set_yticks(ticks, ticks)
    ax.minorticks_off()
    ax.legend()
    return fig
