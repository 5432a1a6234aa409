"""The same draw as two graphs: chance on the way of the gradient, and chance beside it.

It draws `eq-reparameterize`.
"""

import matplotlib.pyplot as plt
from shared.boxes import arrow, box, circle, sheet, stop

from genai_utils.plots import PALETTE

WAY, DRAWN = PALETTE[2], "#fde3d3"


def half(ax, title):
    sheet(ax, 12, 2.9)
    ax.text(0.1, 2.6, title)
    weights = box(ax, (1.0, 1.0), r"$\phi$", size=(1.1, 0.8))
    params = box(ax, (3.6, 1.0), r"$\mu,\ \sigma$", size=(1.5, 0.8))
    loss = box(ax, (10.9, 1.0), "$f(z)$", size=(1.4, 0.8))
    arrow(ax, weights, params)
    return params, loss


def draw():
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 3.7))
    params, loss = half(upper, r"Draw $z\sim\mathcal{N}(\mu,\sigma^2)$: the gradient stops")
    code = circle(upper, (7.3, 1.0), "$z$", radius=0.5, fill=DRAWN)
    arrow(upper, params, code, "draw")
    arrow(upper, code, loss)
    arrow(upper, (10.1, 0.42), (7.9, 0.42), color=WAY)
    stop(upper, (6.3, 0.42))
    params, loss = half(lower, r"Compute $z=\mu+\sigma\varepsilon$: the gradient passes")
    code = box(lower, (7.3, 1.0), r"$z=\mu+\sigma\varepsilon$", size=(2.3, 0.8))
    noise = circle(lower, (7.3, 2.35), r"$\varepsilon$", radius=0.42, fill=DRAWN)
    arrow(lower, params, code)
    arrow(lower, noise, code)
    arrow(lower, code, loss)
    arrow(lower, (10.1, 0.42), (8.3, 0.42), color=WAY)
    arrow(lower, (6.4, 0.42), (4.2, 0.42), color=WAY)
    arrow(lower, (3.0, 0.42), (1.3, 0.42), color=WAY)
    lower.text(7.95, 2.35, r"drawn from $\mathcal{N}(0,1)$: no parameter", va="center")
    return fig
