"""The Fréchet distance by the number of passes through the network, for four samplers.

Each line is a mean over the stored seeds. It draws `eq-flow-heun` beside Euler's rule at work.
"""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import REAL
from shared.stored import measured

from genai_utils.plots import PALETTE

STYLES = {
    "Euler": ("flow, Euler", "s-", PALETTE[1]),
    "Heun": ("flow, Heun", "D-", PALETTE[3]),
    "DDIM": ("diffusion's curve, DDIM", "o--", PALETTE[0]),
    "chain": ("diffusion's chain, fresh noise", "^:", PALETTE[2]),
}


def draw():
    runs = measured("8-diffusion-and-flow-matching.measured")["steps"]["flow"]
    table = measured("3-trade-offs.measured")
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    for how, (label, mark, colour) in STYLES.items():
        seeds = [run[how] for run in runs]
        values = [mean(run[n]["Fréchet distance"] for run in seeds) for n in seeds[0]]
        ax.plot([int(n) for n in seeds[0]], values, mark, color=colour, label=label)
    for name, found, style in (("GAN", table["full"]["GAN"], "-."), ("real", table["real"], "--")):
        level = mean(found["Fréchet distance"])
        ax.axhline(level, color=REAL if name == "real" else "#444444", ls=style, lw=1)
        label = "unseen real digits" if name == "real" else "the GAN, one pass"
        ax.annotate(label, (1, level), xytext=(0, 3), textcoords="offset points", fontsize=9)
    ax.set(xscale="log", yscale="log", xlabel="passes through the network")
    ax.set(ylabel="Fréchet distance")
    ax.set_xticks([1, 2, 5, 10, 20], [1, 2, 5, 10, 20])
    ax.minorticks_off()
    ax.legend()
    return fig
