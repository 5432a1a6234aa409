"""One digit's true posterior, the Gaussian that the encoder gives, and the best Gaussian.

It draws `eq-amortisation-gap`.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Ellipse
from shared.stored import arrays

from genai_utils import plots
from genai_utils.plots import PALETTE

EDGE = 5.0  # of the stored grid
NAMES = (("encoder", PALETTE[1], "--"), ("best Gaussian", PALETTE[2], "-"))


def draw():
    stored = {
        name.split(": ")[1]: a for name, a in arrays("vae-digits").items() if "2 units" in name
    }
    fig, (digit, ax) = plt.subplots(1, 2, figsize=(6.4, 3.6), width_ratios=(1, 2.6))
    plots.picture_grid(digit, stored["one"][None] / 255, columns=1)
    digit.set_title("the digit $x$", fontsize=10)
    posterior = stored["posterior"].astype(float).T
    axis = np.linspace(-EDGE, EDGE, len(posterior))
    levels = posterior.max() * np.array([0.01, 0.1, 0.4, 0.8])
    ax.contourf(
        axis, axis, posterior, [*levels, posterior.max()], cmap="Blues", vmin=-posterior.max() / 3
    )
    spans = []
    for (mu, log_var), (name, colour, line) in zip(stored["gaussians"], NAMES, strict=True):
        spread = np.exp(0.5 * log_var)
        shape = {"fc": "none", "ec": colour, "ls": line, "lw": 2}
        ax.add_patch(Ellipse(mu, *(4 * spread), label=name, **shape))
        spans += [mu - 3.5 * spread, mu + 3.5 * spread]
    inside = np.argwhere(posterior > levels[0])
    spans += [axis[inside.min(0)[::-1]], axis[inside.max(0)[::-1]]]
    (left, low), (right, high) = np.min(spans, 0), np.max(spans, 0)
    ax.set(xlim=(left, right), ylim=(low, high), xlabel="$z_1$", ylabel="$z_2$")
    ax.legend(loc="best")
    return fig
