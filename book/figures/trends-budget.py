"""The Fréchet distance by the minutes of training: both losses along their trainings, and GANs."""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK, REAL
from shared.stored import measured

LOSSES = {"diffusion": "diffusion", "flow": "flow matching"}


def minutes(stored: dict, kind: str) -> float:
    """Of one core, for a step."""
    seconds = mean(stored["table"][LOSSES[kind]]["seconds"])
    return seconds / stored["trained"][kind]["steps"] / 60


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-diffusion-and-flow-matching.measured")
    table = measured("3-trade-offs.measured")
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for kind, name in LOSSES.items():
        for run, label in zip(stored["budget"][kind], (name, None, None), strict=True):
            at = [found["steps"] * minutes(stored, kind) for found in run.values()]
            values = [found["Fréchet distance"] for found in run.values()]
            ax.plot(at, values, MARK[name] + "-", color=COLOUR[name], ms=5, label=label)
    gan = table["full"]["GAN"]
    at = [seconds / 60 for seconds in gan["seconds"]]
    ax.plot(at, gan["Fréchet distance"], MARK["GAN"], color=COLOUR["GAN"], label="GAN, five seeds")
    level = mean(table["real"]["Fréchet distance"])
    ax.axhline(level, color=REAL, ls="--")
    ax.annotate("unseen digits", (0.52, level), xytext=(0, -11), textcoords="offset points")
    ax.set(xlabel="minutes of one core", ylabel="Fréchet distance", yscale="log", xscale="log")
    ax.set_ylim(4.5, None)
    ax.set_xticks([0.5, 1, 2, 5, 10, 20, 40], ["½", "1", "2", "5", "10", "20", "40"])
    ax.set_yticks([5, 10, 20, 50, 100], [5, 10, 20, 50, 100])
    ax.minorticks_off()
    ax.legend(loc=(0.02, 0.13))
    return fig
