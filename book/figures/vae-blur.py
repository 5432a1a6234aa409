"""Digits in pure black and white, and what decoders and averages make of their codes.

It draws `eq-best-decoder`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils import plots

ROWS = (
    ("2 units: digit", "a digit that wasn't\ntrained on"),
    ("2 units: decoder", "what the decoder\ndraws, 2 units"),
    ("2 units: average", "average of digits\nthat share the code"),
    ("2 units: larger", "a larger decoder,\n2 units"),
    ("2 units: sample", "a sample of the\nsecond row"),
    ("20 units: decoder", "what the decoder\ndraws, 20 units"),
)


def draw():
    stored = arrays("vae-digits")
    columns = stored[ROWS[0][0]].shape[0]
    fig, ax = plt.subplots(figsize=(6.4, 3.5))
    plots.picture_grid(ax, np.concatenate([stored[name] for name, _ in ROWS]) / 255, columns)
    side = ax.images[0].get_array().shape[0] / len(ROWS)
    ax.set_yticks([side * (row + 0.5) for row in range(len(ROWS))], [words for _, words in ROWS])
    ax.set_anchor("E")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig
