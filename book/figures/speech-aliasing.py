"""A tone above half the rate, and the lower tone that has the same samples."""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

RATE, HIGH = 22050, 15000


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 2.4))
    t = np.linspace(0, 8 / RATE, 600)
    ax.plot(1000 * t, np.sin(2 * np.pi * HIGH * t), color=PALETTE[0], lw=1, label="15,000 Hz")
    low = -np.sin(2 * np.pi * (RATE - HIGH) * t)
    ax.plot(1000 * t, low, "--", color=PALETTE[1], label="7,050 Hz, turned")
    n = np.arange(9)
    ax.plot(1000 * n / RATE, np.sin(2 * np.pi * HIGH * n / RATE), "ko", label="samples")
    ax.set(xlabel="milliseconds", ylabel="pressure", ylim=(-1.2, 1.9))
    ax.legend(ncols=3, loc="upper center")
    return fig
