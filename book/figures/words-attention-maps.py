"""The weights of the four heads of the first layer, on one word; nothing above the diagonal.

Draws `eq-attention` and `eq-causal-mask`.
"""

import matplotlib.pyplot as plt
import torch
from shared.words import transformer

from genai_utils import data
from genai_utils.models import attention_weights

WORD = "restlessness"


@torch.no_grad()
def maps(model):
    inputs = data.encode_words([WORD])[:, :-1]
    block = model.blocks[0]
    x = model.embedding(inputs) + model.triples(inputs) + model.positions[: inputs.shape[1]]
    split = block.attention.project(block.norm_attention(x)).unflatten(-1, (3, 4, -1))
    query, key, _ = split.permute(2, 0, 3, 1, 4)
    return attention_weights(query, key, causal=True)[0]


def draw():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 6.2))
    letters = "·" + WORD
    for number, (ax, head) in enumerate(zip(axes.flat, maps(transformer()), strict=True)):
        ax.imshow(head, cmap="Blues", vmin=0, vmax=1)
        ax.set_title(f"head {number + 1}", loc="left", fontsize=10.5)
        ax.set_xticks(range(len(letters)), letters)
        ax.set_yticks(range(len(letters)), letters)
        ax.tick_params(length=0)
        ax.grid(False)
    for ax in axes[:, 0]:
        ax.set_ylabel("asks")
    for ax in axes[1]:
        ax.set_xlabel("is looked at")
    return fig
