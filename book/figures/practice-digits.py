"""Ten real digits, ten samples of the article's pair and ten of ours, after ten epochs each."""

import matplotlib.pyplot as plt
from shared.practice import REAL, RECIPES
from shared.stored import arrays

from genai_utils.plots import picture_grid


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = arrays("practice")
    rows = {"real digits": (stored["real"], REAL)}
    for name, (colour, _) in RECIPES.items():
        words = "the article's pair, every defect cured" if name != "ours" else "our pair"
        rows[words] = (stored[f"{name}: sheets"][-1], colour)
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 3.2))
    for ax, (name, (pictures, colour)) in zip(axes, rows.items(), strict=True):
        picture_grid(ax, pictures / 255, columns=10)
        ax.set_title(name, loc="left", fontsize=12, color=colour)
    return fig
