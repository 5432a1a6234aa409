"""More samples on the coin: its exact values, and the gap beside two terms.

It draws `eq-iwae-bound` and `eq-iwae-gap`.
"""

import math

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

COUNTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64)


def bound(samples):
    """L_K for the coin: the sum over how many of the draws show the first side."""
    first = np.arange(samples + 1)
    ways = np.array([math.comb(samples, int(k)) for k in first]) / 2**samples
    return ways @ np.log((0.1 * first + 0.3 * (samples - first)) / samples)


def draw():
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.6), sharex=True)
    bounds = np.array([bound(k) for k in COUNTS])
    upper.axhline(np.log(0.2), color="black", lw=1.2)
    upper.text(COUNTS[-1], np.log(0.2) + 0.008, r"$\log p(x)$", ha="right")
    upper.plot(COUNTS, bounds, "o-", color=PALETTE[0])
    upper.text(1.1, bounds[0], "the ELBO", va="center")
    upper.set(ylabel=r"$\mathcal{L}_K$ in nats", ylim=(-1.78, -1.58))
    k = np.geomspace(1, 64, 50)
    lower.loglog(COUNTS, np.log(0.2) - bounds, "o", color=PALETTE[0], label="gap")
    lower.loglog(k, 1 / (8 * k), "--", color=PALETTE[1], label=r"$v/2K$")
    lower.loglog(
        k, 1 / (8 * k) + 0.75 / 16 / k**2, ":", color=PALETTE[2], label="with the next term"
    )
    lower.set(xlabel="samples $K$", ylabel="gap in nats", xticks=[1, 2, 4, 8, 16, 32, 64])
    lower.set_xticklabels(["1", "2", "4", "8", "16", "32", "64"])
    lower.minorticks_off()
    lower.legend()
    return fig
