"""Five skin tones and none: the share asked of the emoji generator, and what two judges find.

Both judges are corrected by `eq-confusion-solved`.
"""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots

TONES = ("none", "light", "medium-\nlight", "medium", "medium-\ndark", "dark")


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    found = measured("8-ethics.shares")["emoji"]
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    places = np.arange(6)
    ax.bar(places, found["asked"], width=0.8, color="#cccccc", label="asked for")
    for number, (who, label) in enumerate(
        (("network", "network"), ("colours", "count of colours"))
    ):
        row = {name: np.array(found[who][name]) for name in ("corrected", "low", "high")}
        ends = [row["corrected"] - row["low"], row["high"] - row["corrected"]]
        style = {"fmt": "os"[number], "color": plots.PALETTE[number + 1], "capsize": 3}
        ax.errorbar(
            places + 0.24 * number - 0.12, row["corrected"], yerr=ends, label=label, **style
        )
    ax.axhline(0, color="black", linewidth=0.8)
    ax.set_xticks(places, TONES)
    ax.set(ylabel="share of the pictures")
    ax.legend()
    return fig
