"""The model and its encoder: what generates, what infers, and which arrow holds whose weights.

It draws `eq-latent-model`.
"""

import matplotlib.pyplot as plt
from matplotlib.patches import FancyBboxPatch
from shared.boxes import MUTED, arrow, circle, sheet

from genai_utils.plots import PALETTE


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.0))
    sheet(ax, 12, 5.6)
    plate = FancyBboxPatch(
        (2.9, 0.2), 6.2, 5.2, boxstyle="round,pad=0,rounding_size=0.2", fc="none"
    )
    plate.set(edgecolor=MUTED, lw=1.2)
    ax.add_patch(plate)
    ax.text(6, 0.55, "for each of $N$ images", ha="center", color=MUTED)
    code = circle(ax, (6, 4.5), "$z$", radius=0.55)
    image = circle(ax, (6, 2.0), "$x$", radius=0.55, fill="#d9dde1")
    arrow(ax, code, image, bend=-0.45, color=PALETTE[0])
    arrow(ax, image, code, bend=-0.45, dashed=True, color=PALETTE[1])
    decoder = ax.text(10.3, 3.25, r"$\theta$", ha="center", va="center", fontsize=13)
    encoder = ax.text(1.7, 3.25, r"$\phi$", ha="center", va="center", fontsize=13)
    arrow(ax, (10.1, 3.25), (6.62, 3.25), color=PALETTE[0])
    arrow(ax, (1.9, 3.25), (5.38, 3.25), dashed=True, color=PALETTE[1])
    decoder.set_color(PALETTE[0])
    encoder.set_color(PALETTE[1])
    ax.text(8.55, 3.55, "decoder", ha="right", color=PALETTE[0])
    ax.text(8.55, 2.65, r"$p_\theta(x\,|\,z)$", ha="right", color=PALETTE[0])
    ax.text(3.4, 3.55, "encoder", color=PALETTE[1])
    ax.text(3.4, 2.65, r"$q_\phi(z\,|\,x)$", color=PALETTE[1])
    ax.text(6.8, 4.6, r"drawn from $p(z)$")
    ax.text(6.8, 1.75, "seen")
    return fig
