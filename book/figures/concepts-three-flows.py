"""The three data flows, each from what is drawn to a sample, and what the training asks there."""

import itertools

import matplotlib.pyplot as plt
from shared.boxes import MUTED, arrow, box, sheet
from shared.families import COLOUR

ROWS = (
    ("GAN", ("noise $z$", "generator\n$G$", "sample\n$G(z)$"), "an opponent:\ndata or sample?"),
    (
        "VAE",
        ("noise $z$", "decoder\n$p(x\\,|\\,z)$", "draw around\na point"),
        "a bound: is $x$ likely\nfrom its own code?",
    ),
    (
        "autoregressive",
        ("what is\nwritten: 6 2", "network\n$p(x_t\\,|\\,x_{<t})$", "draw the\nnext: 1"),
        "the likelihood: was the\nnext piece expected?",
    ),
)


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 4.4))
    sheet(ax, 11.6, 7.9)
    ax.text(3.6, 7.6, "how it draws", ha="center", color=MUTED)
    ax.text(9.7, 7.6, "what it is fitted by", ha="center", color=MUTED)
    for which, (name, steps, question) in enumerate(ROWS):
        y, colour = 6.1 - 2.55 * which, COLOUR[name]
        ax.text(0.1, y + 0.75, name, color=colour, weight="bold")
        style = {"size": (1.95, 1.05), "edge": colour}
        boxes = [box(ax, (1.1 + 2.55 * i, y), words, **style) for i, words in enumerate(steps)]
        for start, end in itertools.pairwise(boxes):
            arrow(ax, start, end)
        judge = box(ax, (9.75, y), question, size=(3.4, 1.05), fill="white")
        if name == "GAN":  # the opponent sees samples, the likelihoods ask the network
            arrow(ax, boxes[2], judge, dashed=True)
        else:
            arrow(ax, boxes[1], judge, dashed=True, bend=-0.28)
    arrow(ax, (6.2, 0.42), (1.1, 0.42), color=COLOUR["autoregressive"], bend=-0.12)
    ax.text(
        3.65, -0.28, "and again, with one piece more", ha="center", color=COLOUR["autoregressive"]
    )
    return fig
