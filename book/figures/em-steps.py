"""EM on the coin's share: three bounds, each touching the likelihood where its E-step was made.

It draws `eq-em-ascent` and `eq-em-coin`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

# Two sides of the coin, three images: what each image's probability is from either side.
LIKELIHOOD = np.array([[0.1, 0.3], [0.1, 0.3], [0.3, 0.1]])


def weights(share):
    return LIKELIHOOD * np.stack([1 - share, share], axis=-1)


def posterior(share):
    return weights(share)[:, 1] / weights(share).sum(1)


def bound(r, share):
    joint = np.log(weights(share))
    return np.sum(r * (joint[:, 1] - np.log(r)) + (1 - r) * (joint[:, 0] - np.log(1 - r)))


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    shares = np.linspace(0.12, 0.985, 300)
    truth = [np.log(weights(share).sum(1)).sum() for share in shares]
    ax.plot(shares, truth, color="black")
    ax.text(0.3, -5.0, r"$\sum_n \log p_\pi(x_n)$", ha="right")
    share = 0.25
    for colour, line in zip(PALETTE, ("--", "-.", ":"), strict=False):
        r = posterior(share)
        ax.plot(shares, [bound(r, s) for s in shares], line, color=colour)
        ax.plot(share, bound(r, share), "o", color=colour)
        better = r.mean()
        ax.plot([share, better], [bound(r, share), bound(r, better)], lw=0.8, color=colour)
        ax.plot(better, bound(r, better), "^", color=colour)
        share = better
    ax.plot([], [], "ko", label="E-step: the bound touches")
    ax.plot([], [], "k^", label="M-step: to its top")
    ax.legend(loc=(0.22, 0.03))
    ax.set(xlabel=r"$\pi$, the share of the side $z=1$", ylabel="nats", ylim=(-6.2, -4.6))
    return fig
