"""How well each of eight pictures is recognised as a member, by the epsilon of the training.

Eq. `eq-roc-area` for each picture's own test, below the bound `eq-dp-area`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots, privacy


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("8-privacy.measured")["digit"]
    epsilons = ["0.5", "1", "2", "4", "8", "16", "32"]
    fig, ax = plt.subplots(figsize=(6.4, 4.6), layout="constrained")
    names = {0: "a negative", 1: "the hardest digit", 4: "a middle one", 7: "the easiest"}
    styles = dict(zip(names, ("o-", "s--", "^-.", "v:"), strict=True))
    for place, name in names.items():
        areas = [stored[e][place] for e in (*epsilons, "over-fitted")]
        ax.plot(range(8), areas, styles[place], label=name)
    fine = np.linspace(0, 6, 200)
    ax.plot(fine, [privacy.area_bound(2 ** (x - 1), 1e-5) for x in fine], "k-", lw=1)
    ax.annotate("allowed at most", (0.2, 0.87), fontsize=11)
    ax.axhspan(0.4, 0.6, color=plots.PALETTE[0], alpha=0.08)
    ax.set_xticks(range(8), [*epsilons, "none"])
    ax.set(xlabel=r"$\varepsilon$ of the training", ylabel="area of the test", ylim=(0.35, 1.03))
    fig.legend(loc="outside upper center", ncols=2, fontsize=11)
    return fig
