"""A batch of three in two processes: the two means, the weights, and the mean of the whole.

Eq. `eq-shared-gradient`.
"""

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, ax = plt.subplots(figsize=(6.4, 2.9))
    sheet(ax, 10.6, 4.8)
    batch = box(ax, (1.2, 2.4), "batch\n1, 2, 6", size=(1.7, 1.1))
    right = box(ax, (8.9, 3.8), "weighted: 3\nas for the batch", size=(3.0, 1.1), edge=PALETTE[2])
    wrong = box(
        ax, (8.9, 1.0), "plain mean: 3.75\nanother gradient", size=(3.0, 1.1), edge=PALETTE[1]
    )
    for y, share, mean, weight, up in ((3.8, "1, 2", "1.5", "⅔", 0.3), (1.0, "6", "6", "⅓", -0.3)):
        process = box(
            ax, (4.4, y), f"process with {share}\nmean {mean}", size=(2.7, 1.1), edge=PALETTE[0]
        )
        arrow(ax, batch, process)
        arrow(ax, process, right, color=PALETTE[2])
        ax.text(6.2, y + up, f"× {weight}", color=PALETTE[2])
        arrow(ax, process, wrong, color=PALETTE[1], dashed=True)
    return fig
