"""Points carried from noise to a pixel that is -1 or 1, by the velocity `eq-flow-velocity`.

For two pictures its weights are a hyperbolic tangent. Small steps of Euler's rule, `eq-flow-euler`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.two_bells import line, paths

from genai_utils.plots import PALETTE

STEPS = 400


def draw():
    ways = paths(np.linspace(-2.4, 2.4, 26), STEPS, line, width=0)
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    times = np.linspace(0, 1, STEPS + 1)
    for way in ways.T:
        right = int(way[-1] > 0)
        ax.plot(times, way, color=PALETTE[right], ls="-" if right else "--", lw=1.1)
    ax.set(xlabel="time $t$, from noise to picture", ylabel="grey value $u$")
    return fig
