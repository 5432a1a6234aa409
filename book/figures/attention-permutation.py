"""The weights and outputs of the same three positions in two orders.

Eq. `eq-permutation-equivariance`.
"""

import matplotlib.pyplot as plt
import numpy as np
import torch

from genai_utils import models
from genai_utils.plots import PALETTE

QUERIES = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
KEYS = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
VALUES = torch.tensor([[10.0], [0.0], [5.0]])
LETTERS = "tea"


def draw():
    plt.rcParams["font.size"] = 12
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 2.9))
    for ax, order in zip(axes, ([0, 1, 2], [1, 2, 0]), strict=True):
        query, key, value = (table[order] for table in (QUERIES, KEYS, VALUES))
        weights = models.attention_weights(query, key).numpy()
        out = models.naive_attention(query, key, value)[:, 0].tolist()
        names = [LETTERS[place] for place in order]
        ax.imshow(weights, cmap="Blues", vmin=0, vmax=1)
        for (row, column), weight in np.ndenumerate(weights):
            ink = "white" if weight > 0.6 else "black"
            ax.text(column, row, f"{weight:.2f}", ha="center", va="center", color=ink)
        for row, number in enumerate(out):
            colour = PALETTE[order[row]]
            ax.text(2.7, row, f"→ {number:.2f}", va="center", color=colour)
        ax.set_xticks(range(3), names)
        ax.set_yticks(range(3), names)
        for label, place in zip(ax.get_yticklabels(), order, strict=True):
            label.set_color(PALETTE[place])
            label.set_fontweight("bold")
        ax.set_title(f'in the order "{"".join(names)}"', fontsize=11, loc="left")
        ax.set(xlabel="looks at")
        ax.tick_params(length=0)
        ax.grid(False)
    return fig
