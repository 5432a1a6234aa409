"""The best guess of x_0 in {-1, 1} against x_t, at four noise levels.

It draws `eq-two-point-guess`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.noising import SHARES

from genai_utils.plots import PALETTE

STEPS = {50: "-", 250: "--", 500: "-.", 900: ":"}


def draw():
    x = np.linspace(-3, 3, 400)
    fig, ax = plt.subplots(figsize=(6.4, 3.0))
    for (t, line), colour in zip(STEPS.items(), PALETTE, strict=False):
        share = SHARES[t]
        curve = np.tanh(np.sqrt(share) * x / (1 - share))
        ax.plot(x, curve, line, color=colour, lw=2, label=f"after {t} steps")
    ax.axvline(0.5, color="#666666", lw=0.8)
    ax.set(xlabel="$x_t$", ylabel="best guess of $x_0$", xlim=(-3, 3), yticks=[-1, 0, 1])
    ax.legend(loc="lower right")
    return fig
