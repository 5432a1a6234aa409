"""What x_0 says about x_(t-1), what x_t says, and their product, each scaled to one height.

It draws `eq-diffusion-posterior`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

BEFORE, ALPHA, X_0, X_T = 0.72, 0.5, 1.0, 0.35


def draw():
    x = np.linspace(-2, 3, 501)
    share = BEFORE * ALPHA
    said = [
        ("by the start, $q(x_{t-1}\\,|\\,x_0)$", np.sqrt(BEFORE) * X_0, 1 - BEFORE),
        ("by the noisy, $q(x_t\\,|\\,x_{t-1})$", X_T / np.sqrt(ALPHA), (1 - ALPHA) / ALPHA),
    ]
    variance = (1 - BEFORE) * (1 - ALPHA) / (1 - share)
    mean = variance * sum(centre / spread for _, centre, spread in said)
    said.append(("by both, $q(x_{t-1}\\,|\\,x_t, x_0)$", mean, variance))
    fig, ax = plt.subplots(figsize=(6.4, 3.0))
    for (words, centre, spread), line, colour in zip(said, ("--", ":", "-"), PALETTE, strict=False):
        bell = np.exp(-((x - centre) ** 2) / (2 * spread))
        label = f"{words}: variance {spread:.2f}"
        ax.plot(x, bell, line, color=colour, lw=2, label=label)
    ax.plot([X_0, X_T], [0, 0], "kd", ms=6, clip_on=False)
    ax.annotate("$x_0$", (X_0, 0), (0, 6), textcoords="offset points", ha="center")
    ax.annotate("$x_t$", (X_T, 0), (0, 6), textcoords="offset points", ha="center")
    ax.set(xlabel="$x_{t-1}$", yticks=[], ylim=(0, 1.62), xlim=(-2, 3))
    ax.legend(loc="upper center")
    return fig
