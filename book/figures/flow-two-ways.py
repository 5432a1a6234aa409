"""Points from noise to -1 and 1, with fresh noise at each step and without any.

It draws `eq-diffusion-posterior` above and `eq-probability-flow` below.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.two_bells import circle, crowd, paths

from genai_utils.plots import PALETTE

STEPS = 200


def draw():
    ways = {
        "with fresh noise at each step": paths(
            crowd(12), STEPS, circle, dice=np.random.default_rng(4), width=0.0
        ),
        "without": paths(crowd(12), STEPS, circle, width=0.0),
    }
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.4), sharex=True, sharey=True)
    for ax, (title, places) in zip(axes, ways.items(), strict=True):
        for path in places.T:
            ax.plot(np.linspace(0, 1, STEPS + 1), path, color=PALETTE[int(path[-1] > 0)], lw=1)
        ax.set_title(title, loc="left", fontsize=10.5)
        ax.set(ylabel=r"$x_\tau$", yticks=[-1, 0, 1], ylim=(-2.7, 2.7), xlim=(0, 1))
    axes[1].set_xlabel(r"time $\tau$, from noise to data")
    return fig
