"""The game with two numbers from (1, 0): at once, in turns, with R1, and in turns for long.

Eq. `eq-dirac-field`, `eq-dirac-simultaneous`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared import dirac

from genai_utils.plots import PALETTE


def panel(ax, title, paths, reach, gamma=0.0):
    """The field, and walks over it: name -> (places, format, colour)."""
    theta, psi = np.meshgrid(*[np.linspace(-reach, reach, 11)] * 2)
    ax.quiver(theta, psi, *dirac.pull(theta, psi, gamma), color="#bbbbbb", width=0.005)
    for name, (path, line, colour) in paths.items():
        ax.plot(*path.T, line, color=colour, lw=1.3, ms=2, label=name)
    ax.plot(0, 0, "*", color="#1a1a1a", ms=10)
    ax.plot(1, 0, "s", color="#1a1a1a", ms=5)
    ax.set(title=title, aspect="equal", xlim=(-reach, reach), ylim=(-reach, reach))
    ax.title.set_fontsize(10)
    ax.set(xlabel=r"generator $\theta$", ylabel=r"discriminator $\psi$")


def draw():
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 6.4))
    (once, turns), (friction, long) = axes
    walk = dirac.walk
    panel(once, "at once, $h = 0.2$", {"": (walk(0.2, 200), "-", PALETTE[1])}, 2.6)
    panel(turns, "in turns, $h = 0.2$", {"": (walk(0.2, 200, turns=True), "-", PALETTE[0])}, 2.6)
    spirals = {
        "$h = 0.2$": (walk(0.2, 200, gamma=0.6), "-", PALETTE[2]),
        "$h = 1$": (walk(1, 40, gamma=0.6), "o--", PALETTE[3]),
    }
    panel(friction, r"at once with R1, $\gamma = 0.6$", spirals, 1.3, gamma=0.6)
    friction.legend(loc="lower left")
    path = walk(1, 1700, turns=True)
    parts = {
        "steps 0 to 300": (path[:300], "o", PALETTE[0]),
        "1,200 to 1,700": (path[1200:], "x", PALETTE[1]),
    }
    panel(long, "in turns, $h = 1$", parts, 4.2)
    long.legend(loc="upper right", fontsize=9, markerscale=2.5)
    return fig
