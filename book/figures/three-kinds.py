"""The three models as drawings: how each makes an x, and what it needs in training only."""

import itertools

import matplotlib.pyplot as plt
from shared import boxes

from genai_utils.plots import PALETTE

DATA, MODEL, HELP = PALETTE[:3]
SEEN = "#dbe9f4"


def panel(ax, title, words):
    boxes.sheet(ax, 12, 2.2)
    ax.set_title(title, loc="left", fontsize=10)
    ax.text(12, 1.05, words, ha="right", va="center")


def draw():
    fig, (gan, vae, text) = plt.subplots(3, 1, figsize=(6.4, 4.4))
    panel(gan, "GAN", "$p_\\theta(x)$: none that\ncan be computed")
    z = boxes.circle(gan, (0.6, 1.05), "$z$")
    x = boxes.circle(gan, (3.9, 1.05), "$x$")
    judge = boxes.box(gan, (6.8, 1.05), r"$D_\phi$", size=(1.3, 0.72), edge=HELP)
    boxes.arrow(gan, z, x, r"$G_\theta$", color=MODEL, shift=(0, 0.28))
    boxes.arrow(gan, x, judge, color=HELP, dashed=True)
    panel(vae, "VAE", "$p_\\theta(x)$: an integral,\nbounded from below")
    z = boxes.circle(vae, (0.6, 1.05), "$z$")
    x = boxes.circle(vae, (3.9, 1.05), "$x$", fill=SEEN, edge=DATA)
    boxes.arrow(vae, z, x, r"$p_\theta(x\,|\,z)$", color=MODEL, bend=-0.3, shift=(0, 0.75))
    boxes.arrow(
        vae, x, z, r"$q_\phi(z\,|\,x)$", color=HELP, dashed=True, bend=-0.3, shift=(0, -0.75)
    )
    panel(text, "autoregressive", "$p_\\theta(x)$: a product,\nexact")
    chain = [
        boxes.circle(text, (0.6 + 2.3 * k, 1.05), f"$x_{k + 1}$", fill=SEEN, edge=DATA)
        for k in range(4)
    ]
    for first, second in itertools.pairwise(chain):
        boxes.arrow(text, first, second, color=MODEL)
    for start, end in ((0, 2), (1, 3), (0, 3)):
        bend = -0.35 if (start, end) != (0, 3) else 0.25
        boxes.arrow(text, chain[start], chain[end], color=MODEL, bend=bend)
    return fig
