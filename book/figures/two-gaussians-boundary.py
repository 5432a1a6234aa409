"""Two Gaussian classes on a line: both kinds of model know the boundary, one knows more.

It draws `eq-linear-logit` as a probability, for means 0 and 2.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

MEANS = (0.0, 2.0)


def draw():
    x = np.linspace(-3, 6, 400)
    densities = [np.exp(-((x - mean) ** 2) / 2) / np.sqrt(2 * np.pi) for mean in MEANS]
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.2), sharex=True)
    for density, colour, name in zip(densities, PALETTE[:2], "ab", strict=True):
        upper.fill_between(x, density / 2, color=colour, alpha=0.25)
        upper.plot(x, density / 2, color=colour, label=rf"$p(c)\,p(x\,|\,c)$, class ${name}$")
    lower.plot(x, densities[1] / sum(densities), color=PALETTE[2], label=r"$p(b\,|\,x)$")
    for ax in (upper, lower):
        ax.axvline(1, color="#666666", lw=1, ls=":")
        ax.legend(loc="upper right" if ax is upper else "center right")
    upper.set(ylabel="the generative model", yticks=[0, 0.1, 0.2])
    lower.set(ylabel="the classifier", xlabel="$x$", yticks=[0, 0.5, 1])
    return fig
