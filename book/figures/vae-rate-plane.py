"""Five trainings of one VAE on digits, in the plane of rate and distortion."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE

ROWS = {
    "nothing": ("as derived", (8, 4), "left"),
    "rate × 4": (r"divergence weighed 4 times", (8, 4), "left"),
    "mean over pixels": ("mean over pixels", (8, -2), "left"),
    "2 latent units": ("2 latent units", (9, 8), "left"),
}


def draw():
    sweep = measured("3-vae.sweep")
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    rate = np.array([0, 40])
    for bound in (120, 160, 200):
        ax.plot(rate, bound - rate, color="#999999", lw=1, ls=":")
        ax.text(33.5, bound - 33.5 + 3, f"{bound} nats", color="#666666", fontsize=9)
    for (name, (words, shift, side)), colour in zip(ROWS.items(), PALETTE, strict=False):
        at = (sweep[name]["rate"], sweep[name]["negative ELBO"] - sweep[name]["rate"])
        ax.plot(*at, "o", color=colour, ms=8, clip_on=False)
        ax.annotate(words, at, shift, textcoords="offset points", ha=side, color=colour)
    ax.set(xlabel="rate $R$, nats a digit", ylabel=r"distortion $\Delta$, nats a digit")
    ax.set(xlim=(0, 40), ylim=(80, 225))
    return fig
