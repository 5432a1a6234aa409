"""The cost of 784 pixels against the noise that the decoder claims, for one squared error.

It draws `eq-optimal-variance` and `eq-mean-squared-error`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

PIXELS, ERROR = 784, 0.03  # the mean squared error of a pixel
CHOICES = (
    (ERROR, r"learned: $\sigma_*^2$", (0, 12)),
    (0.5, "the full squared error added", (8, -14)),
    (1.0, r"$\sigma=1$", (8, -3)),
    (PIXELS / 2, "mean over pixels, $w=1$", (-8, 6)),
)


def cost(variance):
    return PIXELS / 2 * (np.log(2 * np.pi * variance) + ERROR / variance)


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    variance = np.geomspace(0.008, 1500, 400)
    ax.plot(variance, cost(variance), color=PALETTE[0])
    for at, words, shift in CHOICES:
        ax.plot(at, cost(at), "o", color=PALETTE[1])
        side = "right" if shift[0] < 0 else "left"
        ax.annotate(words, (at, cost(at)), shift, textcoords="offset points", ha=side)
    ax.set(xscale="log", xlabel=r"variance $\sigma^2$ of the decoder's noise")
    ax.set(ylabel=r"$-\log p(x\,|\,z)$ in nats", ylim=(-500, 3800))
    return fig
