"""The distance of 2,000 points from two bells after so many steps, with the exact best guess.

The chain's points are random, so its line is compared with that of as many draws of the data.

It draws `eq-one-family` at work.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.two_bells import WIDTH, circle, crowd, distance, line, paths

from genai_utils.plots import PALETTE

STEPS = (1, 2, 5, 10, 20, 50, 100, 200)


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    for name, curve, dice, mark, colour in (
        ("flow on the line", line, None, "s-", PALETTE[1]),
        ("flow on the circle", circle, None, "o--", PALETTE[0]),
        ("chain with fresh noise", circle, 0, "^:", PALETTE[2]),
    ):
        far = []
        for steps in STEPS:
            random = None if dice is None else np.random.default_rng(dice)
            far.append(distance(paths(crowd(2000), steps, curve, dice=random)[-1]))
        ax.loglog(STEPS, far, mark, color=colour, label=name)
    random = np.random.default_rng(1)
    drawn = [
        distance(random.choice([-1, 1], 2000) + WIDTH * random.standard_normal(2000))
        for _ in range(20)
    ]
    ax.axhline(np.mean(drawn), color="#666666", lw=1, label="2,000 draws of the data")
    ax.set(xlabel="steps", ylabel="distance from the data")
    ax.set_xticks(STEPS, [str(steps) for steps in STEPS])
    ax.minorticks_off()
    ax.legend()
    return fig
