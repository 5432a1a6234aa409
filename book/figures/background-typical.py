"""Where draws live: the distance from the mean in 1, 2, 8 and 64 dimensions, and log p below.

It draws `eq-typical`: the mean draw lies D/2 nats below the peak.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE


def draw():
    rng = np.random.default_rng(0)
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.6))
    bins = np.linspace(0, 11, 111)
    for which, d in enumerate((1, 2, 8, 64)):
        square = (rng.standard_normal((20_000, d)) ** 2).sum(axis=1)
        colour, style = PALETTE[(0, 2, 3, 1)[which]], ("-", "--", "-.", "-")[which]
        share = np.histogram(np.sqrt(square), bins)[0] / len(square) / 0.1
        upper.stairs(share, bins, color=colour, ls=style, lw=1.6, label=f"$D = {d}$")
    lower.hist(-square / 2, np.linspace(-60, 2, 63), color=PALETTE[1], alpha=0.6)
    lower.axvline(0, color="#1a1a1a")
    lower.axvline(-32, color="#1a1a1a", ls="--")
    lower.text(-0.8, 850, "the mean image:\nthe peak", ha="right", va="center")
    lower.text(-38, 1250, "the average draw", ha="right")
    upper.set_xlabel(r"distance from the mean, $\Vert x - \mu \Vert$ for $\Sigma = I$")
    lower.set_xlabel(r"$\log\,p(x) - \log\,p(\mu)$ in nats, $D = 64$")
    upper.set_ylabel("density of draws")
    lower.set(ylabel="draws", ylim=(0, 1600))
    upper.legend(ncols=4, loc="upper right")
    return fig
