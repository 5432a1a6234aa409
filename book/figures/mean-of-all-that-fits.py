"""Half a digit is hidden: the mean of what would fit is a blur, and each one that fits is sharp."""

import matplotlib.pyplot as plt
import torch
from shared.families import strip

from genai_utils import data

HALF, NEAREST = 14 * 28, 20


def draw():
    training, unseen = data.split(data.mnist(), held_out=1000)
    shown = torch.stack([unseen.images[unseen.labels == c][0] for c in range(10)])
    distances = torch.cdist(shown[:, :HALF], training.images[:, :HALF])
    fitting = training.images[distances.topk(NEAREST, largest=False).indices]  # (10, 20, 784)

    def filled(lower):
        return 255 * torch.cat([shown[:, :HALF], lower], 1).numpy()

    rows = {
        "what is seen": filled(torch.full((10, HALF), 0.35)),
        "filled with one that fits": filled(fitting[:, 0, HALF:]),
        "with another": filled(fitting[:, 1, HALF:]),
        f"with the mean of {NEAREST} that fit": filled(fitting[:, :, HALF:].mean(1)),
    }
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 4.0))
    for ax, (title, pictures) in zip(axes, rows.items(), strict=True):
        strip(ax, pictures, 10, title)
    return fig
