"""The Fréchet distance by the minutes of training: flow matching along its training, and GANs."""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK, REAL
from shared.stored import measured


def draw():
    runs = measured("8-diffusion-and-flow-matching.measured")["budget"]["flow"]
    table = measured("3-trade-offs.measured")
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    colour, mark = COLOUR["flow matching"], MARK["flow matching"]
    for run in runs:
        minutes = [found["seconds"] / 60 for found in run.values()]
        values = [found["Fréchet distance"] for found in run.values()]
        ax.plot(minutes, values, mark + "-", color=colour, label="flow matching")
    gan = table["full"]["GAN"]
    at = [seconds / 60 for seconds in gan["seconds"]]
    ax.plot(at, gan["Fréchet distance"], MARK["GAN"], color=COLOUR["GAN"], label="GAN, five seeds")
    ax.axhline(mean(table["real"]["Fréchet distance"]), color=REAL, ls="--", label="unseen digits")
    ax.set(xlabel="minutes of one core", ylabel="Fréchet distance", yscale="log", xlim=(0, None))
    ax.legend()
    return fig
