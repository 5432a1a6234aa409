"""A point drawn digit by digit: the four predictions of the trained model for the text 6 2 1 4.

It draws the factors of `eq-autoregressive`.
"""

import matplotlib.pyplot as plt
from shared.families import COLOUR
from shared.stored import arrays


def draw():
    stored = arrays("three-maps")
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 5.0), sharex=True, sharey=True)
    for place, (ax, chances) in enumerate(zip(axes, stored["digits"], strict=True)):
        text = stored["text"]
        colours = [
            COLOUR["autoregressive"] if digit == text[place] else "#bbbbbb" for digit in range(10)
        ]
        ax.bar(range(10), chances, color=colours)
        ax.text(
            text[place], chances[text[place]] + 0.02, f"{chances[text[place]]:.2f}", ha="center"
        )
        read = " ".join(map(str, text[:place])) or "nothing"
        ax.set_title(f"having read {read}", loc="left", fontsize=10)
        ax.grid(axis="x", visible=False)
    axes[0].set(ylim=(0, 0.42), yticks=[0, 0.2, 0.4])
    axes[-1].set(xticks=range(10), xlabel="the next digit")
    return fig
