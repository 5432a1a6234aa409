"""A pixel that is always 0, with noise: what is there, and the Gaussian that is fitted to it.

It draws both sides of `eq-dequantisation` for this pixel; the variance is that of
`eq-shrunk-covariance`.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm

from genai_utils.plots import PALETTE


def draw():
    x, pixel = np.linspace(-0.75, 1.75, 501), norm(0.5, np.sqrt(1 / 12))
    inside = (x >= 0) & (x <= 1)
    cell = pixel.cdf(1) - pixel.cdf(0)
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.stairs([1], [0, 1], color=PALETTE[0], lw=2, label="the pixel with noise: 1 in its cell")
    ax.plot(x, pixel.pdf(x), color=PALETTE[1], label="the Gaussian with its mean and variance")
    ax.fill_between(x, pixel.pdf(x), where=inside, color=PALETTE[1], alpha=0.2)
    for left in (True, False):
        side = (x <= 0) if left else (x >= 1)
        ax.fill_between(x, pixel.pdf(x), where=side, color=PALETTE[1], alpha=0.5, hatch="///")
    ax.text(0.5, 0.45, f"in the cell\n{cell:.3f}", ha="center")
    for at in (-0.42, 1.42):
        ax.text(at, 0.33, f"lost\n{(1 - cell) / 2:.3f}", ha="center")
    ax.set(xlabel="grey level, and noise in $[0, 1)$", ylabel="density", ylim=(0, 1.95))
    ax.set_xticks([0, 1], ["0", "1"])
    ax.legend(loc="upper center")
    return fig
