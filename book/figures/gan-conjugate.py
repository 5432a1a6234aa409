"""A convex function and its lines from below: the conjugate is how far down a line meets 0.

Eq. `eq-f-bound`, `eq-conjugate-kl`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

SLOPES = {np.log(2 / 3): ("--", PALETTE[1], "⅔"), np.log(2): ("-.", PALETTE[3], "2")}


def kl(u):
    return u * np.log(u) - u + 1


def draw():
    u = np.linspace(1e-6, 3, 500)
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    ax.plot(u, kl(u), color=PALETTE[0], lw=2.4, label=r"$f(u) = u\,\log u - u + 1$")
    for slope, (line, colour, touch) in SLOPES.items():
        conjugate = np.exp(slope) - 1
        label = rf"slope $t = \log$ {touch}, touches at $u =$ {touch}"
        ax.plot(u, slope * u - conjugate, line, color=colour, label=label)
        ax.plot(np.exp(slope), kl(np.exp(slope)), "o", color=colour)
        ax.plot(0, -conjugate, "s", color=colour, clip_on=False)
        at = (0.45, 0.27) if conjugate < 0 else (0.06, -conjugate - 0.05)
        words = f"$-f^*(t) = {-conjugate:.3g}$"
        ax.text(*at, words, va="bottom" if conjugate < 0 else "top", color=colour)
    ax.axhline(0, color="#666666", lw=0.8)
    ax.set(xlabel="$u$, the ratio $p/q$", xlim=(0, 3), ylim=(-1.35, 1.6))
    ax.legend(loc="upper left", bbox_to_anchor=(0.12, 1.0))
    return fig
