"""A class in a crowd, its tilted density, and points that followed the guided velocity.

It draws `eq-guidance`, `eq-guided-spread` and `eq-tilted-spread`.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy import stats
from shared.two_bells import crowd

from genai_utils.plots import PALETTE

MEAN, CLASS, CROWD, WEIGHT, STEPS = 1.0, 1.0, 2.0, 1.0, 400


def velocity(x, t, mean, spread):
    """Of the straight path for normal data: the mean moves, and distances grow."""
    variance = (t * spread) ** 2 + (1 - t) ** 2
    return mean + (t * spread**2 - (1 - t)) / variance * (x - t * mean)


def draw():
    points = crowd(20_000)
    for t in np.arange(STEPS) / STEPS:
        all_data, of_class = velocity(points, t, 0, CROWD), velocity(points, t, MEAN, CLASS)
        points = points + (all_data + (1 + WEIGHT) * (of_class - all_data)) / STEPS
    tilted = (1 + WEIGHT) / CLASS**2 - WEIGHT / CROWD**2
    x = np.linspace(-2.5, 4.5, 500)
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.hist(points, 60, density=True, color=PALETTE[2], alpha=0.35, label="drawn with guidance")
    spread = CLASS ** (1 + WEIGHT) / CROWD**WEIGHT
    ax.plot(x, stats.norm.pdf(x, points.mean(), spread), color=PALETTE[2], label=r"width $s_w$")
    bell = stats.norm.pdf(x, (1 + WEIGHT) * MEAN / CLASS**2 / tilted, tilted**-0.5)
    ax.plot(x, bell, "--", color=PALETTE[1], label="tilted density")
    ax.plot(x, stats.norm.pdf(x, MEAN, CLASS), ":", color=PALETTE[0], lw=2, label="the class")
    ax.set(xlabel="$x$", yticks=[], xlim=(-2.5, 4.5))
    ax.legend(loc="upper left")
    return fig
