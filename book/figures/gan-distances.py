"""Samples slide past the data: what the Jensen-Shannon divergence and W1 say of each place.

Eq. `eq-disjoint`.
"""

import math

import matplotlib.pyplot as plt
import numpy as np
from scipy import special

from genai_utils.plots import PALETTE

GRID = np.linspace(-4, 4, 8001)


def bars(shift):
    """Two uniform densities of width 1 on the grid, the second one shifted."""
    return np.abs(GRID) < 0.5, np.abs(GRID - shift) < 0.5


def jsd(p, q):
    p, q = p / p.sum(), q / q.sum()
    return sum(special.rel_entr(a, (p + q) / 2).sum() for a in (p, q)) / 2


def draw():
    shifts = np.linspace(-3, 3, 241)
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.0), sharex=True)
    upper.plot([-3, 3], [math.log(2)] * 2, "--", color=PALETTE[1], label="points")
    upper.plot(0, math.log(2), "o", mfc="white", color=PALETTE[1])
    upper.plot(0, 0, "o", color=PALETTE[1])
    upper.plot(shifts, [jsd(*bars(s)) for s in shifts], color=PALETTE[0], label="bars of width 1")
    upper.text(-3, 0.62, "no slope:\n" r"$\log 2$ wherever they don't meet", va="top")
    upper.legend(loc="lower right")
    lower.plot(shifts, np.abs(shifts), color=PALETTE[2])
    lower.text(0, 2.45, "points and bars alike:\nslope 1 everywhere but at 0", ha="center")
    upper.set(ylabel="Jensen–Shannon", yticks=[0, 0.35, 0.7])
    lower.set(ylabel="Wasserstein", xlabel=r"shift $\theta$ of the samples against the data")
    return fig
