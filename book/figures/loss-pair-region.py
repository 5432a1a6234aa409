"""Which pairs of losses one discriminator can give, and where two trainings and a log lie.

Eq. `eq-loss-pair`.
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

MARKS = {
    "convolutional": ("o", PALETTE[0], "healthy"),
    "fully connected": ("x", PALETTE[1], "one picture"),
}


def draw():
    stored = Path(__file__).parent / "data" / "case-losses.json"
    pairs = json.loads(stored.read_text(encoding="utf-8"))
    fig, ax = plt.subplots(figsize=(6.4, 4.6))
    d = np.geomspace(1e-4, 20, 400)
    ax.fill_between(d, 1e-3, -np.log1p(-np.exp(-d)), color="#d9d9d9")
    for name, (mark, colour, words) in MARKS.items():
        batches = np.array(pairs[name])
        ax.plot(*batches.T, mark, ms=3.5, alpha=0.5, color=colour, label=f"{name}: {words}")
    ax.plot(np.log(4), np.log(2), "*", color="#1a1a1a", ms=13, label="equilibrium")
    ax.plot(0.011254, 0.013623, "X", color="#1a1a1a", ms=11, label="printed log")
    ax.text(3e-3, 0.06, "impossible for one discriminator")
    ax.set(xscale="log", yscale="log", xlim=(2e-3, 10), ylim=(5e-3, 20))
    ax.set(xlabel="$L_D$ in nats", ylabel="$L_G$ in nats")
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 0.0), framealpha=1, frameon=True)
    return fig
