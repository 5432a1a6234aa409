"""Three generators: a classifier's accuracy on test digits, and on digits that nobody has seen."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE

SEEN = {
    "honest": "200 digits",
    "more data": "and 1,000 that\nare in no test",
    "peeking": "and the 1,000\ntest digits",
}


def draw():
    stored = measured("6-data-augmentation.measured")["leak"]
    fig, ax = plt.subplots(figsize=(6.4, 2.8))
    for y, key in enumerate(SEEN):
        test, unseen = (100 * np.array(stored[key][part]) for part in ("test", "unseen"))
        ax.plot([test.mean(), unseen.mean()], [y, y], color="#888888", lw=3, zorder=1)
        for found, colour, mark, name in (
            (unseen, PALETTE[0], "o", "digits that nobody has seen"),
            (test, PALETTE[1], "s", "test digits"),
        ):
            label = name if y == 0 else None
            ax.scatter(found.mean(), y, color=colour, marker=mark, s=60, zorder=3, label=label)
            ax.scatter(found, np.full(len(found), y + 0.22), color=colour, marker=mark, s=10)
    ax.set_yticks(range(len(SEEN)), SEEN.values())
    ax.set(ylim=(2.6, -0.9), xlabel="right, %; small marks are seeds")
    ax.legend(ncols=2, loc="upper left")
    return fig
