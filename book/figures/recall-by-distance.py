"""Associative recall: the share of right answers by the distance to the answer."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

NETWORKS = {"attention": ("o-", PALETTE[3]), "recurrent, 3 × steps": ("v-", PALETTE[2])}


def draw():
    recall = measured("3-self-attention.recall")
    fig, ax = plt.subplots(figsize=(6.4, 3.6))

    def line(shares, style, color, label):
        distances = [int(distance) for distance in shares]
        ax.plot(distances, shares.values(), style, color=color, ms=4, lw=1.2, label=label)

    for name, (style, color) in NETWORKS.items():
        for run in recall["networks"][name]:
            line(run["accuracy"], style, color, None if run["seed"] else name)
    line(recall["elimination"], "--", "#444444", "strikes out what was given")
    line(recall["counts"]["5"], "s:", PALETTE[0], "Kneser–Ney, five before")
    ax.set(xlabel="tokens between a letter and its question", ylabel="share right", ylim=(0, 1.05))
    ax.legend(loc="upper left", bbox_to_anchor=(0.08, 0.93))
    return fig
