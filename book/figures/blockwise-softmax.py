"""A softmax over three blocks of two keys, and the state that is carried: `eq-online-merge`."""

import math

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE

BLOCKS = (((0.0, 4.0), (1.0, 2.0)), ((2.0, 1.0), (3.0, 6.0)), ((1.0, 8.0), (2.0, 4.0)))


def states():
    """Largest score, sum and output after each block, and the factor that shrank what was there."""
    m, total, output = -math.inf, 0.0, 0.0
    for block in BLOCKS:
        now = max(m, *(score for score, _ in block))
        shrink = math.exp(m - now)
        weights = [math.exp(score - now) for score, _ in block]
        total = shrink * total + sum(weights)
        parts = (w * value for w, (_, value) in zip(weights, block, strict=True))
        output = shrink * output + sum(parts)
        m = now
        yield m, total, output, shrink


def draw():
    plt.rcParams["font.size"] = 12
    fig, ax = plt.subplots(figsize=(6.4, 4.0))
    sheet(ax, 12.4, 7.4)
    ax.text(0.1, 6.2, "score\nvalue", va="center")
    ax.text(0.1, 2.8, "state", va="center")
    before = None
    for column, (block, state) in enumerate(zip(BLOCKS, states(), strict=True)):
        x = 3.0 + 3.7 * column
        for place, (score, value) in enumerate(block):
            key = box(
                ax, (x - 0.65 + 1.3 * place, 6.2), f"{score:.0f}\n{value:.0f}", size=(1.1, 1.4)
            )
            key.set_edgecolor(PALETTE[1])
        m, total, output, shrink = state
        words = f"$m = {m:.0f}$\n$ℓ = {total:.3f}$\n$y = {output:.3f}$"
        kept = box(ax, (x, 2.8), words, size=(2.4, 2.1), edge=PALETTE[0])
        arrow(ax, (x, 5.5), kept, color=PALETTE[1])
        if before is not None:
            arrow(ax, before, kept, color=PALETTE[0])
            ax.text(x - 1.85, 3.2, f"× {shrink:.2g}", ha="center", color=PALETTE[0])
        before = kept
    ax.text(x - 3.7, 7.15, "blocks of keys, one after the other", ha="center")
    arrow(ax, before, (x, 0.75))
    ax.text(x - 0.2, 0.35, f"$y/ℓ = {output / total:.3f}$", ha="center", va="center")
    return fig
