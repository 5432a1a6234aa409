"""What four trainings of one VAE rebuild and draw; one setting differs in each.

Draws `eq-mean-beta`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.families import strip
from shared.stored import arrays

ROWS = {
    "nothing": "40 latent units",
    "2 latent units": "2 latent units",
    "rate × 4": "40 units, the rate weighed four times",
    "mean over pixels": "40 units, a mean over pixels in place of a sum",
}


def draw():
    stored = arrays("codes")
    fig, axes = plt.subplots(5, 1, figsize=(6.4, 5.5), height_ratios=(1, 2, 2, 2, 2))
    strip(axes[0], stored["nothing: digits"], 10, "ten digits that no training has seen")
    for ax, (row, title) in zip(axes[1:], ROWS.items(), strict=True):
        pictures = [*stored[f"{row}: rebuilt"], *stored[f"{row}: drawn"]]
        strip(ax, np.stack(pictures), 10, title)
        ax.set_yticks([15, 45], ["rebuilt", "drawn"])
        ax.tick_params(length=0)
    return fig
