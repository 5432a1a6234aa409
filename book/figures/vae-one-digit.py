"""How probable one digit is under a VAE, estimated with codes of the prior and of the encoder.

It draws `eq-naive-variance` and `eq-iwae-bound`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import numbers

from genai_utils.plots import PALETTE

SOURCES = {"prior": ("codes from the prior", "s-"), "encoder": ("codes from the encoder", "o--")}


def draw():
    estimates = numbers("vae-digits")["estimates"]
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    for (name, (words, style)), colour in zip(SOURCES.items(), PALETTE, strict=False):
        found = estimates[name]
        counts = [int(count) for count in found]
        values = np.array(list(found.values()))
        ax.fill_between(counts, values.min(1), values.max(1), color=colour, alpha=0.2, lw=0)
        ax.plot(counts, np.median(values, 1), style, color=colour, label=words)
    ax.set(xscale="log", xlabel="number of codes in the average", ylabel=r"estimate of $\log p(x)$")
    ax.legend(loc="lower right")
    return fig
