"""What a continuous generator must draw between two parts, and how the bound falls with its slope.

It draws `eq-gap-share`. Above, $G$ is a ramp from one part to the other; below, the bound.
"""

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm

from genai_utils.plots import PALETTE

SLOPE = 2


def ramp(ax):
    z, edge = np.linspace(-3, 3, 601), 0.5 / SLOPE
    between = norm.cdf(edge) - norm.cdf(-edge)
    ax.plot(z, np.clip(SLOPE * z, -0.5, 0.5), color=PALETTE[1], label=f"$G(z)$, slope {SLOPE}")
    ax.plot(z, norm.pdf(z) - 0.5, color="#666666", ls="--", label="how often the noise $z$ comes")
    middle = np.abs(z) <= edge
    ax.fill_between(z[middle], -0.5, norm.pdf(z[middle]) - 0.5, color=PALETTE[1], alpha=0.35)
    ax.annotate(
        f"{between:.0%} of the samples\nlie between the parts",
        (0.1, -0.3),
        (1.1, -0.2),
        arrowprops={"arrowstyle": "->"},
    )
    ax.set(xlabel="noise $z$", ylabel="sample", ylim=(-0.52, 0.75))
    ax.set_yticks([-0.5, 0.5], ["part 1", "part 2"])
    ax.legend(loc="upper left", ncols=2)


def draw():
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 5.2))
    ramp(upper)
    slope = np.geomspace(0.5, 100, 200)
    for share, style, colour in ((0.5, "-", PALETTE[0]), (0.05, "--", PALETTE[2])):
        least = norm.cdf(norm.ppf(share) + 1 / slope) - share
        lower.plot(slope, least, color=colour, ls=style, label=rf"part 1 has the share {share}")
    lower.set(xscale="log", yscale="log", xlabel="steepest slope $M$, for a gap $g = 1$")
    lower.set_ylabel("least share between")
    lower.set_xticks([1, 10, 100], ["1", "10", "100"])
    lower.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    lower.minorticks_off()
    lower.legend()
    return fig
