"""Recall of every recipe of the ablation: three seeds each, their range and their mean."""

from statistics import mean

import matplotlib.pyplot as plt
from shared.practice import MUTED, REAL, RECIPES
from shared.stored import measured

SHORT = {
    "+ batch norm in both, leaky D, rate of 0.0002": "+ norms, leaky D, rate of 0.0002",
    "+ the same and β₁ of 0.5": "+ the same and β₁ of 0.5",
    "+ spectral norm for batch norm in D": "+ spectral norm in D",
}


def draw():
    plt.rcParams["font.size"] = 11
    table = measured("5-digits-gan.changes")
    labels = list(table)
    fig, ax = plt.subplots(figsize=(6.4, 7.2))
    for place, (name, runs) in enumerate(table.items()):
        found = [marks[-1]["average"]["recall"] for marks in runs.values()]
        side = "ours" if place >= labels.index("ours") else "the article's recipe"
        colour, mark = RECIPES[side] if name != "real digits" else (REAL, "D")
        ax.plot([min(found), max(found)], [place, place], color=colour, lw=2)
        ax.plot(found, [place] * 3, mark, color=colour, mfc="white", ms=6)
        ax.plot(mean(found), place, "|", color=colour, ms=15, mew=2.5)
    for place in (0.5, labels.index("ours") - 0.5):
        ax.axhline(place, color=MUTED, lw=0.8)
    ax.set_yticks(range(len(labels)), [SHORT.get(name, name) for name in labels])
    for tick in ax.get_yticklabels():
        tick.set_fontweight("bold" if tick.get_text() in RECIPES else "normal")
    ax.set(ylim=(len(labels) - 0.4, -0.6), xlim=(-0.03, 1), xlabel="recall after 20 seconds")
    return fig
