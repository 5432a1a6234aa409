"""Test accuracy of five arms against the number of real digits a class, with the seeds' spread."""

import matplotlib.pyplot as plt
import numpy as np
from shared.augmentation import ARMS
from shared.stored import measured


def draw():
    stored = measured("6-data-augmentation.measured")["digits"]
    amounts = [int(n) for n in stored]
    fig, ax = plt.subplots(figsize=(6.4, 4.0))
    for place, (arm, (name, colour, mark, line)) in enumerate(ARMS.items()):
        runs = [100 * np.array(row["accuracy"][arm]) for row in stored.values()]
        middle, spread = zip(*((it.mean(), it.std(ddof=1)) for it in runs), strict=True)
        apart = np.array(amounts) * 1.03 ** (place - 2)  # so that bars don't cover each other
        style = {"color": colour, "marker": mark, "ls": line, "capsize": 3}
        ax.errorbar(apart, middle, spread, label=name, **style)
    ax.set(xscale="log", xlabel="real digits a class", ylabel="right on test digits, %")
    ax.set_xticks(amounts, [str(n) for n in amounts])
    ax.minorticks_off()
    ax.legend(loc="lower right")
    return fig
