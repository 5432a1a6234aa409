"""Areas under the curve of detectors trained on one generator and tested on every other."""

import matplotlib.pyplot as plt
import numpy as np
from shared.stored import measured


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    rows = measured("8-ethics.detector")["trained on"]
    names = list(next(iter(rows.values())))
    table = np.array([[row[name]["area"] for name in names] for row in rows.values()])
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    ax.imshow(table, vmin=0.4, vmax=1.0, cmap="viridis", aspect="auto")
    for i, row in enumerate(rows.values()):
        for j, name in enumerate(names):
            cell = row[name]
            words = f"{cell['area']:.2f}\n{cell['low']:.2f}–{cell['high']:.2f}"
            dark = cell["area"] < 0.8
            ax.text(j, i, words, ha="center", va="center", color="white" if dark else "black")
    ax.set_xticks(range(len(names)), names)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(xlabel="tested on", ylabel="trained on")
    ax.grid(visible=False)
    return fig
