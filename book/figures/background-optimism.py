"""How a fitted mean flatters itself: nats on the fitted examples and on others, simulated.

It draws `eq-optimism` for 64 coordinates; each dot is the mean of 200 fits.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

D, FITS = 64, 200


def more_than_entropy(n, rng):
    """Nats above the entropy: on the n examples of the fit, and on as many others."""
    x = rng.standard_normal((2, FITS, n, D))
    mean = x[0].mean(axis=1, keepdims=True)
    return [((part - mean) ** 2).sum(-1).mean() / 2 - D / 2 for part in x]


def draw():
    rng, line = np.random.default_rng(0), np.geomspace(9, 220, 100)
    sizes = (10, 20, 50, 100, 200)
    dots = np.array([more_than_entropy(n, rng) for n in sizes])
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    for sign, colour, mark, which, name in (
        (1, PALETTE[0], "o", 1, "held-out examples"),
        (-1, PALETTE[1], "s", 0, "the examples of the fit"),
    ):
        ax.plot(line, sign * D / (2 * line), color=colour)
        ax.plot(sizes, dots[:, which], mark, color=colour, label=name)
    ax.axhline(0, color="#1a1a1a", lw=1)
    ax.text(9, 0.12, "what the true mean would cost")
    ax.set(xscale="log", xlabel="examples $n$", ylabel="nats above the entropy $H$")
    ax.set_xticks(sizes, [str(n) for n in sizes])
    ax.minorticks_off()
    ax.legend()
    return fig
