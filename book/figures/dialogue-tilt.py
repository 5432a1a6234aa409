"""A reference tilted by a reward at three values of beta. Eq. `eq-tilted-policy`."""

import matplotlib.pyplot as plt
import numpy as np
import torch

from genai_utils import losses
from genai_utils.plots import PALETTE

REFERENCE = (0.4, 0.3, 0.15, 0.1, 0.05)
REWARD = (0.0, 1.0, -1.5, 3.5, 2.0)


def draw():
    log_q, reward = torch.tensor(REFERENCE).log(), torch.tensor(REWARD)
    rows = {"reference $q$": torch.tensor(REFERENCE)}
    rows |= {rf"$p^*$, $\beta = {b:g}$": losses.tilted(log_q, reward, b).exp() for b in (8, 2, 0.5)}
    fig, axes = plt.subplots(4, 1, figsize=(6.4, 4.6), sharex=True, sharey=True)
    for ax, (name, values) in zip(axes, rows.items(), strict=True):
        colour = PALETTE[0] if name.startswith("reference") else PALETTE[1]
        bars = ax.bar(np.arange(5), values.numpy(), 0.6, color=colour)
        ax.bar_label(bars, fmt="%.2f", padding=1)
        ax.set(ylim=(0, 1.25), yticks=(0, 1))
        ax.text(-0.45, 0.95, name)
    axes[-1].set_xticks(range(5), [f"reward {value:g}" for value in REWARD])
    return fig
