"""How a signal comes from the first of nine positions to the last, in four kinds of layers.

Eq. `eq-path-length`.
"""

import matplotlib.pyplot as plt

from genai_utils.plots import PALETTE

POSITIONS = 9
WAYS = {  # the positions at which the signal stands, layer by layer or step by step
    "attention: 1 step": [0, 8],
    "recurrent: 8 steps": list(range(9)),
    "convolution over 3: 4 steps": [0, 2, 4, 6, 8],
    "dilated, 1 then 3: 2 steps": [0, 2, 8],
}


def draw():
    plt.rcParams["font.size"] = 11
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 3.8))
    for ax, (name, way), colour in zip(axes.flat, WAYS.items(), PALETTE, strict=False):
        recurrent = name.startswith("recurrent")
        layers = 1 if recurrent else len(way) - 1
        for layer in range(layers + 1):
            ax.plot(range(POSITIONS), [layer / layers] * POSITIONS, "o", ms=6, color="#cccccc")
        heights = [1] * len(way) if recurrent else [step / layers for step in range(len(way))]
        ax.plot([0, 0] if recurrent else [], [0, 1] if recurrent else [], color=colour)
        for step in range(len(way) - 1):
            ends = (way[step + 1], heights[step + 1]), (way[step], heights[step])
            ax.annotate("", *ends, arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 1.8})
        ax.set_title(name, fontsize=11, loc="left")
        ax.set(xlim=(-0.5, 8.5), ylim=(-0.15, 1.15), yticks=[], xticks=[0, 8])
        ax.set_xticklabels(["first", "last"])
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.tick_params(length=0)
        ax.grid(False)
    return fig
