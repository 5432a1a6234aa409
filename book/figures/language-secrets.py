"""How often a planted secret must be repeated before the model says it."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots


def draw():
    stored = measured("6-text-generation.measured")["secrets"]
    times, place = list(stored), range(len(stored))
    fig, (top, below) = plt.subplots(2, 1, figsize=(6.4, 4.2), sharex=True)
    top.plot(place, [row["said"] for row in stored.values()], "o-", color=plots.PALETTE[1])
    top.set(ylabel="share said", ylim=(-0.05, 1.05))
    below.semilogy(place, [row["rank"] for row in stored.values()], "s-", color=plots.PALETTE[0])
    below.axhline(251, color="#666666", ls=":", lw=1)
    below.annotate("chance", (0, 251), (4, -12), textcoords="offset points")
    below.set(xlabel="times in the training text", ylabel="median rank of 501")
    below.set_xticks(place, times)
    return fig
