"""Three processes in a ring: whose gradients each piece holds, round by round.

Eq. `eq-ring-numbers`.
"""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

from genai_utils.plots import PALETTE

COUNT, NAMES = 3, "ABC"


def rounds():
    """For each round what each process holds of each piece: the letters of the summands."""
    held = [[{name} for _ in range(COUNT)] for name in NAMES]
    found = [[[set(piece) for piece in row] for row in held]]
    for turn in range(2 * (COUNT - 1)):
        sent = [(p, (p - turn) % COUNT) for p in range(COUNT)]
        moved = [(p, piece, set(held[p][piece])) for p, piece in sent]
        for p, piece, letters in moved:
            right = (p + 1) % COUNT
            held[right][piece] = held[right][piece] | letters
        found.append([[set(piece) for piece in row] for row in held])
    return found


def draw():
    shades = {1: "white", 2: PALETTE[1], 3: PALETTE[2]}
    fig, axes = plt.subplots(1, 5, figsize=(6.4, 2.5))
    for turn, (ax, held) in enumerate(zip(axes, rounds(), strict=True)):
        for p, row in enumerate(held):
            for piece, letters in enumerate(row):
                at = (piece, COUNT - 1 - p)
                full = len(letters)
                box = Rectangle(at, 0.92, 0.8, fc=shades[full], ec="black", alpha=0.75, lw=1)
                ax.add_patch(box)
                words = "".join(sorted(letters))
                ax.text(at[0] + 0.46, at[1] + 0.4, words, ha="center", va="center", fontsize=9)
            if turn == 0:
                ax.text(-0.15, COUNT - 0.6 - p, NAMES[p], ha="right", va="center", fontsize=11)
        title = "at first" if turn == 0 else f"round {turn}"
        ax.set(xlim=(-0.05, 3.05), ylim=(-0.1, 3), title=title)
        ax.axis("off")
    return fig
