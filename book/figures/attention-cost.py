"""Seconds and megabytes of one attention layer by the number of tokens, naive and fused.

Draws `eq-attention-work` and `eq-attention-memory`.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

STYLES = {"naive": "o-", "fused": "s--"}


def draw():
    cost = measured("3-trade-offs.measured")["attention"]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 5.2), sharex=True)
    for ax, key in zip(axes, ("seconds", "megabytes"), strict=True):
        for place, (name, style) in enumerate(STYLES.items()):
            ax.plot(cost["tokens"], cost[name][key], style, color=f"C{place}", label=name)
        ax.set(xscale="log", yscale="log", ylabel=key)
    axes[1].set(xlabel="tokens")
    axes[1].set_xticks(cost["tokens"], cost["tokens"])
    axes[1].minorticks_off()
    axes[0].legend()
    return fig
