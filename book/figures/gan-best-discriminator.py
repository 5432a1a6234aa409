"""Data and samples on a line, and the best discriminator: one half wherever the two cross.

Eq. `eq-optimal-discriminator`.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy import stats

from genai_utils.plots import PALETTE


def draw():
    x = np.linspace(-4, 7, 700)
    p, q = stats.norm(0, 1).pdf(x), stats.norm(1.5, 0.7).pdf(x)
    crossings = x[1:][np.diff(np.sign(p - q)) != 0]
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.0), sharex=True)
    for density, colour, name, line in (
        (p, PALETTE[0], "$p$, data", "-"),
        (q, PALETTE[1], "$q$, samples", "--"),
    ):
        upper.fill_between(x, density, color=colour, alpha=0.2)
        upper.plot(x, density, line, color=colour, label=name)
    lower.plot(x, p / (p + q), color=PALETTE[2], label="$D^* = p/(p + q)$")
    lower.axhline(0.5, color="#666666", lw=1)
    for place in crossings:
        lower.plot(place, 0.5, "o", color=PALETTE[2])
        for ax in (upper, lower):
            ax.axvline(place, color="#666666", lw=1, ls=":")
    upper.legend(loc="upper left")
    lower.legend(loc="lower left")
    upper.set(ylabel="density", yticks=[0, 0.3, 0.6])
    lower.set(ylabel="$D^*$", xlabel="$x$", yticks=[0, 0.5, 1])
    return fig
