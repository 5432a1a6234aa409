"""One training step of a VAE as a flow of data, with the shapes of the notebook's batch.

Draws `eq-elbo-split`, `eq-reparameterize`, `eq-kl-normal` and `eq-bernoulli`.
"""

from itertools import pairwise

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, circle, sheet
from shared.families import COLOUR, REAL

CODE = COLOUR["VAE"]


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, ax = plt.subplots(figsize=(6.4, 6.0))
    sheet(ax, 10.2, 9.4)
    data = box(ax, (5, 8.9), "$x$: (128, 784)", size=(2.6, 0.75), edge=REAL)
    encoder = box(ax, (5, 7.5), "encoder", size=(2.0, 0.75), edge=CODE)
    heads = box(ax, (5, 6.1), "$\\mu$, $\\log\\sigma^2$: (128, 40)", size=(3.5, 0.75))
    code = box(ax, (5, 4.6), "$z = \\mu + \\sigma\\epsilon$: (128, 40)", size=(3.7, 0.75))
    noise = circle(ax, (8.1, 4.6), "$\\epsilon$")
    decoder = box(ax, (5, 3.2), "decoder", size=(2.0, 0.75), edge=CODE)
    logits = box(ax, (5, 1.8), "logits: (128, 784)", size=(3.2, 0.75))
    path = (data, encoder, heads, code, decoder, logits)
    for start, end in pairwise(path):
        arrow(ax, start, end)
    arrow(ax, noise, code)
    distortion = box(ax, (1.5, 1.8), "distortion\nsum over pixels\n(128,)", size=(2.8, 1.5))
    rate = box(ax, (8.8, 6.1), "rate\nsum over units\n(128,)", size=(2.6, 1.5))
    loss = box(ax, (5, 0.4), "loss: mean over the batch", size=(4.6, 0.7), edge="#1a1a1a")
    arrow(ax, logits, distortion)
    arrow(ax, (3.6, 8.9), (1.5, 2.5), bend=0.3)
    arrow(ax, heads, rate)
    arrow(ax, distortion, loss)
    arrow(ax, (9.2, 5.4), (7.35, 0.45), bend=-0.35)
    return fig
