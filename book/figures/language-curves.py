"""Validation bits against weights, and against characters seen in training, with fitted curves."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils import plots

LABELS = {"weights": "weights", "characters seen": "characters seen in training"}


def draw():
    curves = measured("6-text-generation.measured")["curves"]
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 5.0))
    for ax, (name, label) in zip(axes, LABELS.items(), strict=True):
        size, bits = np.array(curves[name]["points"]).T
        fit, line = curves[name]["fit"], np.geomspace(size.min(), size.max())
        ax.semilogx(size, bits, "o", color=plots.PALETTE[1], label="a training")
        law = fit["floor"] + (fit["scale"] / line) ** fit["exponent"]
        ax.plot(line, law, "--", color="#666666", label=f"exponent {fit['exponent']:.2f}")
        ax.set(xlabel=label, ylabel="bits a character")
        ax.set_xticks(sorted({*size}), [f"{n:,.0f}" for n in sorted({*size})])
        ax.minorticks_off()
        ax.legend()
    return fig
