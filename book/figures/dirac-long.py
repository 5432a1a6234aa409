"""The game in turns, ten thousand steps: the distance from the equilibrium for three step sizes.

Eq. `eq-dirac-alternating`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared import dirac

from genai_utils.plots import PALETTE

STEPS = 10_000
SIZES = {0.2: ("-", PALETTE[0]), 1.0: ("--", PALETTE[1]), 2.0: ("-.", PALETTE[2])}


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    for h, (line, colour) in SIZES.items():
        distance = np.linalg.norm(dirac.walk(h, STEPS, turns=True), axis=1)
        ax.plot(
            np.arange(1, STEPS + 1), distance[1:], line, lw=1.1, color=colour, label=f"$h$ = {h:g}"
        )
    friction = np.linalg.norm(dirac.walk(0.2, STEPS, gamma=0.6), axis=1)
    ax.plot(np.arange(1, STEPS + 1), friction[1:], ":", color="#1a1a1a", label="R1, $h$ = 0.2")
    ax.set(xscale="log", xlabel="step", ylabel="distance from (0, 0)", ylim=(0, None))
    ax.legend(loc="upper left")
    return fig
