"""What each character of an unseen sentence costs the transformer, and beside it the count.

Eq. `eq-bits-per-character`, one character at a time.
"""

import textwrap

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots


def draw():
    stored = measured("6-text-generation.measured")["sentence"]
    lines = textwrap.wrap(stored["text"], 58)
    fig, axes = plt.subplots(len(lines), 1, figsize=(6.4, 1.5 * len(lines)), sharey=True)
    begin = 0
    for ax, line in zip(np.atleast_1d(axes), lines, strict=True):
        place = np.arange(len(line))
        own = np.array(stored["transformer"][begin : begin + len(line)])
        other = stored["count"][begin : begin + len(line)]
        ax.bar(place, own, color=plots.PALETTE[1], label="transformer")
        ax.plot(place, other, "_", color=plots.PALETTE[0], ms=6, mew=2, label="count")
        ax.set_xticks(place, list(line), fontfamily="monospace")
        ax.tick_params(axis="x", length=0)
        ax.grid(axis="x", visible=False)
        ax.set(xlim=(-0.8, 57.8), ylabel="bits")
        begin += len(line) + 1
    np.atleast_1d(axes)[-1].legend(loc="upper right", ncols=2)
    return fig
