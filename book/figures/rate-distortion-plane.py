"""The exact curve of a linear VAE above the line of the entropy, with a tangent for each beta.

It draws `eq-rate-distortion` and `eq-beta-slope`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

EIGENVALUES, VARIANCE = np.array([4.0, 1.0, 0.25]), 0.1
BETAS = (1, 4, 12)


def optimum(beta):
    """Rate and distortion in nats of the best linear VAE with as many units as directions."""
    level = beta * VARIANCE
    rate = 0.5 * np.maximum(np.log(EIGENVALUES / level), 0).sum()
    error = np.minimum(EIGENVALUES, level).sum()
    constant = 0.5 * len(EIGENVALUES) * np.log(2 * np.pi * VARIANCE)
    return rate, constant + error / (2 * VARIANCE)


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.9))
    curve = np.array([optimum(beta) for beta in np.geomspace(0.3, 40, 400)])
    entropy = 0.5 * np.log(2 * np.pi * np.e * EIGENVALUES).sum()
    rate = np.linspace(-1, 6, 2)
    ax.fill_between(rate, entropy - rate, -9, color="#999999", alpha=0.2)
    ax.plot(rate, entropy - rate, color="#666666", lw=1.2)
    ax.text(0.15, -3.2, r"no model: $\Delta+R<H$", color="#444444")
    ax.plot(*curve.T, color=PALETTE[0])
    for beta, colour, line in zip(BETAS, PALETTE[1:], ("-", "--", "-."), strict=False):
        r, d = optimum(beta)
        near = r + np.array([-0.9, 0.9]) / (1 + 0.2 * beta)
        ax.plot(near, d - beta * (near - r), line, color=colour, lw=1.4)
        ax.plot(r, d, "o", color=colour)
        ax.annotate(rf"$\beta={beta}$", (r, d), (10, 6), textcoords="offset points", color=colour)
    ax.set(xlabel="rate $R$ in nats", ylabel=r"distortion $\Delta$ in nats")
    ax.set(xlim=(0, 5.2), ylim=(-6, 26))
    return fig
