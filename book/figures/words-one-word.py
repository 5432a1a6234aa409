"""What each letter of a held-out word costs the stored transformer, and what it expected.

Draws `eq-token-log-likelihood`.
"""

import math

import matplotlib.pyplot as plt
import torch
from shared.families import COLOUR
from shared.words import symbols, transformer

from genai_utils import data

WORD = "monitored"


def draw():
    tokens = data.encode_words([WORD])
    with torch.no_grad():
        log_p = transformer()(tokens[:, :-1]).log_softmax(-1)[0]
    bits = -log_p.gather(-1, tokens[0, 1:, None])[:, 0] / math.log(2)
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    ax.bar(range(len(bits)), bits, color=COLOUR["autoregressive"], alpha=0.8)
    for place, (cost, guess) in enumerate(zip(bits.tolist(), log_p.argmax(-1), strict=True)):
        ax.text(place, cost + 0.1, symbols[guess], ha="center", color="#444444")
    ax.set_xticks(range(len(bits)), [*WORD, "end"])
    ax.set(ylabel="bits", ylim=(0, bits.max().item() + 0.8))
    ax.set_title(
        f"{bits.sum():.1f} bits in all, {bits.mean():.2f} per character", loc="left", fontsize=10.5
    )
    ax.grid(False, axis="x")
    return fig
