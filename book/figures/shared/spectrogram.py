"""How a page draws a spectrogram: decibels as grey, time to the right, kHz upwards."""

import numpy as np

from genai_utils import audio


def draw(ax, samples, size=audio.SIZE, hop=audio.HOP, top=11.025):
    """The spectrogram of samples on an axes, 70 decibels from black to white."""
    level = 20 * np.log10(audio.stft(samples, size, hop).abs().numpy() * 2 / size + 1e-7)
    level = 5 * np.round(level / 5)  # steps of 5 decibels: a smaller file, and no less seen
    seconds = len(samples) / audio.RATE
    ax.imshow(
        level, cmap="Greys", origin="lower", aspect="auto", vmin=level.max() - 70, vmax=level.max(),
        extent=(0, seconds, 0, audio.RATE / 2000), interpolation="nearest",
    )  # fmt: skip
    ax.set(ylim=(0, top), ylabel="kHz")
