"""Three held-out patches, their fillings, and where the fillings differ, `eq-spread`."""

import matplotlib.pyplot as plt
import torch
from shared.inpainting import network, patch, show

from genai_utils import fillings

PATCHES = (("china", 32), ("china", 22), ("cat", 16))


def draw():
    torch.manual_seed(0)
    flow, regression = network("flow"), network("regression")
    fig, axes = plt.subplots(3, 6, figsize=(6.4, 3.7))
    for row, place in zip(axes, PATCHES, strict=True):
        truth, missing = patch(*place)
        drawn = fillings.flowed(flow, truth, missing, k=8, temperature=0.8)
        show(row[0], truth * (1 - missing))
        show(row[1], truth)
        show(row[2], fillings.regressed(regression, truth, missing))
        show(row[3], drawn[0])
        show(row[4], drawn[1])
        row[5].imshow(drawn.std(0)[0, 0], cmap="magma", vmin=0, vmax=0.15)
        row[5].axis("off")
    names = "hole", "truth", "regression", "filling 1", "filling 2", "spread of 8"
    for ax, name in zip(axes[0], names, strict=True):
        ax.set_title(name, fontsize=9)
    return fig
