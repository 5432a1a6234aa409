"""Two trainings of GANs on digits: losses that hover, and losses that run apart.

Dotted is the discriminator that says one half to all, `eq-loss-pair`.
"""

import math

import matplotlib.pyplot as plt
from shared.practice import RECIPES
from shared.stored import arrays

from genai_utils.plots import PALETTE

TERMS = {"discriminator": ("$L_D$", PALETTE[0], 2), "generator": ("$L_G$", PALETTE[1], 1)}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = arrays("practice")
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.2), sharex=True, sharey=True)
    for letter, ax, recipe in zip("AB", axes, reversed(RECIPES), strict=True):
        for player, (name, colour, logs) in TERMS.items():
            losses = stored[f"{recipe}: {player}_loss"]
            mark = "o" if player == "discriminator" else "s"
            ax.plot(range(1, len(losses) + 1), losses, color=colour, marker=mark, label=name)
            ax.axhline(logs * math.log(2), color=colour, ls=":")
        ax.set_title(letter, loc="left")
        ax.set(ylabel="nats")
    axes[0].legend(loc="upper right", ncols=2)
    axes[1].set_xlabel("tenths of the training")
    return fig
