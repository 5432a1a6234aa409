"""Points carried from noise to a pixel that is -1 or 1, by the velocity `eq-flow-velocity`.

Small steps of Euler's rule, `eq-flow-euler`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

STEPS = 400
PICTURES = np.array([-1.0, 1.0])


def velocity(u, t):
    """The mean velocity of all paths through u, (points,) -> (points,)."""
    powers = -((u[:, None] - t * PICTURES) ** 2) / (2 * (1 - t) ** 2)
    weights = np.exp(powers - powers.max(1, keepdims=True))
    shares = weights / weights.sum(1, keepdims=True)
    return (shares * (PICTURES - u[:, None])).sum(1) / (1 - t)


def draw():
    noise = np.linspace(-2.4, 2.4, 26)
    states = [noise]
    for step in range(STEPS):
        states.append(states[-1] + velocity(states[-1], step / STEPS) / STEPS)
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    times = np.linspace(0, 1, STEPS + 1)
    for path in np.array(states).T:
        right = int(path[-1] > 0)
        ax.plot(times, path, color=PALETTE[right], ls="-" if right else "--", lw=1.1)
    ax.set(xlabel="time $t$, from noise to picture", ylabel="grey value $u$")
    return fig
