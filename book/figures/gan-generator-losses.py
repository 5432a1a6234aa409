"""The generator's two losses and their slopes, by the package's functions, against the logit.

Eq. `eq-generator-saturating`, `eq-generator-non-saturating`, `eq-saturating-gradient` and
`eq-non-saturating-gradient`.
"""

import matplotlib.pyplot as plt
import torch

from genai_utils import losses
from genai_utils.plots import PALETTE

LOSSES = {
    "saturating": (losses.generator_loss_saturating, PALETTE[1], "--"),
    "non-saturating": (losses.generator_loss_non_saturating, PALETTE[2], "-"),
}


def draw():
    fig, (upper, lower) = plt.subplots(2, 1, figsize=(6.4, 4.2), sharex=True)
    logits = torch.linspace(-6, 6, 121)
    for name, (loss, colour, line) in LOSSES.items():
        one = [a[None].requires_grad_() for a in logits]
        values = [loss(a) for a in one]
        slopes = [torch.autograd.grad(v, a)[0].item() for v, a in zip(values, one, strict=True)]
        upper.plot(logits, [v.item() for v in values], line, color=colour, label=name)
        lower.plot(logits, slopes, line, color=colour)
        upper.axhline(0, color="#666666", lw=0.8)
    upper.set(ylabel="loss of one fake, nats")
    lower.set(ylabel="its slope", xlabel="logit $a$ of the fake", ylim=(-1.12, 0.1))
    for at, words in ((-5.9, "rejected, $D$ near 0"), (5.9, "accepted, $D$ near 1")):
        lower.text(at, 0.03, words, ha="left" if at < 0 else "right", va="bottom")
    upper.legend(loc="upper right")
    return fig
