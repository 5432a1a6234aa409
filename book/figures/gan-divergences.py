"""What each divergence charges where the ratio p/q is u: no samples far right, no data at 0.

Eq. `eq-f-divergence-general`, `eq-non-saturating-divergence`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

CHARGES = {
    r"$\mathrm{KL}(p\,\|\,q)$": lambda u: u * np.log(u) - u + 1,
    r"$\mathrm{KL}(q\,\|\,p)$": lambda u: u - 1 - np.log(u),
    "Jensen–Shannon": lambda u: (u * np.log(u) - (u + 1) * np.log((u + 1) / 2)) / 2,
    "non-saturating": lambda u: (u + 1) * np.log((u + 1) / (2 * u)) + u - 1,
    "Pearson": lambda u: (u - 1) ** 2,
    "total variation": lambda u: np.abs(u - 1) / 2,
}
LINES = ("-", "--", "-.", (0, (5, 1, 1, 1, 1, 1)), ":", (0, (1, 1)))


def draw():
    u = np.geomspace(0.02, 50, 800)
    fig, ax = plt.subplots(figsize=(6.4, 3.9))
    for (name, charge), line, colour in zip(CHARGES.items(), LINES, PALETTE, strict=False):
        ax.plot(u, charge(u), linestyle=line, color=colour, label=name)
    ax.axvline(1, color="#666666", lw=0.8)
    ax.set(xlabel="$u$, the ratio $p/q$", ylabel="$f(u)$", xscale="log", ylim=(0, 3))
    ax.set_xticks([0.02, 0.1, 0.5, 1, 2, 10, 50], ["0.02", "0.1", "0.5", "1", "2", "10", "50"])
    for side, words in (("left", "too many samples"), ("right", "too few samples")):
        ax.set_title(words, loc=side, fontsize=10)
    ax.legend(loc="upper center", bbox_to_anchor=(0.4, 1.0), framealpha=1, frameon=True)
    return fig
