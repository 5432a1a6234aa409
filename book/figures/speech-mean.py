"""The same phones and durations: the teacher, the mean, and drawn frames, by log-mel frames.

It draws `eq-frame-likelihood` at work.
"""

import matplotlib.pyplot as plt
from shared import spoken

from genai_utils import audio, speech


def draw():
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5), sharex=True)
    (told,), chain = speech.examples([spoken.SENTENCE]), spoken.chain()
    symbols = tuple(speech.SYMBOLS[number] for number in told.symbols)
    pictures = [audio.from_mel_cepstrum(told.cepstrum.T, audio.BANDS)]
    for temperature in (None, 1.0):
        made = chain.frames(symbols, told.begins, temperature, samples=told.samples)
        pictures.append(chain.log_mel(made[1]))
    for ax, picture, name in zip(axes, pictures, ("teacher", "mean", "drawn"), strict=True):
        seconds = picture.shape[1] * audio.HOP / audio.RATE
        ax.imshow(
            picture, cmap="Greys", origin="lower", aspect="auto", vmin=-9, vmax=-2,
            extent=(0, seconds, 0, 80),
        )  # fmt: skip
        ax.set(ylabel=f"{name}\nband", ylim=(0, 50), xlim=(0, 1.2))
    axes[2].set(xlabel="seconds")
    return fig
