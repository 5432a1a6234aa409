"""Bits per character on the test words: counts by length of context, and transformers.

Draws `eq-kneser-ney`.
"""

from statistics import mean

import matplotlib.pyplot as plt
from shared.families import COLOUR
from shared.stored import measured

from genai_utils.plots import PALETTE


def draw():
    stored = measured("3-self-attention.words")
    run = stored["transformer"][0]
    levels = {
        "transformer, a minute": mean(measured("3-self-attention.seeds")["transformer"]),
        f"transformer, {run['CPU seconds'] / 60:.0f} minutes": run["test"],
        "that and Kneser–Ney, mixed": run["mixture"]["test"],
    }
    fig, ax = plt.subplots(figsize=(6.4, 3.4))
    lengths = [int(before) for before in stored["added"]]
    ax.plot(lengths, stored["added"].values(), "s--", color=PALETTE[4], label="plain count")
    count = stored["kneser-ney"]["test"]
    ax.plot(stored["chosen"]["before"], count, "*", ms=15, color=PALETTE[0], label="Kneser–Ney")
    for style, (name, bits) in zip((":", "-.", "-"), levels.items(), strict=True):
        ax.axhline(bits, ls=style, color=COLOUR["autoregressive"], label=name)
    ax.set(xlabel="symbols before", ylabel="bits per character", ylim=(2.6, 4.4))
    ax.legend()
    return fig
