"""Distortion and rate over the epochs of one training.

Draws `eq-elbo-split`.
"""

import matplotlib.pyplot as plt
from shared.stored import arrays

from genai_utils.plots import curves


def draw():
    stored = arrays("VAE")
    distortion = stored["loss"] - stored["rate"]
    epochs = range(1, len(distortion) + 1)
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.6), height_ratios=(3, 2))
    terms = {"distortion": distortion, "rate": stored["rate"]}
    curves(upper, epochs, terms, "", "nats a digit")
    first = slice(0, 12)
    curves(lower, epochs[first], {"rate": stored["rate"][first]}, "epoch", "nats a digit")
    lower.lines[0].set(color="C1", linestyle="--", marker="o", markersize=4)
    lower.set_title("the rate in the first twelve epochs", loc="left", fontsize=10.5)
    lower.get_legend().remove()
    upper.set(ylim=(0, None))
    lower.set(ylim=(0, None))
    return fig
