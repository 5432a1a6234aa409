"""The eigenvalues 1 + h lambda of a step at the equilibrium, against the unit circle.

Eq. `eq-dirac-r1`, `eq-step-bound`, `eq-dirac-step`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

WEIGHTS = {0.0: ("-", PALETTE[1]), 0.3: ("--", PALETTE[0]), 0.6: ("-.", PALETTE[2])}


def draw():
    fig, ax = plt.subplots(figsize=(6.4, 4.6))
    turn = np.linspace(0, 2 * np.pi, 300)
    ax.fill(np.cos(turn), np.sin(turn), color="#e8eef3")
    ax.plot(np.cos(turn), np.sin(turn), color="#666666", lw=1)
    for gamma, (line, colour) in WEIGHTS.items():
        field = np.array([[0, 0.5], [-0.5, -gamma]])
        upper = max(np.linalg.eigvals(field), key=lambda eigenvalue: eigenvalue.imag)
        path = 1 + np.array([0, 2.8]) * upper
        ax.plot(path.real, path.imag, line, color=colour, label=rf"$\gamma = {gamma:g}$")
        for h in (0.5, 1, 1.5, 2, 2.5):
            ax.plot((1 + h * upper).real, (1 + h * upper).imag, "o", color=colour, ms=4)
        bound = 4 * gamma
        if 0 < bound <= 2.8:
            edge = 1 + bound * upper
            ax.plot(edge.real, edge.imag, "s", mfc="white", color=colour, ms=8)
            ax.annotate(
                f"$h = {bound:g}$", (edge.real, edge.imag), (8, 4), textcoords="offset points"
            )
    ax.text(-0.85, -0.12, "inside: the rule converges", va="top")
    ax.set(aspect="equal", xlim=(-1.1, 1.7), ylim=(-0.3, 1.5))
    ax.set(xlabel=r"real part of $1 + h\lambda$", ylabel="imaginary part")
    ax.legend(loc="upper left")
    return fig
