"""Pulses, the resonances of a vowel, and their product. It draws `eq-pulses`, `eq-resonator`."""

import matplotlib.pyplot as plt
import numpy as np
import torch

from genai_utils import audio
from genai_utils.plots import PALETTE

FORMANTS, WIDTHS, PITCH = [730.0, 1090.0, 2440.0], [90.0, 110.0, 160.0], 120.0
BIG = 4096


def draw():
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5), sharex=True)
    pulses = audio.pulses(torch.full((80,), PITCH), 79 * audio.HOP)
    source = audio.stft(pulses, BIG, audio.HOP).abs()[:, 40].numpy() * 2 / BIG
    envelope = audio.resonances(FORMANTS, WIDTHS, BIG).numpy()
    hertz = np.arange(len(source)) * audio.RATE / BIG
    for ax, line, name in zip(
        axes, (source, envelope, source * envelope), ("source", "filter", "sound"), strict=True
    ):
        ax.plot(hertz / 1000, 20 * np.log10(line + 1e-4), color=PALETTE[0], lw=1)
        ax.set(ylabel="decibels", xlim=(0, 4), ylim=(-70, 35))
        ax.set_title(name, loc="left")
    axes[2].plot(hertz / 1000, 20 * np.log10(envelope / 2), "--", color=PALETTE[1], lw=1)
    axes[2].set(xlabel="kHz")
    return fig
