"""Every eighth of the eighty mel filters. It draws `eq-mel`."""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils import audio
from genai_utils.plots import PALETTE


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 2.4))
    filters = audio.mel_filters().numpy()
    hertz = np.arange(filters.shape[1]) * audio.RATE / audio.SIZE
    for number, row in enumerate(filters[7::8]):
        ax.plot(hertz / 1000, row, color=PALETTE[0], ls=("-", "--")[number % 2], lw=1.2)
    ax.set(xlabel="kHz", ylabel="weight", xlim=(0, 11.1))
    return fig
