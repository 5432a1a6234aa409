"""Each printed generator loss between the two float32s beside it; a float32 lies on an end."""

from decimal import Decimal

import matplotlib.pyplot as plt
import numpy as np
from shared.practice import MUTED

from genai_utils.plots import PALETTE

PRINTED = {"0": "0.6873000962712407", "1": "0.7300039693461914", "2": "0.7145270462824458"}
PRINTED["99"] = "0.013622582487621183"


def neighbours(text):
    """The float32s below and above, as exact decimals."""
    value, nearest = float(text), np.float32(float(text))
    other = np.nextafter(nearest, np.float32(1 if float(nearest) < value else 0))
    return sorted(Decimal(float(single)) for single in (nearest, other))


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    for row, (_epoch, text) in enumerate(PRINTED.items()):
        low, high = neighbours(text)
        place = float((Decimal(text) - low) / (high - low))
        ax.plot([0, 1], [row, row], "-|", color=PALETTE[0], ms=18, mew=2.4, lw=1)
        ax.plot(place, row, "D", color=PALETTE[1])
        ax.text(place, row - 0.2, text, ha="center", va="bottom", fontsize=10.5)
        ax.text(
            1.03, row, f"apart by {float(high - low):.1e}", va="center", fontsize=10, color=MUTED
        )
    ax.set(xlim=(-0.05, 1.42), ylim=(3.5, -0.75), xticks=[0, 1])
    ax.set_xticklabels(["float32 below", "float32 above"])
    ax.set_yticks(range(4), [f"epoch {epoch}" for epoch in PRINTED])
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)
    return fig
