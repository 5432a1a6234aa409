"""The same noise after some epochs of the GAN's training."""

import matplotlib.pyplot as plt
from shared.stored import arrays

from genai_utils.plots import picture_grid

EPOCHS = (1, 2, 3, 5, 8, 11)


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    sheets = arrays("GAN")["sheets"].reshape(-1, 10, 784)
    shown = sheets[[epoch - 1 for epoch in EPOCHS]].reshape(-1, 784)
    fig, ax = plt.subplots(figsize=(6.4, 3.8))
    picture_grid(ax, shown / 255, columns=10)
    ax.set_yticks([30 * row + 15 for row in range(len(EPOCHS))], EPOCHS)
    ax.set(ylabel="after epoch", xlabel="one column, one noise")
    ax.tick_params(length=0)
    return fig
