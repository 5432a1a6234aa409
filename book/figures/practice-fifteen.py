"""Eight heaps, the fifteen lines' samples, and theirs with Adam's usual memory (`eq-gap-share`)."""

import matplotlib.pyplot as plt
from shared.stored import arrays

from genai_utils.plots import PALETTE

PANELS = (
    ("data", "data", PALETTE[0]),
    ("as printed: samples", "the fifteen lines", PALETTE[1]),
    ("default Adam: samples", "default Adam", PALETTE[1]),
)


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    stored = arrays("fifteen")
    fig, axes = plt.subplots(1, 3, figsize=(6.4, 2.5), sharex=True, sharey=True)
    for ax, (name, title, colour) in zip(axes, PANELS, strict=True):
        x, y = stored[name].astype(float).T
        ax.plot(x, y, ".", ms=2.5, color=colour, mec="none")
        ax.set(title=title, aspect="equal", xlim=(-1.05, 1.05), ylim=(-1.05, 1.05))
        ax.set(xticks=[-0.8, 0, 0.8], yticks=[-0.8, 0, 0.8])
    return fig
