"""What two flows that saw different digits make of the same noise, by the number of digits.

Each follows the velocity of `eq-flow-matching-loss` by `eq-flow-euler`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils.plots import PALETTE


def draw():
    stored = arrays("outlook")
    fig, axes = plt.subplots(len(stored), 1, figsize=(6.4, 5.2), layout="constrained")
    for ax, size in zip(axes, sorted(stored, key=int), strict=True):
        rows = stored[size].reshape(2, -1, 14, 14)
        sheet = np.concatenate([np.concatenate(list(row), axis=1) for row in rows])
        ax.imshow(sheet, cmap="gray", vmin=0, vmax=255)
        ax.axhline(13.5, color=PALETTE[1], linewidth=1)
        ax.set_title(f"trained on {int(size):,} digits each", fontsize=10, loc="left")
        ax.set_yticks([6.5, 20.5], ["one", "other"])
        ax.set_xticks([])
        ax.grid(False)
    return fig
