"""The two steps of a GAN: where the gradient of each loss goes, and where it is stopped.

Eq. `eq-discriminator-loss`, `eq-generator-non-saturating`.
"""

import matplotlib.pyplot as plt
from shared import boxes

from genai_utils.plots import PALETTE

DATA, FAKE, JUDGE = PALETTE[:3]
MOVES, BACK, NOT = "#fff3d6", "#B24700", "#666666"


def step(ax, title, loss, moved):
    """The values of one step, and the way that its gradient takes back to the discriminator."""
    boxes.sheet(ax, 12.4, 3.2)
    ax.set_title(title, loc="left", fontsize=10)
    z = boxes.circle(ax, (0.5, 1.3), "$z$")
    fills = [MOVES if name == moved else "white" for name in "GD"]
    g = boxes.box(ax, (2.6, 1.3), "generator $G$", size=(2.1, 0.72), fill=fills[0], edge=FAKE)
    d = boxes.box(ax, (7.3, 1.3), "discriminator $D$", size=(2.7, 0.72), fill=fills[1], edge=JUDGE)
    end = boxes.box(ax, (11.2, 1.3), loss, size=(1.9, 0.72))
    for a, b, text in ((z, g, ""), (g, d, "fake $G(z)$"), (d, end, "logit $a$")):
        boxes.arrow(ax, a, b, text, shift=(-0.05, 0.28))
    boxes.arrow(ax, (11.2, 0.94), (7.6, 0.94), color=BACK, dashed=True, bend=-0.25)
    ax.text(9.4, -0.05, "gradient", ha="center", color=BACK)
    return d


def draw():
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 3.7))
    d = step(upper, "The discriminator's step: only $D$ moves", "loss $L_D$", "D")
    x = boxes.circle(upper, (4.9, 2.6), "$x$", fill="#dbe9f4", edge=DATA)
    boxes.arrow(upper, x, d)
    upper.text(4.3, 2.6, "data", ha="right", va="center", color=DATA)
    boxes.arrow(upper, (7.0, 0.94), (2.6, 0.94), color=NOT, dashed=True, bend=-0.2)
    boxes.stop(upper, (4.8, 0.5), color=BACK)
    upper.text(4.8, -0.15, "stop: detach()", ha="center", color=BACK)
    step(lower, "The generator's step: only $G$ moves", "loss $L_G$", "G")
    boxes.arrow(lower, (7.0, 0.94), (2.6, 0.94), color=BACK, dashed=True, bend=-0.2)
    lower.text(4.8, -0.05, "gradient, through $D$", ha="center", color=BACK)
    boxes.arrow(lower, (7.3, 1.66), (7.3, 2.75), color=NOT, dashed=True)
    boxes.stop(lower, (7.3, 2.15), color=BACK, upright=False)
    lower.text(7.0, 2.15, "stop: inputs=", ha="right", va="center", color=BACK)
    lower.text(7.3, 2.85, r"weights $\phi$ of $D$", ha="center", color=NOT)
    return fig
