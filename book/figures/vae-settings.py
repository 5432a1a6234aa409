"""The sweep of the VAE: rate and distortion, the tighter bound, and a model without a code.

Draws `eq-elbo-split` and `eq-iwae-bound`.
"""

import matplotlib.pyplot as plt
import torch
from shared.stored import measured

from genai_utils import data, losses


def without_a_code():
    """Nats of a validation digit if each pixel has one probability, the same for all digits."""
    train, validation, _ = data.three_way(data.mnist(), held_out=1000)
    x = data.binarize(validation.images, torch.Generator().manual_seed(0))
    logits = train.images.mean(0).clamp(1e-4, 1 - 1e-4).logit()
    return -losses.bernoulli_log_likelihood(logits.expand(len(x), -1), x).mean().item()


def draw():
    sweep = measured("3-vae.sweep")
    rates = [row["rate"] for row in sweep.values()]
    rests = [row["negative ELBO"] - row["rate"] for row in sweep.values()]
    places = range(len(sweep))
    fig, ax = plt.subplots(figsize=(6.4, 3.6))
    ax.barh(places, rests, color="C0", alpha=0.75, label="distortion")
    ax.barh(places, rates, left=rests, color="C1", alpha=0.85, hatch="//", label="rate")
    tighter = [row["IWAE-1000"] for row in sweep.values()]
    ax.plot(tighter, places, "kD", ms=6, mec="white", label="tighter bound")
    ax.axvline(without_a_code(), color="black", ls=":", label="no code at all")
    ax.set_yticks(places, sweep)
    ax.invert_yaxis()
    ax.set(xlabel="nats a validation digit", xlim=(0, 235))
    ax.legend(loc="upper center", ncols=4, columnspacing=1, bbox_to_anchor=(0.36, 1.16))
    ax.grid(False, axis="y")
    return fig
