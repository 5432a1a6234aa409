"""A query and a key of two coordinates, turned by their positions: the angle stays.

Eq. `eq-rotary-relative`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

SPEED, QUERY, KEY = 0.35, 0.2, 0.75  # radians a position; the angles before turning


def hand(ax, angle, colour, name):
    tip = np.array([np.cos(angle), np.sin(angle)])
    ax.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.2})
    ax.text(*(1.22 * tip), name, ha="center", va="center", color=colour)


def draw():
    plt.rcParams["font.size"] = 12
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 3.2))
    circle = np.linspace(0, 2 * np.pi, 200)
    for ax, (t, u) in zip(axes, ((1, 3), (5, 7)), strict=True):
        ax.plot(np.cos(circle), np.sin(circle), color="#bbbbbb", lw=1)
        for angle in (QUERY, KEY):
            ax.plot([0, np.cos(angle)], [0, np.sin(angle)], ":", color="#999999", lw=1.4)
        first, second = QUERY + SPEED * t, KEY + SPEED * u
        hand(ax, first, PALETTE[0], "$q$")
        hand(ax, second, PALETTE[1], "$k$")
        between = np.linspace(first, second, 40)
        ax.plot(0.45 * np.cos(between), 0.45 * np.sin(between), color="black", lw=1.6)
        middle = (first + second) / 2
        place = 0.66 * np.array([np.cos(middle), np.sin(middle)])
        ax.text(*place, f"{second - first:.2f}", ha="center", va="center")
        ax.set_title(f"query at {t}, key at {u}\nscore {np.cos(second - first):.3f}", fontsize=12)
        ax.set(aspect="equal", xlim=(-1.4, 1.4), ylim=(-1.4, 1.4))
        ax.axis("off")
    return fig
