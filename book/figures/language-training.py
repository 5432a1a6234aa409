"""Validation bits of the transformer along its training, three seeds, beside the count's.

Eq. `eq-bits-per-character`; the count is `eq-kneser-ney`, each step `eq-muon`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots


def draw():
    stored = measured("6-text-generation.measured")
    fig, ax = plt.subplots(figsize=(6.4, 3.0))
    for number, run in enumerate(stored["transformer"]):
        steps, bits = np.array(run["curve"]).T
        style = {"marker": "o^s"[number], "ls": ("-", "--", ":")[number]}
        ax.plot(steps, bits, color=plots.PALETTE[1], label=f"seed {run['seed']}", **style)
    count = min(stored["Kneser–Ney"]["validation"].values())
    ax.axhline(count, color=plots.PALETTE[0], label="count")
    ax.set(xlabel="steps", ylabel="bits a character", xlim=(0, None))
    ax.legend(ncols=2)
    return fig
