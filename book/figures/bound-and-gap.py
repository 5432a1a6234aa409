"""The coin's bound for every encoder: the truth doesn't move, the bound and the gap do.

It draws `eq-elbo-identity`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

TRUTH = np.log(0.2)


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    q = np.linspace(0.001, 0.999, 400)
    bound = q * np.log(0.3) + (1 - q) * np.log(0.1) - q * np.log(2 * q)
    bound -= (1 - q) * np.log(2 * (1 - q))
    ax.axhline(TRUTH, color="black", lw=1.5)
    ax.fill_between(q, bound, TRUTH, color=PALETTE[2], alpha=0.2)
    ax.plot(q, bound, color=PALETTE[0])
    at = np.interp(0.5, q, bound)
    ax.annotate("", (0.5, TRUTH), (0.5, at), arrowprops={"arrowstyle": "<->", "color": PALETTE[2]})
    ax.text(0.485, (TRUTH + at) / 2, "0.144 nats", ha="right", va="center", color=PALETTE[2])
    ax.plot(0.75, TRUTH, "o", color=PALETTE[1])
    ax.text(0.75, TRUTH + 0.02, "the posterior, $q(1)=0.75$", ha="center", color=PALETTE[1])
    ax.text(0.02, TRUTH + 0.02, r"$\log p(x)=\log 0.2$")
    ax.text(0.14, -2.12, r"$\mathrm{ELBO}$", color=PALETTE[0])
    ax.text(0.05, -1.76, r"$\mathrm{KL}(q\,\|\,p(z|x))$", color=PALETTE[2])
    ax.set(xlabel="$q(1)$, what the encoder says", ylabel="nats", ylim=(-2.4, -1.5))
    return fig
