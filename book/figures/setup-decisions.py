"""From what a machine does to the error of the page that explains it."""

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE

QUESTIONS = (
    ("Does make book end\nwithout an error?", "errors 1, 2"),
    ("Does a notebook\nstart and import?", "errors 3, 4, 5"),
    ("Does a saved file load?", "errors 6, 8"),
    ("Do the first batches\npass the network?", "errors 7, 9"),
    ("Does it fit into memory?", "error 10"),
    ("Is it as fast as\nthe notebook says?", "threads"),
    ("Are the numbers\nin their bands?", "versions"),
)


def draw():
    plt.rcParams["font.size"] = 11.5
    fig, ax = plt.subplots(figsize=(6.4, 6.9))
    sheet(ax, 9.6, 10.4)
    last = None
    for row, (question, answer) in enumerate(QUESTIONS):
        y = 9.8 - 1.32 * row
        now = box(ax, (2.9, y), question, size=(4.6, 0.86))
        if last:
            arrow(ax, last, now, "yes", shift=(0.45, 0))
        where = box(ax, (8.0, y), answer, size=(2.7, 0.7), edge=PALETTE[1])
        arrow(ax, now, where, "no", color=PALETTE[1], shift=(0.1, 0.24))
        last = now
    arrow(
        ax,
        last,
        box(ax, (2.9, 0.6), "ready", size=(2.2, 0.6), edge=PALETTE[2]),
        "yes",
        shift=(0.45, 0),
    )
    return fig
