"""A hole in a photograph that no network has seen, and eight fillings by the flow."""

import matplotlib.pyplot as plt
import torch
from shared.inpainting import network, patch, show

from genai_utils import fillings


def draw():
    torch.manual_seed(0)
    truth, missing = patch("cat", 16)
    drawn = fillings.flowed(network("flow"), truth, missing, k=8, temperature=0.8)
    fig, axes = plt.subplots(2, 5, figsize=(6.4, 2.9))
    show(axes[0, 0], truth * (1 - missing), "the hole")
    show(axes[1, 0], truth, "the truth")
    for number, ax in enumerate(axes[:, 1:].flat):
        show(ax, drawn[number], f"filling {number + 1}")
    return fig
