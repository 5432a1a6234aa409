"""Five trainings of each of three models: what is near the data, far from them, and lost."""

import matplotlib.pyplot as plt
from shared.families import COLOUR, MARK, REAL
from shared.stored import measured

MODELS = ("GAN", "VAE", "autoregressive")
# Key of the measurement, what it is, and its value for the data themselves where it is known.
SHOWN = (
    ("near", "near the data", 0.99),
    ("far", "far from all data", None),
    ("smallest", "in the smallest cluster", 0.05),
)


def draw():
    seeds = measured("2-three-models-one-dataset.seeds")
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5.0))
    for ax, (key, words, of_data) in zip(axes, SHOWN, strict=True):
        for row, name in enumerate(MODELS):
            values = seeds[f"{name}: {key}"]
            ax.plot(values, [-row] * len(values), MARK[name], color=COLOUR[name], ms=8, alpha=0.6)
        if of_data is not None:
            ax.axvline(of_data, color=REAL, ls="--")
            ax.annotate(
                "data",
                (of_data, 0.45),
                (-4, 0),
                textcoords="offset points",
                color=REAL,
                ha="right",
            )
        ax.set_yticks([0, -1, -2], MODELS)
        ax.set(ylim=(-2.6, 0.9), xlabel=f"share of the samples {words}", xlim=(0, None))
    return fig
