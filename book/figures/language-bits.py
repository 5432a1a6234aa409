"""Bits a character of compressors, a count and the transformer on unseen documents.

Eq. `eq-bits-per-character`; the count is `eq-kneser-ney`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots


def draw():
    stored = measured("6-text-generation.measured")
    rows = dict(stored["compressors"])
    rows["Kneser–Ney"] = stored["Kneser–Ney"]["test"]
    rows["transformer"] = np.mean([run["test"] for run in stored["transformer"]])
    rows = dict(sorted(rows.items(), key=lambda row: -row[1]))
    fig, ax = plt.subplots(figsize=(6.4, 2.9))
    colours = [plots.PALETTE[1 if name == "transformer" else 0] for name in rows]
    ax.barh(list(rows), list(rows.values()), color=colours)
    ax.bar_label(ax.containers[0], fmt="%.2f", padding=3)
    ax.set(xlabel="bits a character on unseen documents", xlim=(0, 1.15 * max(rows.values())))
    return fig
