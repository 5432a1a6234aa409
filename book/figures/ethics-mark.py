"""How often a marked text is found by its length, derived and measured; and green by entropy.

Draws `eq-watermark-power` with the green share that was derived for unmarked text, and the bound
`eq-watermark-entropy` beside the share of green characters in marked texts.
"""

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils import plots


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    found = measured("8-ethics.watermark")
    fig, (ax, below) = plt.subplots(2, 1, figsize=(6.4, 6.0))
    rows = found["lengths"]
    length, share = [row["length"] for row in rows], [row["share"] for row in rows]
    ends = [[s - row["low"] for s, row in zip(share, rows, strict=True)]]
    ends.append([row["high"] - s for s, row in zip(share, rows, strict=True)])
    ax.plot(length, [row["derived"] for row in rows], "-", color="black", label="derived")
    ax.errorbar(
        length, share, yerr=ends, fmt="o", color=plots.PALETTE[1], capsize=3, label="measured"
    )
    ax.set(xlabel="characters", ylabel="share of marked texts found", ylim=(-0.03, 1.05))
    ax.legend()
    places = found["along"]["by entropy"]
    entropy = [row["entropy"] for row in places]
    below.plot(
        entropy, [row["green"] for row in places], "o", color=plots.PALETTE[1], label="green"
    )
    below.plot(
        entropy, [row["bound"] for row in places], "-", color="black", label="least, derived"
    )
    below.axhline(found["mark"]["share"], color="#555555", linestyle=":", label="by chance")
    below.set(xlabel="entropy of the next character, bits", ylabel="share of green characters")
    below.legend()
    return fig
