"""What three losses pay for the same squared error of the guessed data, step by step.

It draws `eq-diffusion-term`, `eq-noise-prediction` and `eq-diffusion-units`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.noising import SHARES

from genai_utils.plots import PALETTE


def draw():
    ratio = SHARES[1:] / (1 - SHARES[1:])
    steps = np.arange(2, 1001)
    weights = [
        ("the bound", (ratio[:-1] - ratio[1:]) / 2, "-", PALETTE[0]),
        (r"noise, $\Vert\epsilon - \hat\epsilon\Vert^2$", ratio[1:], "--", PALETTE[1]),
        (r"mixture, $\Vert v - \hat v\Vert^2$", 1 + ratio[1:], "-.", PALETTE[2]),
    ]
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    for words, weight, line, colour in weights:
        ax.semilogy(steps, weight / weight.mean(), line, color=colour, lw=2, label=words)
    ax.set(xlabel="step $t$", ylabel="weight ÷ its mean", xlim=(0, 1000))
    ax.legend(loc="upper right")
    return fig
