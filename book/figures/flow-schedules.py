"""The shares of noise and picture on two curves, and the rays on which they know the same.

It draws `eq-one-family`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.two_bells import circle, line

from genai_utils.plots import PALETTE


def draw():
    fig, ax = plt.subplots(figsize=(5.2, 4.6))
    time = np.linspace(0, 1, 200)
    for curve, name, mark, colour in (
        (circle, "diffusion: the circle", "o", PALETTE[0]),
        (line, "flow matching: the line", "s", PALETTE[1]),
    ):
        a, b = curve(time)
        ax.plot(b, a, color=colour, lw=1.5)
        a, b = curve(np.linspace(0, 1, 11))
        ax.plot(b, a, mark, color=colour, ms=6, label=name)
    for angle in np.linspace(0.15, 1.42, 5):
        ax.plot([0, np.cos(angle)], [0, np.sin(angle)], color="#888888", lw=0.8, ls=":")
    ax.annotate("the picture", (0, 1), (8, 6), textcoords="offset points")
    ax.annotate("noise", (1, 0), (8, 5), textcoords="offset points")
    ax.set(xlabel="share of noise, $b$", ylabel="share of the picture, $a$")
    ax.set(xlim=(0, 1.2), ylim=(0, 1.12), aspect="equal")
    ax.legend(loc="upper right")
    return fig
