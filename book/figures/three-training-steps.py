"""What one training step of each algorithm needs: what goes in, which networks, which losses."""

from itertools import pairwise

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, circle, sheet
from shared.families import COLOUR, REAL

HIGH = 0.75


def chain(ax, parts, y=0.8):
    """Boxes from left to right with arrows between them: (x, words, width, edge) each."""
    row = [box(ax, (x, y), words, size=(wide, HIGH), edge=edge) for x, words, wide, edge in parts]
    for start, end in pairwise(row):
        arrow(ax, start, end)
    return row


def gan(ax, ink):
    parts = [(1.0, "noise", 1.4, "#666666"), (3.2, "generator", 1.9, ink)]
    parts += [(5.9, "discriminator", 2.3, ink), (8.6, "$L_D$ and $L_G$", 2.0, "#1a1a1a")]
    row = chain(ax, parts)
    arrow(ax, box(ax, (3.2, 1.9), "data", size=(1.4, HIGH), edge=REAL), row[2])


def vae(ax, ink):
    parts = [(1.0, "data", 1.4, REAL), (3.0, "encoder", 1.6, ink), (4.7, "$z$", 0.8, "#666666")]
    parts += [(6.4, "decoder", 1.6, ink), (8.7, "distortion\n+ rate", 1.8, "#1a1a1a")]
    row = chain(ax, parts)
    arrow(ax, circle(ax, (4.7, 1.9), "$\\epsilon$", radius=0.35), row[2])


def autoregressive(ax, ink):
    parts = [(1.5, "tokens 1 to $n-1$", 2.7, REAL), (5.0, "network with\ncausal mask", 2.5, ink)]
    parts += [(8.4, "cross-entropy", 2.3, "#1a1a1a")]
    row = chain(ax, parts)
    arrow(ax, box(ax, (5.0, 1.9), "tokens 2 to $n$", size=(2.7, HIGH), edge=REAL), row[2])


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5.4))
    drawn = {"GAN": gan, "VAE": vae, "autoregressive": autoregressive}
    steps = ("two losses, two optimisers", "one loss, one optimiser", "one loss, one optimiser")
    for ax, (name, diagram), words in zip(axes, drawn.items(), steps, strict=True):
        diagram(sheet(ax, 10, 2.4), COLOUR[name])
        ax.set_title(f"{name}: {words}", loc="left", fontsize=12.5, color=COLOUR[name])
    return fig
