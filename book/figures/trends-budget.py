"""The Fréchet distance by the CPU minutes of training: diffusion, flow matching, and the GAN."""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK, REAL
from shared.stored import measured

NAMES = {"diffusion": "diffusion", "flow": "flow matching"}


def draw():
    stored = measured("8-diffusion-and-flow-matching.measured")
    table = measured("3-trade-offs.measured")
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for kind, name in NAMES.items():
        runs = stored["budget"][kind]
        steps = sorted(runs[0], key=int)
        whole = mean(stored["table"][kind]["seconds"]) / 60
        minutes = [whole * int(n) / int(steps[-1]) for n in steps]
        for run in runs:
            values = [run[n]["Fréchet distance"] for n in steps]
            ax.plot(minutes, values, MARK[name], color=COLOUR[name], alpha=0.35, mec="none")
        values = [mean(run[n]["Fréchet distance"] for run in runs) for n in steps]
        ax.plot(minutes, values, MARK[name] + "-", color=COLOUR[name], label=name)
    gan = table["full"]["GAN"]
    at = [seconds / 60 for seconds in gan["seconds"]]
    ax.plot(at, gan["Fréchet distance"], MARK["GAN"], color=COLOUR["GAN"], label="GAN, five seeds")
    ax.axhline(mean(table["real"]["Fréchet distance"]), color=REAL, ls="--", label="unseen digits")
    ax.set(xscale="log", yscale="log", xlabel="minutes of one core", ylabel="Fréchet distance")
    ax.set_xticks([1, 2, 5, 10, 20, 40], [1, 2, 5, 10, 20, 40])
    ax.minorticks_off()
    ax.legend()
    return fig
