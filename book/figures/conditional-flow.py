"""The class goes into both networks of a conditional GAN, and pairs go into the discriminator.

Eq. `eq-conditional-losses`.
"""

import matplotlib.pyplot as plt
from shared import boxes

from genai_utils.plots import PALETTE

DATA, FAKE, CLASS = PALETTE[:3]


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 3.3))
    boxes.sheet(ax, 12.4, 5.9)
    z = boxes.circle(ax, (0.6, 1.4), "$z$")
    g = boxes.box(ax, (3.0, 1.4), "generator $G$", size=(2.4, 0.9), edge=FAKE)
    d = boxes.box(ax, (7.9, 3.0), "discriminator\n$D$", size=(2.6, 1.3))
    end = boxes.box(ax, (11.5, 3.0), "$L_D$, $L_G$", size=(1.7, 0.9))
    x = boxes.circle(ax, (3.0, 5.2), "$x$", fill="#dbe9f4", edge=DATA)
    y = boxes.circle(ax, (3.0, 3.3), "$y$", fill="#d5efe6", edge=CLASS)
    boxes.arrow(ax, z, g)
    boxes.arrow(ax, y, g, color=CLASS)
    boxes.arrow(ax, y, d, "the class, into both", color=CLASS, shift=(-0.3, 0.36))
    boxes.arrow(ax, x, d)
    boxes.arrow(ax, g, d)
    boxes.arrow(ax, d, end)
    ax.text(2.4, 5.2, "real image", ha="right", va="center", color=DATA)
    ax.text(2.4, 3.3, "its class", ha="right", va="center", color=CLASS)
    ax.text(5.9, 1.5, "fake $G(z, y)$", ha="left", va="center", color="#B24700")
    ax.text(9.9, 3.2, "$a(x, y)$", ha="center", va="bottom")
    return fig
