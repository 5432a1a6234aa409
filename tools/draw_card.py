"""Draws `assets/card.png`, the picture that a link's preview shows. Run by hand when it changes.

Left the title; right the density of two Gaussians, the one fitted to the other.
"""

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

TARGET = Path(__file__).parents[1] / "assets" / "card.png"


def draw():
    figure = plt.figure(figsize=(12, 6.3), dpi=100, facecolor="#fffdf8")
    x = np.linspace(-3.2, 3.8, 400)
    data = 0.6 * np.exp(-0.5 * (x + 0.9) ** 2 / 0.35) + 0.9 * np.exp(-0.5 * (x - 1.2) ** 2 / 0.25)
    axes = figure.add_axes((0.06, 0.08, 0.88, 0.36))
    axes.fill_between(x, data, color="#0072b2", alpha=0.18, linewidth=0)
    axes.plot(x, data, color="#0072b2", linewidth=4)
    axes.plot(x, 0.75 * np.exp(-0.5 * (x - 0.4) ** 2 / 1.1), "--", color="#d55e00", linewidth=4)
    axes.axis("off")
    figure.text(0.06, 0.78, "Generative AI", size=58, weight="bold", color="#1a1a1a")
    figure.text(0.06, 0.64, "Derive It, Run It, Question It", size=36, color="#1a1a1a")
    figure.text(0.06, 0.53, "an open textbook with tested equations", size=22, color="#555555")
    figure.savefig(TARGET, metadata={"Software": None})


if __name__ == "__main__":
    draw()
