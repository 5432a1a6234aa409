"""Bits of a word under the stored transformer, letter by letter: `eq-token-log-likelihood`."""

import math

import matplotlib.pyplot as plt
import torch
from shared.words import transformer

from genai_utils import data
from genai_utils.plots import PALETTE

WORDS = {"question": "-", "quetsion": "--", "noitseuq": "-."}


def draw():
    plt.rcParams["font.size"] = 11
    model, tokens = transformer(), data.encode_words(list(WORDS))
    with torch.no_grad():
        log_p = model(tokens[:, :-1]).log_softmax(-1)
    bits = -log_p.gather(-1, tokens[:, 1:, None]).squeeze(-1) / math.log(2)
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    places, below = range(1, bits.shape[1] + 1), -2.5
    even = [math.log2(27) * place for place in places]
    ax.plot(places, even, ":", color="#666666", lw=1.4)
    ax.text(3.3, even[2] + 3.6, "an even choice", color="#444444", rotation=31)
    for (word, line), row, colour in zip(WORDS.items(), bits, PALETTE[3:], strict=False):
        height = row.cumsum(0).tolist()
        ax.plot(places, height, line, marker="o", ms=4, color=colour)
        for place, letter in zip(places, f"{word}·", strict=True):
            ax.text(place, below, letter, ha="center", va="top", color=colour)
        below -= 5
        ax.text(9.15, height[-1], f"{height[-1]:.0f} bits", va="center", color=colour)
    ax.set(ylabel="bits so far", xlim=(0.4, 10), ylim=(0, 56), xticks=places)
    ax.tick_params(axis="x", labelbottom=False)
    ax.text(5, below - 1, "letter, and the end", ha="center", va="top")
    return fig
