"""The cost of one Bernoulli pixel against its logit, for a white, a black and a grey target.

It draws `eq-bernoulli` and `eq-grey-floor`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

TARGETS = ((1.0, "white, $x=1$", "-"), (0.0, "black, $x=0$", "--"), (0.3, "grey, $x=0.3$", "-."))


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    a = np.linspace(-6, 6, 400)
    for (x, words, line), colour in zip(TARGETS, PALETTE, strict=False):
        ax.plot(a, np.logaddexp(0, a) - x * a, line, color=colour, label=words)
    best = np.log(0.3 / 0.7)
    floor = np.logaddexp(0, best) - 0.3 * best
    ax.plot(best, floor, "o", color=PALETTE[2])
    ax.axhline(floor, color=PALETTE[2], lw=1, ls=":")
    ax.text(-5.9, floor + 0.1, f"the floor, {floor:.2f} nats", color=PALETTE[2])
    ax.set(xlabel="logit $a$", ylabel="cost of the pixel in nats", ylim=(-0.1, 4.4))
    ax.legend(loc="upper center")
    return fig
