"""Shares of the weights by part, for three sizes, by `eq-parameter-count`."""

import matplotlib.pyplot as plt

from genai_utils.plots import PALETTE

SIZES = {  # C, d, N, longest text
    "this page's": (27, 64, 2, 29),
    "GPT-2 small's sizes": (50257, 768, 12, 1024),
    "GPT-3's sizes": (50257, 12288, 96, 2048),
}
NAMES = ("tables and logits", "attention", "small networks", "norms")
HATCHES = ("", "//", "..", "")


def parts(C, d, N, longest):
    return (2 * C + longest) * d + C, 4 * N * d**2, N * (8 * d**2 + 5 * d), (4 * N + 2) * d


def short(count):
    for size, name in ((1e9, "billion"), (1e6, "million"), (1, "")):
        if count >= size:
            return f"{count / size:,.0f} {name}".strip()


def draw():
    plt.rcParams["font.size"] = 11
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    colours = (PALETTE[2], PALETTE[0], PALETTE[1], "#666666")
    for row, (model, sizes) in enumerate(SIZES.items()):
        counts, left = parts(*sizes), 0.0
        for count, name, colour, hatch in zip(counts, NAMES, colours, HATCHES, strict=True):
            share = count / sum(counts)
            label = name if row == 0 else None
            ax.barh(
                1.3 * row,
                share,
                left=left,
                height=0.6,
                color=colour,
                hatch=hatch,
                ec="white",
                label=label,
            )
            if share > 0.06:
                look = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none"}
                middle = left + share / 2
                ax.text(middle, 1.3 * row, f"{share:.0%}", ha="center", va="center", bbox=look)
            left += share
        ax.text(0, 1.3 * row - 0.36, f"{model}: {short(sum(counts))} weights", va="bottom")
    ax.set(yticks=[], xticks=[], ylim=(3.05, -0.75), xlim=(0, 1))
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.grid(False)
    fig.legend(loc="outside lower center", ncols=2)
    return fig
