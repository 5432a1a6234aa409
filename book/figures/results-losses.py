"""The losses of both pairs over ten epochs, and what the same noise draws meanwhile."""

import matplotlib.pyplot as plt
from shared.practice import RECIPES
from shared.stored import arrays

from genai_utils.plots import PALETTE, picture_grid

SHEETS = {1: 0, 4: 2, 10: 4}  # epoch: which of the stored sheets
LINES = {"discriminator": (PALETTE[0], "o"), "generator": (PALETTE[1], "^")}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = arrays("practice")
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 8.4), height_ratios=(1, 1.5, 1, 1.5))
    for (losses, sheet), name in zip((axes[:2], axes[2:]), RECIPES, strict=True):
        for player, (colour, mark) in LINES.items():
            values = stored[f"{name}: {player}_loss"]
            losses.plot(range(1, len(values) + 1), values, color=colour, marker=mark, label=player)
        losses.set(ylim=(0, None), ylabel="nats", xticks=range(1, 11))
        words = "the article's pair" if name != "ours" else "our pair"
        losses.set_title(words, loc="left", fontsize=12)
        pictures = stored[f"{name}: sheets"][list(SHEETS.values())]
        picture_grid(sheet, pictures.reshape(-1, 784) / 255, columns=10)
        sheet.set_yticks([30 * row + 15 for row in range(len(SHEETS))], SHEETS)
        sheet.tick_params(length=0)
        sheet.set(ylabel="epoch", xlabel="one column, one noise")
    axes[0].legend(loc="upper left")
    return fig
