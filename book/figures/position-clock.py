"""The hands of a clock of four speeds at the first eight positions: `eq-sinusoidal`."""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils import models
from genai_utils.plots import PALETTE

POSITIONS, WIDTH = 8, 8


def draw():
    plt.rcParams["font.size"] = 11
    table = models.sinusoidal_positions(POSITIONS, WIDTH).numpy().reshape(POSITIONS, -1, 2)
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    circle = np.linspace(0, 2 * np.pi, 80)
    for hand in range(WIDTH // 2):
        y, colour = -2.5 * hand, PALETTE[hand]
        for position in range(POSITIONS):
            x, (sine, cosine) = 2.5 * position, table[position, hand]
            ax.plot(x + np.cos(circle), y + np.sin(circle), color="#bbbbbb", lw=1)
            ax.plot([x, x + cosine], [y, y + sine], color=colour, lw=2.4, solid_capstyle="round")
            ax.plot(x, y, "o", ms=3, color=colour)
        speed = 10_000 ** (-2 * hand / WIDTH)
        ax.text(-1.6, y, f"$ω_{hand} = {speed:g}$", ha="right", va="center", color=colour)
    for position in range(POSITIONS):
        ax.text(2.5 * position, 1.5, f"{position}", ha="center")
    ax.text(-1.6, 1.5, "position", ha="right")
    ax.set(aspect="equal", xlim=(-7, 19), ylim=(-8.8, 2.6))
    ax.axis("off")
    return fig
