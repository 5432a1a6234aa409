"""One training, one moment, the same noise: the average of the generators, and the last one."""

import matplotlib.pyplot as plt
from shared.families import strip
from shared.stored import arrays

COLUMNS = 12


def draw():
    stored = arrays("batch-of-128")
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 3.0))
    titles = ("samples of A", "samples of B, from the same noise")
    for ax, key, title in zip(axes, ("average", "last"), titles, strict=True):
        strip(ax, stored[key][: 2 * COLUMNS], COLUMNS, title)
    return fig
