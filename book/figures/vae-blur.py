"""Digits in pure black and white, and what decoders and averages make of their codes.

It draws `eq-best-decoder`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils import plots

ROWS = (
    ("2 units: digit", "digit, not trained on"),
    ("2 units: decoder", "decoder, 2 units"),
    ("2 units: average", "average of the digits\nthat share the code"),
    ("2 units: larger", "larger decoder, 2 units"),
    ("2 units: sample", "decoder's pixels, drawn"),
    ("20 units: decoder", "decoder, 20 units"),
)


def draw():
    stored = arrays("vae-digits")
    columns = stored[ROWS[0][0]].shape[0]
    fig, ax = plt.subplots(figsize=(6.4, 3.7))
    plots.picture_grid(ax, np.concatenate([stored[name] for name, _ in ROWS]) / 255, columns)
    side = ax.images[0].get_array().shape[0] / len(ROWS)
    ax.set_yticks([side * (row + 0.5) for row in range(len(ROWS))], [words for _, words in ROWS])
    ax.tick_params(length=0)
    return fig
