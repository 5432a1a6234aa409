"""How much too good the best of k equal settings looks: simulated, and the bound.

It draws `eq-best-of` for errors with standard deviation 1.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

SIZES = (1, 2, 3, 5, 10, 20, 50, 100)


def draw():
    rng = np.random.default_rng(0)
    common = np.sqrt(0.75) * rng.standard_normal((20_000, 1))
    own = rng.standard_normal((20_000, 100))
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    k = np.geomspace(1, 100, 200)
    ax.plot(k, np.sqrt(2 * np.log(k)), color="#1a1a1a", label=r"the bound, $s\sqrt{2\,\log k}$")
    for errors, mark, colour, words in (
        (own, "o", PALETTE[0], "independent errors"),
        (common + 0.5 * own, "s", PALETTE[2], "errors of correlation ¾"),
    ):
        best = [errors[:, :size].max(axis=1).mean() for size in SIZES]
        ax.plot(SIZES, best, mark, color=colour, label=words)
    ax.set(xscale="log", xlabel="settings that are equally good, $k$")
    ax.set_ylabel("best error, in units of $s$")
    ax.set_xticks(SIZES, map(str, SIZES))
    ax.minorticks_off()
    ax.legend()
    return fig
