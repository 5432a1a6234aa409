"""The ranks of three families on the same digits, one line for each measure of the stored runs."""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK
from shared.stored import measured

# The measure, and whether more of it is better.
MEASURES = {
    "precision": True,
    "recall": True,
    "Fréchet distance": False,
    "nats": False,
    "samples a second": True,
    "thousand parameters": False,
}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    runs = measured("3-trade-offs.measured")["full"]
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    for row, (measure, more) in enumerate(MEASURES.items()):
        known = {family: mean(run[measure]) for family, run in runs.items() if measure in run}
        for rank, family in enumerate(sorted(known, key=known.get, reverse=more), start=1):
            label = family if not row else None
            style = {"color": COLOUR[family], "marker": MARK[family], "markersize": 11}
            ax.plot(rank, row, ls="", label=label, **style)
    ax.set_yticks(range(len(MEASURES)), MEASURES)
    ax.set_xticks([1, 2, 3], ["first", "second", "third"])
    ax.set(xlim=(0.6, 3.4), ylim=(len(MEASURES) - 0.5, -0.5))
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1), ncols=3, frameon=False)
    return fig
