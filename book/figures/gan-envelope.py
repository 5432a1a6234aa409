"""Two pictures: what the best discriminator makes of each share, and what a fixed one does.

Eq. `eq-gan-value-optimal`, `eq-saturating-minimises`, `eq-value-convex` and `eq-minmax-gap`.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy.special import xlog1py, xlogy

from genai_utils.plots import PALETTE

DATA = np.array([0.5, 0.5])
HELD = {0.75: ("--", PALETTE[1]), 0.2: ("-.", PALETTE[3]), 0.5: (":", PALETTE[0])}


def best(share):
    """The best discriminator against samples of which this share is the first picture."""
    return DATA / (DATA + np.array([share, 1 - share]))


def value(d, share):
    return np.sum(xlogy(DATA, d)) + np.sum(xlog1py([share, 1 - share], -d))


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    shares = np.linspace(0, 1, 401)
    ax.plot(shares, [value(best(c), c) for c in shares], color=PALETTE[2], lw=2.6)
    for c, (line, colour) in HELD.items():
        ax.plot(shares, [value(best(c), s) for s in shares], line, color=colour)
        ax.plot(c, value(best(c), c), "o", color=colour)
    ax.text(0.03, -0.97, "$W(c)$, against the best $D$", color=PALETTE[2])
    ax.text(0.03, -1.62, "$D$ held, the best\nfor $c = ¾$", color=PALETTE[1])
    ax.text(0.97, -1.72, "$D$ held, the best\nfor $c = 0.2$", ha="right", color=PALETTE[3])
    ax.text(0.97, -1.45, "$D = ½$", ha="right", color=PALETTE[0])
    ax.set(xlabel="$c$, share of the samples that are the first picture", ylabel="value in nats")
    ax.set(ylim=(-1.85, -0.9), xlim=(0, 1))
    return fig
