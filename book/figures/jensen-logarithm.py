"""The coin's two likelihoods on the logarithm: the chord lies below the curve.

It draws `eq-elbo-jensen`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

LIKELIHOODS = np.array([0.1, 0.3])


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    w = np.linspace(0.06, 0.36, 200)
    mean, low = LIKELIHOODS.mean(), np.log(LIKELIHOODS).mean()
    ax.plot(w, np.log(w), color="black")
    ax.plot(LIKELIHOODS, np.log(LIKELIHOODS), "o--", color=PALETTE[0])
    ax.plot([mean, mean], [np.log(mean), low], color=PALETTE[2], lw=3)
    ax.plot([mean, mean], [np.log(mean), low], "o", color=PALETTE[2])
    ax.annotate(r"$\log$ of the mean: $\log 0.2$", (mean, np.log(mean)), (0.09, -1.33))
    ax.annotate("mean of the logarithms:\nthe ELBO", (mean, low), (0.215, -2.05), color=PALETTE[0])
    middle = (np.log(mean) + low) / 2
    arrow = {"arrowstyle": "->", "color": PALETTE[2]}
    ax.annotate(
        "gap 0.144 nats", (0.199, middle), (0.08, middle - 0.03), color=PALETTE[2], arrowprops=arrow
    )
    ax.text(0.108, -2.42, r"$z=0$: $w=0.1$")
    ax.text(0.305, -1.38, r"$z=1$: $w=0.3$")
    ax.set(xlabel="importance weight $w$", ylabel=r"$\log w$", ylim=(-2.75, -0.95))
    return fig
