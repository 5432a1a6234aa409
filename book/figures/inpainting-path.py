"""One path of RePaint from noise to a filling: `eq-known-region` and `eq-flow-back`."""

import matplotlib.pyplot as plt
import torch
from shared.inpainting import network, patch, show

from genai_utils import fillings

SHOWN = (0, 4, 8, 11, 14, 17, 18, 19)  # of twenty steps


def draw():
    torch.manual_seed(0)
    truth, missing = patch("cat", 16)
    states = list(fillings.repaint_states(network("whole"), truth, missing))
    fig, axes = plt.subplots(2, 4, figsize=(6.4, 3.5))
    for ax, step in zip(axes.flat, SHOWN, strict=True):
        show(ax, states[step].clamp(0, 1), f"$t$ = {(step + 1) / len(states):.2f}")
    return fig
