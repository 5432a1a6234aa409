"""How many marked texts are still found after edits, against the share that was changed.

Lines are derived from `eq-watermark-edits` and `eq-watermark-power`; marks are measured.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    found = measured("8-ethics.watermark")
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    for name, marker, color in zip(("replaced", "deleted"), "o^", plots.PALETTE[1:3], strict=True):
        rows = found["edits"][name]
        ends = [[row["share"] - row["low"] for row in rows]]
        ends.append([row["high"] - row["share"] for row in rows])
        share, edited = ([row[key] for row in rows] for key in ("share", "edited"))
        ax.plot(edited, [row["derived"] for row in rows], "-", color=color, linewidth=1)
        label = f"characters {name}"
        ax.errorbar(edited, share, yerr=ends, fmt=marker, color=color, capsize=3, label=label)
    rows = found["reworded"]
    words = [row["share of words"] for row in rows]
    ax.plot(
        words, [row["share"] for row in rows], "s--", color=plots.PALETTE[0], label="words anew"
    )
    ax.set(xlabel="share changed", ylabel="share of marked texts found", ylim=(-0.03, 1.05))
    ax.legend()
    return fig
