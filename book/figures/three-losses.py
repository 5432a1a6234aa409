"""The losses of three trainings, epoch by epoch, beside the value that is known before any."""

import math

import matplotlib.pyplot as plt
from shared.families import COLOUR
from shared.stored import arrays, measured

KNOWN = {"GAN": math.log(4), "VAE": 784 * math.log(2), "autoregressive": math.log2(27)}
WORDS = {
    "GAN": "GAN: the discriminator's loss, nats",
    "VAE": "VAE: the negative ELBO, nats a digit",
    "autoregressive": "autoregressive: bits a character",
}


def draw():
    log = measured("3-self-attention.words")["transformer"][0]["log"]
    losses = {"GAN": arrays("GAN")["L_D"], "VAE": arrays("VAE")["loss"]}
    losses["autoregressive"] = [row[3] for row in log]
    steps = {name: range(1, len(values) + 1) for name, values in losses.items()}
    steps["autoregressive"] = [row[0] for row in log]
    fig, axes = plt.subplots(3, 1, figsize=(6.4, 5.0), sharex=True)
    for ax, (name, values) in zip(axes, losses.items(), strict=True):
        done = [100 * step / steps[name][-1] for step in steps[name]]
        ax.plot(done, values, ".-", color=COLOUR[name], ms=4)
        ax.axhline(KNOWN[name], color="#444444", ls=":", label="known before training")
        ax.set(ylim=(0, 1.15 * KNOWN[name]))
        ax.set_title(WORDS[name], loc="left", fontsize=10.5)
    axes[2].set(xlabel="per cent of the training")
    axes[1].legend(loc="center right")
    return fig
