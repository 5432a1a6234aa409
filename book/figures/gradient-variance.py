"""Two unbiased estimates of one slope: how widely they scatter, and how that depends on sigma.

It draws `eq-gradient-variances`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE


def draw():
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.3), width_ratios=(1.15, 1))
    eps = np.random.default_rng(0).standard_normal(20_000)
    z = 1 + eps
    bins = np.linspace(-14, 22, 73)
    left.hist(2 * z, bins, density=True, color=PALETTE[0], alpha=0.6, label="reparameterised")
    left.hist(
        z**2 * eps, bins, density=True, histtype="step", color=PALETTE[1], lw=1.8, label="score"
    )
    left.axvline(2, color="black", lw=1, ls=":")
    left.set(xlabel="one sample, the truth is 2", yticks=[], xlim=(-12, 20), yscale="log")
    left.set(ylim=(1e-4, 5))
    left.legend(loc="upper right", fontsize=9)
    sigma = np.geomspace(0.05, 3, 100)
    right.loglog(sigma, 4 * sigma**2, color=PALETTE[0])
    right.loglog(sigma, 1 / sigma**2 + 14 + 15 * sigma**2, "--", color=PALETTE[1])
    right.text(0.5, 0.35, r"$4\sigma^2$", color=PALETTE[0])
    right.text(0.16, 130, r"$\mu^4/\sigma^2+14\mu^2+15\sigma^2$", fontsize=9, color=PALETTE[1])
    right.set(xlabel=r"$\sigma$, at $\mu=1$", ylabel="variance", ylim=(0.008, 600))
    return fig
