"""Agreement and Fréchet distance of the conditional GAN with one part of it broken."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

ROWS = {
    "nothing": "nothing is broken",
    "D isn't told the class": "D isn't told the class",
    "G isn't told the class": "G isn't told the class",
    "a tenth of the labels wrong": "a tenth of the labels wrong",
}


def draw():
    plt.rcParams["font.size"] = 11
    sweep = measured("6-image-generation.sweep")
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 2.4), sharey=True)
    places = range(len(ROWS))
    for ax, name, color in zip(axes, ("agreement", "Fréchet distance"), PALETTE, strict=False):
        values = [sweep[row][f"GAN: {name}"] for row in ROWS]
        ax.barh(places, values, color=color, height=0.6)
        for place, value in zip(places, values, strict=True):
            ax.text(value, place, f" {value:.2f}" if value < 2 else f" {value:.0f}", va="center")
        ax.set(xlabel=name, xlim=(0, 1.25 * max(values)))
    axes[0].set_yticks(places, ROWS.values())
    axes[0].invert_yaxis()
    return fig
