"""Two fakes, each with its part of both losses: their mean lies above the convex curve.

Eq. `eq-loss-pair-steps`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

ANSWERS = np.array([0.2, 0.8])  # of the discriminator on two fakes


def g(s):
    return -np.log(1 - np.exp(-s))


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    s = np.linspace(0.05, 3, 400)
    ax.plot(s, g(s), color=PALETTE[2], label=r"$g(s) = -\log(1 - e^{-s})$")
    parts = -np.log(1 - ANSWERS)
    ax.plot(parts, g(parts), "--", color="#666666", lw=1.2)
    ax.plot(parts, g(parts), "o", color=PALETTE[1])
    for at, answer in zip(parts, ANSWERS, strict=True):
        ax.annotate(f"$D = {answer}$", (at, g(at)), (8, 6), textcoords="offset points")
    mean = parts.mean(), g(parts).mean()
    ax.plot(*mean, "s", color=PALETTE[1], ms=8)
    ax.annotate("both means", mean, (10, 6), textcoords="offset points")
    ax.plot(mean[0], g(mean[0]), "o", mfc="white", color=PALETTE[2], ms=8)
    ax.annotate(
        "least $L_G$",
        (mean[0], g(mean[0])),
        (-4, -8),
        textcoords="offset points",
        ha="right",
        va="top",
    )
    ax.plot([mean[0]] * 2, [g(mean[0]), mean[1]], color="#666666", lw=1, ls=":")
    ax.set(xlabel="$s$, a fake's part of $L_D$", ylabel="its part of $L_G$", ylim=(0, 2.4))
    ax.legend(loc="upper right")
    return fig
