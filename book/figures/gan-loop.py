"""One pass of the GAN's loop: two losses, two gradients, and where each is stopped.

Draws `eq-discriminator-loss` and `eq-generator-non-saturating`.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet, stop
from shared.families import COLOUR, REAL

FAKE = COLOUR["GAN"]
BACK = 1.5  # the height at which gradients run back


def forward(ax, loss, real=False):
    places = (0.75, 2.75, 4.65, 6.75, 8.85)
    names = ("noise $z$", "generator", "fakes", "discriminator", loss)
    edges = ("#666666", FAKE, FAKE, REAL, "#1a1a1a")
    widths = (1.4, 1.7, 1.1, 2.15, 0.8)
    row = [
        box(ax, (x, 2.2), name, size=(width, 0.7), edge=edge)
        for x, name, edge, width in zip(places, names, edges, widths, strict=True)
    ]
    for start, end in pairwise(row):
        arrow(ax, start, end)
    if real:
        arrow(ax, box(ax, (4.65, 3.3), "real data", size=(1.5, 0.7), edge=REAL), row[3])


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.0), height_ratios=(3.3, 2.7))
    forward(sheet(upper, 9.4, 3.8), "$L_D$", real=True)
    upper.set(ylim=(0.7, 3.8))
    arrow(upper, (8.85, BACK), (6.9, BACK), color=REAL, dashed=True)
    upper.text(7.2, 0.95, "steps on this gradient", ha="center", color=REAL)
    arrow(upper, (6.6, BACK), (5.8, BACK), color=REAL, dashed=True)
    stop(upper, (5.65, BACK), color=REAL)
    upper.text(5.4, BACK, "detach", ha="right", va="center", color=REAL)
    forward(sheet(lower, 9.4, 2.7), "$L_G$")
    lower.set(ylim=(0.15, 2.7))
    arrow(lower, (8.85, BACK), (6.9, BACK), color=FAKE, dashed=True)
    arrow(lower, (6.75, BACK), (2.9, BACK), color=FAKE, dashed=True)
    lower.text(2.9, 0.95, "steps on this gradient", ha="center", color=FAKE)
    arrow(lower, (6.75, BACK), (6.75, 0.8), color=FAKE, dashed=True)
    stop(lower, (6.75, 0.68), upright=False, color=FAKE)
    lower.text(6.75, 0.32, "inputs=: not kept here", ha="center", va="center", color=FAKE)
    return fig
