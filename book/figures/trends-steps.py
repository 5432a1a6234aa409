"""The Fréchet distance by the number of passes, for a network of each loss and its samplers.

Each line is a mean over the stored seeds. It draws `eq-flow-heun` beside Euler's rule at work.
"""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import REAL
from shared.stored import measured

from genai_utils.plots import PALETTE

STYLES = {
    "Euler": ("Euler", "s-", PALETTE[1]),
    "Heun": ("Heun", "D-", PALETTE[3]),
    "DDIM": ("DDIM, no dice", "o--", PALETTE[0]),
    "chain": ("chain, fresh noise", "^:", PALETTE[2]),
}
TITLES = {"flow": "trained by the flow's loss", "diffusion": "trained by diffusion's loss"}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-diffusion-and-flow-matching.measured")["steps"]
    table = measured("3-trade-offs.measured")
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 6), sharex=True, sharey=True)
    for ax, (kind, title) in zip(axes, TITLES.items(), strict=True):
        for how in stored[kind][0]:
            label, mark, colour = STYLES[how]
            seeds = [run[how] for run in stored[kind]]
            values = [mean(run[n]["Fréchet distance"] for run in seeds) for n in seeds[0]]
            ax.plot([int(n) for n in seeds[0]], values, mark, color=colour, label=label)
        ax.axhline(mean(table["full"]["GAN"]["Fréchet distance"]), color="#444444", ls="-.", lw=1)
        ax.axhline(mean(table["real"]["Fréchet distance"]), color=REAL, ls="--", lw=1)
        ax.set_title(title, loc="left", fontsize=12)
        ax.set(xscale="log", yscale="log", ylabel="Fréchet distance")
        ax.legend()
    axes[1].set_xticks([1, 2, 5, 10, 20, 50, 100], [1, 2, 5, 10, 20, 50, 100])
    axes[1].set_xlabel("passes through the network")
    axes[1].minorticks_off()
    return fig
