"""One Gaussian fitted to two bumps by either divergence: it covers both, or it takes one.

It draws `eq-moment-match`.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy import optimize, stats

from genai_utils.plots import PALETTE

Z = np.linspace(-9, 9, 2001)
TARGET = 0.6 * stats.norm.pdf(Z, -2, 0.7) + 0.4 * stats.norm.pdf(Z, 2.5, 0.7)


def of_q(values):
    """KL(q || target) by a sum over the line."""
    log_q = stats.norm.logpdf(Z, values[0], np.exp(values[1]))
    return np.trapezoid(np.exp(log_q) * (log_q - np.log(TARGET)), Z)


def draw():
    mean = np.trapezoid(Z * TARGET, Z)
    spread = np.sqrt(np.trapezoid((Z - mean) ** 2 * TARGET, Z))
    narrow = optimize.minimize(of_q, [-1.5, 0.0], method="Nelder-Mead").x
    fits = [
        (r"smallest $\mathrm{KL}(p\,\|\,q)$: avoids zeros, covers both", mean, spread),
        (
            r"smallest $\mathrm{KL}(q\,\|\,p)$: forces zeros, takes one",
            narrow[0],
            np.exp(narrow[1]),
        ),
    ]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.2), sharex=True, sharey=True)
    for ax, (title, m, s) in zip(axes, fits, strict=True):
        ax.fill_between(Z, TARGET, color=PALETTE[0], alpha=0.3, label="$p$, two bumps")
        ax.plot(Z, stats.norm.pdf(Z, m, s), color=PALETTE[1], label="$q$, one Gaussian")
        ax.text(6.9, 0.57, title, ha="right")
        ax.set(xlim=(-7, 7), ylim=(0, 0.65), yticks=[0, 0.3, 0.6])
    axes[0].legend(loc="center right")
    axes[1].set_xlabel("$z$")
    return fig
