"""Loss of a pair and weight of its step, over u. Eqs. `eq-dpo-loss` and `eq-dpo-gradient`."""

import matplotlib.pyplot as plt
import torch

from genai_utils import losses
from genai_utils.plots import PALETTE


def draw():
    u = torch.linspace(-6, 6, 241, requires_grad=True)
    known = torch.zeros_like(u)
    loss = losses.dpo_loss(torch.stack([u, known]), torch.stack([known, known]), beta=1.0)
    (slope,) = torch.autograd.grad(loss.sum(), u)
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 3.8), sharex=True)
    axes[0].plot(u.detach(), loss.detach(), color=PALETTE[0])
    axes[1].plot(u.detach(), -slope, color=PALETTE[1])
    for ax, at, label in zip(
        axes, (0.6931, 0.5), ("loss, nats", "weight of the step"), strict=True
    ):
        ax.plot([0], [at], "o", color="#1a1a1a", ms=5)
        ax.set(ylabel=label, ylim=(0, None))
        ax.axvline(0, color="#888888", lw=0.8)
    axes[0].annotate(r"$\log 2$", (0, 0.69), (0.3, 1.3))
    axes[1].set_xlabel("implied reward of the preferred answer, less that of the other")
    return fig
