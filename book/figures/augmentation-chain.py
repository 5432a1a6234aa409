"""World, data and samples as a chain, and the way of other information: `eq-data-processing`."""

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, sheet

from genai_utils.plots import PALETTE

SEEN, MADE = "#d8e8f4", "#fbe3d3"  # light tints of the colours of data and model


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 2.7))
    sheet(ax, 10, 4.2)
    world = box(ax, (1.3, 3.2), "the world\n$W$", size=(1.9, 1.2))
    data = box(ax, (5.0, 3.2), "real data\n$D$", size=(1.9, 1.2), fill=SEEN, edge=PALETTE[0])
    made = box(ax, (8.7, 3.2), "samples\n$S$", size=(1.9, 1.2), fill=MADE, edge=PALETTE[1])
    other = box(ax, (3.2, 0.8), "other data", size=(2.1, 0.9))
    dice = box(ax, (7.2, 0.8), "chance", size=(1.6, 0.9))
    arrow(ax, world, data, "draws", shift=(0, 0.3))
    arrow(ax, data, made, "generator", shift=(0, 0.3))
    arrow(ax, dice, made)
    arrow(ax, world, other, dashed=True, color=PALETTE[2])
    arrow(ax, other, made, dashed=True, color=PALETTE[2])
    return fig
