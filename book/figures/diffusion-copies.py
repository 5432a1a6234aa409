"""What the best guess on 1,000 training digits generates, above the nearest training digits.

It draws `eq-training-guess`.
"""

import itertools

import matplotlib.pyplot as plt
import numpy as np
from shared.noising import SHARES, back, guess

from genai_utils import data, plots


def draw():
    training = 2 * data.mnist().images[::5].double().numpy() - 1
    random = np.random.default_rng(0)
    x = random.standard_normal((10, 784))
    places = np.arange(1000, -1, -10)
    for here, before in itertools.pairwise(places):
        best = guess(x, SHARES[here], training)
        x = back(x, best, SHARES[here], SHARES[before], random) if before else best
    nearest = training[((x[:, None] - training) ** 2).sum(2).argmin(1)]
    fig, ax = plt.subplots(figsize=(6.4, 1.7))
    plots.picture_grid(ax, ((np.concatenate([x, nearest]) + 1) / 2).clip(0, 1), columns=10)
    ax.set_yticks([15, 45], ["generated", "nearest\ntraining digit"])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig
