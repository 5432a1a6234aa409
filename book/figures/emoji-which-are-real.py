"""Four rows of twelve emoji: six that a person designed and six that a GAN drew, shuffled."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import arrays

from genai_utils import plots


def draw():
    pictures = arrays("emoji")["quiz"].reshape(2, 4, 6, 3, 32, 32) / 255
    rows = [np.concatenate([pictures[0, row], pictures[1, row]]) for row in range(4)]
    order = np.random.default_rng(3)
    fig, ax = plt.subplots(figsize=(6.4, 2.4))
    plots.colour_grid(ax, np.concatenate([row[order.permutation(12)] for row in rows]), 12)
    ax.set_yticks(34 * np.arange(4) + 17, "ABCD")
    ax.set_xticks(34 * np.arange(12) + 17, range(1, 13))
    return fig
