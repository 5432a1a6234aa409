"""What one example is after each layer of the article's two networks, and of ours."""

from math import prod

import matplotlib.pyplot as plt
import torch
from shared.practice import MUTED, RECIPES
from torch import nn

from genai_utils import models
from genai_utils.plots import PALETTE

DENSE = models.FullyConnectedGenerator(), models.FullyConnectedDiscriminator()
OURS = models.ConvGenerator(channels=12), models.ConvDiscriminator()
TITLES = ("the article's pair: dense layers", "our pair: channels × height × width")


def shapes(network, inputs):
    """The shapes after its activations, for one example."""
    found = []
    for module in network.modules():
        if isinstance(module, nn.ReLU | nn.LeakyReLU | nn.Tanh):
            module.register_forward_hook(lambda _, __, out: found.append(out.shape[1:]))
    network(inputs)
    return found


def bars(ax, at, found, colour, network, name):
    sizes = [prod(shape) for shape in found]
    ax.bar(range(at, at + len(sizes)), sizes, color=colour, width=0.75)
    for place, (shape, size) in enumerate(zip(found, sizes, strict=True)):
        words = "×".join(map(str, shape))
        ax.text(at + place, size * 1.25, words, ha="center", fontsize=9.5 if "×" in words else 11)
    count = sum(p.numel() for p in network.parameters()) / 1e6
    words = f"{name}\n{count:.2f} million parameters"
    ax.text(at + len(sizes) / 2 - 0.5, 4e5, words, ha="center", va="top")


def draw():
    plt.rcParams["font.size"] = 12  # still read on a phone
    fig, axes = plt.subplots(2, 1, figsize=(6.4, 5.2))
    for ax, pair, recipe, title in zip(axes, (DENSE, OURS), RECIPES, TITLES, strict=True):
        latent = pair[0].latent
        *hidden, image = shapes(pair[0], torch.zeros(2, latent))
        judged = [*shapes(pair[1], torch.zeros(2, 784)), (1,)]
        bars(ax, 0, [(latent,), *hidden], RECIPES[recipe][0], pair[0], "generator")
        bars(ax, len(hidden) + 2, judged, PALETTE[5], pair[1], "discriminator")
        ax.bar(len(hidden) + 1, prod(image), color=MUTED, width=0.75)
        ax.text(len(hidden) + 1, prod(image) * 1.25, "image", ha="center", fontsize=11)
        ax.set(yscale="log", ylim=(0.7, 6e5))
        last = len(hidden) + 1 + len(judged)
        ax.set_xticks([0, len(hidden) + 1, last], ["noise", "784 pixels", "logit"])
        ax.set_title(title, loc="left", fontsize=12)
        ax.yaxis.set_visible(False)
        ax.spines["left"].set_visible(False)
        ax.grid(visible=False)
    return fig
