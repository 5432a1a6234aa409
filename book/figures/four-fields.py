"""One picture for each field of chapter 6; a panel is a function, so that one is easily replaced.

The panel on language shows a factor of `eq-autoregressive`, counted.
"""

from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import torch
from scipy.signal import lfilter
from shared.stored import arrays

from genai_utils import data
from genai_utils.plots import PALETTE, picture_grid

RATE = 8000  # samples of sound a second


def images(ax):
    asked = arrays("by-class")["GAN"].reshape(-1, 10, 784)[:4, [3, 8, 5]].reshape(-1, 784)
    picture_grid(ax, asked.reshape(4, 3, 784).swapaxes(0, 1).reshape(-1, 784) / 255, columns=4)
    ax.set_yticks([15, 45, 75], ["a 3", "an 8", "a 5"])
    ax.tick_params(length=0)


def speech(ax):
    """A buzz through two resonances that move: the oldest model of a vowel."""
    pieces, state = [], np.zeros(4)
    for share in np.linspace(0, 1, 60):
        buzz = (np.arange(RATE // 100) == 0).astype(float)  # one pulse of a voice of 100 hertz
        poles = [(700 - 400 * share, 80), (1100 + 1100 * share, 120)]
        filters = [_resonance(*pole) for pole in poles]
        piece, state = lfilter([1.0], np.convolve(*filters), buzz, zi=state)
        pieces.append(piece)
    ax.specgram(np.concatenate(pieces), NFFT=100, Fs=RATE, noverlap=50, cmap="Greys", vmin=-70)
    ax.set(xlabel="seconds", ylabel="hertz", ylim=(0, 3000))
    ax.grid(visible=False)


def _resonance(frequency, width):
    radius, angle = np.exp(-np.pi * width / RATE), 2 * np.pi * frequency / RATE
    return [1.0, -2 * radius * np.cos(angle), radius**2]


def language(ax):
    after = Counter(word[3] for word in data.words() if word.startswith("str") and len(word) > 3)
    letters, counts = zip(*after.most_common(6), strict=True)
    ax.bar(letters, np.array(counts) / after.total(), color=PALETTE[0])
    ax.set(xlabel="the letter after s-t-r", ylabel="share")
    ax.grid(axis="x", visible=False)


def augmentation(ax):
    torch.manual_seed(0)
    digit = torch.from_numpy(arrays("by-class")["real"][3:4] / 255).float()
    moved = data.shift(digit.expand(4, -1), probability=1.0)
    asked = torch.from_numpy(arrays("by-class")["GAN"][3:43:10] / 255).float()
    rows = torch.cat([digit.expand(4, -1), moved, asked])
    picture_grid(ax, rows, columns=4)
    ax.set_yticks([15, 45, 75], ["copied", "moved", "drawn"])
    ax.tick_params(length=0)


PANELS = {"Images": images, "Speech": speech, "Language": language, "More data": augmentation}


def draw():
    plt.rcParams["font.size"] = 11
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.8))
    for ax, (title, panel) in zip(axes.flat, PANELS.items(), strict=True):
        panel(ax)
        ax.set_title(title, loc="left", fontsize=11)
    return fig
