"""One direction of a linear VAE: its gain and what its code says, against the variance it has.

It draws `eq-collapse-threshold`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

LEVEL = 0.5  # beta times the decoder's variance


def draw():
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.2), sharex=True)
    variance = np.linspace(0.01, 3, 400)
    upper.plot(variance, np.maximum(variance - LEVEL, 0), color=PALETTE[0])
    upper.plot(variance, variance, ls=":", color="#666666")
    upper.text(2.0, 2.25, r"$\lambda$: all of it", color="#666666", ha="right")
    upper.text(2.1, 1.25, r"$c^2=\max(\lambda-\beta\sigma^2,\,0)$", color=PALETTE[0])
    upper.set(ylabel="decoder's gain $c^2$", ylim=(-0.1, 3))
    lower.plot(variance, 0.5 * np.maximum(np.log(variance / LEVEL), 0), color=PALETTE[1])
    lower.plot(variance, np.minimum(LEVEL / variance, 1), "--", color=PALETTE[2])
    lower.text(2.2, 0.55, "rate in nats", color=PALETTE[1])
    lower.text(0.75, 0.8, r"encoder's variance $s^2$", color=PALETTE[2])
    lower.set(ylabel="of the code", xlabel=r"variance $\lambda$ of the data in this direction")
    for ax in (upper, lower):
        ax.axvspan(0, LEVEL, color="#999999", alpha=0.25, lw=0)
        ax.set_xlim(0, 3)
    upper.text(LEVEL / 2, 2.0, "collapsed", ha="center", rotation=90, va="center")
    return fig
