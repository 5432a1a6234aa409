"""What one unit costs: the divergence to the prior against its mean, and against its log-variance.

It draws `eq-kl-normal` and `eq-kl-gradient`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE


def draw():
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3.2), sharey=True)
    mu, log_var = np.linspace(-3, 3, 200), np.linspace(-6, 2.1, 200)
    left.plot(mu, mu**2 / 2, color=PALETTE[0])
    right.plot(log_var, (np.exp(log_var) - log_var - 1) / 2, color=PALETTE[0])
    for ax, at, cost, slope in (
        (left, 2.0, 2.0, 2.0),
        (left, -1.0, 0.5, -1.0),
        (right, -4.0, (np.exp(-4) + 3) / 2, (np.exp(-4) - 1) / 2),
        (right, 1.6, (np.exp(1.6) - 2.6) / 2, (np.exp(1.6) - 1) / 2),
    ):
        end = (at - 0.6 * slope, cost)
        ax.annotate("", end, (at, cost), arrowprops={"arrowstyle": "-|>", "lw": 1.6})
        ax.plot(at, cost, "o", color=PALETTE[1])
    left.set(xlabel=r"mean $\mu$, at $\sigma=1$", ylabel="rate in nats", ylim=(-0.1, 3.4))
    right.set(xlabel=r"$\log\sigma^2$, at $\mu=0$")
    return fig
