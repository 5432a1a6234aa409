"""How much of the teacher's variance is left in the mean, and in what is drawn, from the store."""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 2.8))
    found = measured("6-speech-synthesis.measured")["variances"]
    ax.plot(found["drawn"], "-", color=PALETTE[2], label="drawn at the temperature 1")
    ax.plot(found["mean"], "--", color=PALETTE[1], label="mean of the regression")
    ax.axhline(1, color="#666666", lw=1)
    ax.set(xlabel="coefficient", ylabel="share of the variance", ylim=(0, 1.6))
    ax.legend()
    return fig
