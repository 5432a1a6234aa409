"""One word with a long and with a short window: harmonics, or pulses. It draws `eq-stft`."""

import matplotlib.pyplot as plt
from shared import spectrogram

from genai_utils import speech


def draw():
    sound = speech.teacher("Morning.")[1000:9000]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 4.6), sharex=True)
    for ax, size in zip(axes, (1024, 128), strict=True):
        spectrogram.draw(ax, sound, size, 32, top=4)
        ax.set_title(f"window of {size:,} samples, {1000 * size / 22050:.0f} ms", loc="left")
    axes[1].set(xlabel="seconds")
    return fig
