"""The page's three positions: scores, weights and outputs by `eq-attention`, cell by cell."""

import matplotlib.pyplot as plt
import numpy as np
import torch

from genai_utils import models

QUERIES = [[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]]
KEYS = [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
VALUES = [[10.0], [0.0], [5.0]]


def cells(ax, numbers, title, top):
    """A map of numbers, each written in its cell."""
    ax.imshow(numbers, cmap="Blues", vmin=0, vmax=top)
    for (row, column), number in np.ndenumerate(numbers):
        ink = "white" if number > 0.6 * top else "black"
        ax.text(column, row, f"{number:.2f}", ha="center", va="center", color=ink)
    ax.set(xticks=range(numbers.shape[1]), yticks=range(3))
    ax.set_title(title, fontsize=11)
    ax.tick_params(length=0)
    ax.grid(False)


def draw():
    plt.rcParams["font.size"] = 11
    query, key, value = (torch.tensor(rows) for rows in (QUERIES, KEYS, VALUES))
    shape = {"width_ratios": [3, 3, 1]}
    fig, (left, middle, right) = plt.subplots(1, 3, figsize=(6.4, 2.9), gridspec_kw=shape)
    cells(left, (query @ key.T).numpy() / np.sqrt(2), r"scores $QK^⊤\!/\sqrt{2}$", 2)
    cells(middle, models.attention_weights(query, key).numpy(), "weights $A$", 1)
    cells(right, models.naive_attention(query, key, value).numpy(), "output", 12)
    left.set_yticks(range(3), ["(2, 0)", "(0, 2)", "(1, 1)"])
    left.set_xticks(range(3), ["(1, 0)", "(0, 1)", "(0, 0)"])
    left.set(ylabel="query", xlabel="key")
    middle.set_xticks(range(3), ["10", "0", "5"])
    middle.set(xlabel="value", yticks=[])
    right.set(xticks=[], yticks=[])
    return fig
