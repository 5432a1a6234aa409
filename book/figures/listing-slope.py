"""The slope of a fake's loss in its logit, in float32: from the probability, and from the logit."""

import matplotlib.pyplot as plt
import torch
from torch.nn import functional

from genai_utils.plots import PALETTE


def slope(loss, logits):
    (gradient,) = torch.autograd.grad(loss(logits).sum(), logits)
    return gradient.numpy()


def from_probability(logits):
    fake = torch.zeros_like(logits)
    return functional.binary_cross_entropy(logits.sigmoid(), fake, reduction="none")


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    logits = torch.linspace(-6, 24, 1201, requires_grad=True)
    x = logits.detach().numpy()
    fig, ax = plt.subplots(figsize=(6.4, 3.2))
    exact = slope(functional.softplus, logits)
    ax.plot(x, exact, color=PALETTE[0], lw=5, alpha=0.5, label="softplus of the logit")
    rounded = slope(from_probability, logits)
    ax.plot(x, rounded, color=PALETTE[1], label="cross-entropy of the sigmoid")
    ax.axvline(20.7, color="#666666", ls=":", lw=1.2)
    ax.text(20.9, 0.3, "the page's\nexample", va="center")
    ax.set(
        xlabel="logit of a fake (right: sure and wrong)",
        ylabel="slope of the loss",
        ylim=(-0.05, 1.25),
    )
    ax.legend(loc="center left", bbox_to_anchor=(0.2, 0.45), fontsize=11)
    return fig
