"""Which outputs move when one token is changed, with the causal mask and without it.

It draws `eq-causal-mask` as the test that finds a leak.
"""

import matplotlib.pyplot as plt
import torch

from genai_utils.models import Transformer, naive_attention

LENGTH = 8


def seeing(query, key, value, causal):
    """Attention that forgets its mask."""
    return naive_attention(query, key, value, causal=False)


@torch.no_grad()
def moved(attention):
    """For each token that is changed (column): whether the output at each position moves (row)."""
    torch.manual_seed(0)
    model = Transformer(27, context=LENGTH, width=16, heads=2, attention=attention).eval()
    tokens = torch.randint(27, (LENGTH,))
    changed = tokens.repeat(LENGTH, 1)
    changed.fill_diagonal_(0)
    changed += torch.diag((tokens + 1) % 27)
    return ((model(changed) - model(tokens[None])).abs().amax(-1) > 1e-6).T


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.2), sharey=True)
    ways = {"with the mask": naive_attention, "without it: a leak": seeing}
    for ax, (title, attention) in zip(axes, ways.items(), strict=True):
        ax.imshow(moved(attention), cmap="Blues", vmin=0, vmax=1.4)
        ax.set(title=title, xlabel="token that is changed", xticks=range(0, LENGTH, 2))
        ax.grid(False)
    axes[0].set(ylabel="output", yticks=range(0, LENGTH, 2))
    return fig
