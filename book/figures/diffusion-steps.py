"""Paths of the sampler with the exact guess for the two numbers, with many and with few steps.

It draws `eq-diffusion-posterior` with `eq-two-point-guess`.
"""

import itertools

import matplotlib.pyplot as plt
import numpy as np
from shared.noising import SHARES, back

from genai_utils.plots import PALETTE


def paths(number):
    """Each place of 8 paths over so many of the steps, and the steps."""
    random = np.random.default_rng(1)
    places = np.linspace(1000, 0, number + 1).round().astype(int)
    x = [random.standard_normal(8)]
    for here, before in itertools.pairwise(places):
        share = SHARES[here]
        best = np.tanh(np.sqrt(share) * x[-1] / (1 - share))
        x.append(back(x[-1], best, share, SHARES[before], random) if before else best)
    return places, np.array(x)


def draw():
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5.6), sharex=True, sharey=True)
    for ax, number in zip(axes, (1000, 20, 2), strict=True):
        places, x = paths(number)
        every = max(1, number // 100)
        colours = [PALETTE[0] if end < 0 else PALETTE[1] for end in x[-1]]
        for path, colour in zip(x.T, colours, strict=True):
            ax.plot(places[::every], path[::every], color=colour, lw=0.8, alpha=0.8)
            ax.plot(0, path[-1], "o", color=colour, ms=4, clip_on=False)
        ax.set(ylim=(-2.6, 2.6), yticks=[-1, 0, 1], ylabel="$x_t$", xlim=(1000, 0))
        ax.set_title(f"{number:,} steps", loc="left", fontsize=10.5)
    axes[-1].set_xlabel("step of noising $t$: the sampler goes from left to right")
    return fig
