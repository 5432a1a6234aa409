"""What the fit pays for the probability of one outcome that came up twice in ten throws.

It draws `eq-nll-counts` for the three outcomes of the page, with counts of 5, 3 and 2.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

SHARES = np.array([5, 3, 2]) / 10


def draw():
    third = np.linspace(0.002, 0.998, 600)
    others = SHARES[:2, None] / SHARES[:2].sum() * (1 - third)
    model = np.vstack([others, third])
    loss = -(SHARES[:, None] * np.log(model)).sum(axis=0)
    entropy = -(SHARES * np.log(SHARES)).sum()
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.plot(third, loss, color=PALETTE[1], label=r"mean $-\log\,p_\theta$ over the ten throws")
    ax.axhline(entropy, color=PALETTE[0], ls="--", label=r"$H(\hat p)$: no model costs less")
    ax.fill_between(third, entropy, loss, color=PALETTE[1], alpha=0.15)
    ax.plot(SHARES[2], entropy, "o", color="#1a1a1a")
    ax.annotate("the share in the data", (SHARES[2], entropy), (0.2, 0.82), ha="center")
    ax.annotate(r"the divergence", (0.8, 1.2), ha="center", color=PALETTE[1])
    ax.set(xlabel="probability that the model gives to the third outcome", ylabel="nats a throw")
    ax.set(xlim=(0, 1), ylim=(0.75, 2.5))
    ax.legend(loc="upper center")
    return fig
