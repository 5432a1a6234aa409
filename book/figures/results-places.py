"""The binary places that the listing's sums need, epoch by epoch, and those of the printed log."""

from fractions import Fraction

import matplotlib.pyplot as plt
from shared.stored import measured

from genai_utils.plots import PALETTE

PRINTED = {1: 0.7864577372838335, 2: 0.7640837765001123, 3: 0.7523838533425293}
RUNS = {"as printed, made to run": ("s", PALETTE[2]), "scaled": ("o", PALETTE[0])}


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = measured("5-the-listing-audited.places")["keras 3.15.1"]
    fig, ax = plt.subplots(figsize=(6.4, 3.5))
    for name, (mark, colour) in RUNS.items():
        ax.plot(
            range(1, 11),
            stored[name]["most places"],
            marker=mark,
            color=colour,
            label=f"ours, {name}",
        )
    places = [Fraction(loss).denominator.bit_length() - 1 for loss in PRINTED.values()]
    ax.plot(list(PRINTED), places, "X", color=PALETTE[1], ms=10, label="printed in the article")
    ax.set(
        xlabel="epoch (the first is 1)", ylabel="binary places", xticks=range(1, 11), ylim=(15, 78)
    )
    ax.legend(loc="upper left", ncols=1)
    return fig
