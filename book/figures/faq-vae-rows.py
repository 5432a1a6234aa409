"""Digits and three VAEs' copies of them: as the recipe is, with too small a code, with none in use.

The last row is the mean over pixels of `eq-mean-beta`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils import plots

ROWS = {
    "nothing: digits": "the digits",
    "nothing: rebuilt": "A: 20 units",
    "2 latent units: rebuilt": "B: 2 units",
    "mean over pixels: rebuilt": "C: mean",
}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = arrays("codes")
    fig, ax = plt.subplots(figsize=(6.4, 2.3))
    plots.picture_grid(ax, np.concatenate([stored[name][:8] for name in ROWS]) / 255, columns=8)
    ax.set_yticks([15 + 30 * row for row in range(len(ROWS))], ROWS.values())
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig
