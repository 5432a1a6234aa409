"""Reward over divergence: best policy (eq. `eq-tilted-policy`), DPO, best of n, imitation."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured

from genai_utils.plots import PALETTE


def points(rows, kind, key="divergence"):
    """Mean divergence, mean reward and the name's number, of all rows of a kind."""
    own = {name: found for name, found in rows.items() if name.startswith(kind)}
    found = [(np.mean(f[key]), np.mean(f["reward"]), name.split()[-1]) for name, f in own.items()]
    return zip(*sorted(found), strict=True)


def draw():
    rows = measured("6-dialogue.measured")["preference"]
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    x, y, _ = points(rows, "ideal")
    start = np.mean(rows["reference"]["reward"])
    ax.plot([0, *x], [start, *y], color="#666666", label="best policy, estimated")
    kinds = (
        ("dpo", "divergence", PALETTE[1], "s", r"DPO, with $\beta$", r"$\beta$ "),
        ("best of", "divergence at most", PALETTE[0], "o", "best of $n$, at the bound", "n = "),
    )
    for kind, key, colour, mark, label, word in kinds:
        x, y, names = points(rows, kind, key)
        ax.plot(x, y, mark, color=colour, label=label, ls=":")
        for place in zip(x, y, names, strict=True):
            ax.annotate(
                f"{word}{float(place[2]):g}", place[:2], (5, -11), textcoords="offset points"
            )
    if found := rows.get("imitated"):
        place = np.mean(found["divergence"]), np.mean(found["reward"])
        ax.plot(*place, "^", color=PALETTE[2], label="imitation")
    ax.set(xlabel="divergence from the reference, nats", ylabel="mean reward")
    ax.legend(loc="lower right")
    return fig
