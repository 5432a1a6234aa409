"""A digit under more and more noise, and the best guess of it from the training digits alone.

It draws `eq-diffusion-marginal` and `eq-training-guess`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.noising import SHARES, guess

from genai_utils import data, plots

STEPS = (0, 150, 300, 450, 550, 650, 1000)


def draw():
    digits = data.mnist()
    training = 2 * digits.images[::5].double().numpy() - 1
    digit = training[np.flatnonzero(digits.labels[::5] == 3)[7]]
    noise = np.random.default_rng(0).standard_normal(digit.shape)
    noisy = [np.sqrt(SHARES[t]) * digit + np.sqrt(1 - SHARES[t]) * noise for t in STEPS]
    rest = zip(noisy[1:], STEPS[1:], strict=True)
    best = [digit, *(guess(x[None], SHARES[t], training)[0] for x, t in rest)]
    fig, ax = plt.subplots(figsize=(6.4, 2.3))
    pictures = (np.stack([*noisy, *best]) + 1) / 2
    plots.picture_grid(ax, pictures.clip(0, 1), columns=len(STEPS))
    ax.set_xticks([30 * i + 15 for i in range(len(STEPS))], [f"{t:,}" for t in STEPS])
    ax.set_yticks([15, 45], ["$x_t$", "best guess"])
    ax.set_xlabel("steps of noising")
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return fig
