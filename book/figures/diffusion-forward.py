"""The two numbers -1 and 1 under noise: the density of x_t for each t, and five paths.

It draws `eq-diffusion-marginal`.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy import stats
from shared.noising import SHARES

from genai_utils.plots import PALETTE


def draw():
    steps, x = np.arange(1, 1001), np.linspace(-3, 3, 301)
    mean, spread = np.sqrt(SHARES[1:]), np.sqrt(1 - SHARES[1:])
    bumps = [stats.norm.pdf(x[:, None], sign * mean, spread) for sign in (-1, 1)]
    density = sum(bumps) / 2
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.pcolormesh(steps, x, density / density.max(0), cmap="Greys", vmax=1.4, rasterized=True)
    random = np.random.default_rng(3)
    for index, start in enumerate((-1, -1, 1, 1, 1)):
        path = [float(start)]
        for alpha in SHARES[1:] / SHARES[:-1]:
            path.append(np.sqrt(alpha) * path[-1] + np.sqrt(1 - alpha) * random.standard_normal())
        ax.plot(path, color=PALETTE[0 if start < 0 else 1], lw=0.9, ls="-" if index % 2 else "--")
    ax.set(xlim=(0, 1000), ylim=(-3, 3), yticks=[-1, 0, 1], ylabel="$x_t$")
    ax.set_xlabel("steps of noising, $t$")
    ax.grid(False)
    return fig
