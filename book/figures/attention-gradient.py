"""Where a query is pulled: keys in the plane, their weights and values, for two queries.

Eq. `eq-attention-gradient-query`.
"""

import matplotlib.pyplot as plt
import torch

from genai_utils import models
from genai_utils.plots import PALETTE

KEYS = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
VALUES = torch.tensor([[10.0], [0.0], [5.0]])


def draw():
    plt.rcParams["font.size"] = 11
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.4), sharey=True)
    for ax, start in zip(axes, ([1.0, 1.0], [8.0, 0.0]), strict=True):
        query = torch.tensor([start], requires_grad=True)
        models.naive_attention(query, KEYS, VALUES).sum().backward()
        weights = models.attention_weights(query, KEYS)[0].tolist()
        pull = query.grad[0].tolist()
        for key, value, weight in zip(KEYS.tolist(), VALUES[:, 0].tolist(), weights, strict=True):
            ax.scatter(*key, s=30 + 1500 * weight, color=PALETTE[1], alpha=0.35, lw=0)
            words = f"value {value:.0f}\nweight {weight:.2f}"
            above = 26 if key[1] else -52
            ax.annotate(words, key, (0, above), textcoords="offset points", ha="center")
        middle = (torch.tensor([weights]) @ KEYS)[0].tolist()
        arrow = {"angles": "xy", "scale_units": "xy", "scale": 3, "width": 0.015, "zorder": 3}
        ax.quiver(*middle, *pull, color=PALETTE[0], **arrow)
        ax.plot(*middle, "k+", ms=11, mew=2)
        ax.set_title(
            f"query ({start[0]:.0f}, {start[1]:.0f})\ngradient ({pull[0]:.2f}, {pull[1]:.2f})",
            fontsize=11,
        )
        ax.set(aspect="equal", xlim=(-0.6, 1.7), ylim=(-0.85, 1.75), xticks=[0, 1], yticks=[0, 1])
    return fig
