"""The recipes that `digits_gan.py` trains: which networks, which Adam, which batch.

`CHANGES` goes from the article's recipe to ours: first each component of ours alone, then bundles,
then what was added to ours. `SIZES` varies one size of ours at a time.
"""

from dataclasses import dataclass, replace

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm

from genai_utils import models


@dataclass(frozen=True)
class Recipe:
    """A pair of networks and how it is trained; `shifts` moves what the discriminator sees."""

    convolutions: bool = True
    widths: tuple[int, ...] = (128, 256, 512, 1024)  # the dense generator's hidden layers
    channels: tuple[int, int] = (12, 16)  # of the convolutional generator and discriminator
    latent: int = 64
    norm_g: bool = True
    norm_d: bool = True
    leaky: bool = True  # the discriminator's ReLUs
    rate: float = 2e-3
    beta: float = 0.5  # Adam's first
    batch: int = 32
    r1: float = 0.0
    spectral: bool = False
    shifts: bool = False


OURS = Recipe()
ARTICLE = Recipe(
    convolutions=False,
    latent=100,
    norm_g=False,
    norm_d=False,
    leaky=False,
    rate=1e-4,
    beta=0.9,
    batch=64,
)
# The article's layers, normalised, with the Adam of radford2016unsupervised.
STEADY = replace(ARTICLE, norm_g=True, norm_d=True, leaky=True, rate=2e-4, beta=0.5)
DENSE = replace(OURS, convolutions=False)
CHANGES: dict[str, Recipe | None] = {
    "real digits": None,
    "the article's recipe": ARTICLE,
    "+ 64 numbers of noise": replace(ARTICLE, latent=64),
    "+ batches of 32": replace(ARTICLE, batch=32),
    "+ β₁ of 0.5": replace(ARTICLE, beta=0.5),
    "+ rate of 0.002": replace(ARTICLE, rate=2e-3),
    "+ leaky ReLU in D": replace(ARTICLE, leaky=True),
    "+ batch norm in D": replace(ARTICLE, norm_d=True),
    "+ batch norm in G": replace(ARTICLE, norm_g=True),
    "+ batch norm in both": replace(ARTICLE, norm_g=True, norm_d=True),
    "+ batch norm in both, leaky D, rate of 0.0002": replace(STEADY, beta=0.9),
    "+ the same and β₁ of 0.5": STEADY,
    "+ our Adam, batches of 32": replace(ARTICLE, rate=2e-3, beta=0.5, batch=32),
    "+ convolutions": replace(ARTICLE, convolutions=True),
    "ours": OURS,
    "− convolutions": DENSE,
    "− convolutions, equal widths": replace(DENSE, widths=(579,) * 4),
    "− convolutions, narrowing": replace(DENSE, widths=(1392, 696, 348, 174)),
    "− batch norm": replace(OURS, norm_g=False, norm_d=False),
    "− our Adam, batches of 64": replace(OURS, rate=1e-4, beta=0.9, batch=64),
    "+ R1": replace(OURS, r1=1.0),
    "+ spectral norm for batch norm in D": replace(OURS, norm_d=False, spectral=True),
    "+ shifts": replace(OURS, shifts=True),
}
SIZES: dict[str, Recipe | None] = {
    "real digits": None,
    "ours": OURS,
    "8 channels in G": replace(OURS, channels=(8, 16)),
    "16 channels in G": replace(OURS, channels=(16, 16)),
    "24 channels in G": replace(OURS, channels=(24, 16)),
    "8 channels in D": replace(OURS, channels=(12, 8)),
    "24 channels in D": replace(OURS, channels=(12, 24)),
    "batches of 16": replace(OURS, batch=16),
    "batches of 64": replace(OURS, batch=64),
}
PATIENCE: dict[str, Recipe | None] = {"+ the same and β₁ of 0.5": STEADY}
LONG: dict[str, Recipe | None] = {"the article's recipe": ARTICLE, "ours": OURS}


def networks(recipe: Recipe) -> tuple[nn.Module, nn.Module]:
    """Generator and discriminator, as the recipe has them."""
    if recipe.convolutions:
        return _convolutional(recipe)
    generator = models.FullyConnectedGenerator(recipe.latent, recipe.widths)
    discriminator = models.FullyConnectedDiscriminator()
    generator.layers[0] = _dense(generator.layers[0], recipe.norm_g, leaky=False, plain=0)
    discriminator.layers = _dense(discriminator.layers, recipe.norm_d, recipe.leaky, plain=1)
    return generator, discriminator


def _dense(layers: nn.Sequential, norm: bool, leaky: bool, plain: int) -> nn.Sequential:
    """The layers with batch norm before each ReLU but the first `plain`, and leaky ReLUs if so."""
    found: list[nn.Module] = []
    for layer in layers:
        if isinstance(layer, nn.ReLU):
            hidden = sum(isinstance(earlier, nn.Linear) for earlier in found)
            if norm and hidden > plain:
                found.append(nn.BatchNorm1d(found[-1].out_features))
            layer = nn.LeakyReLU(0.2) if leaky else layer
        found.append(layer)
    return nn.Sequential(*found)


def _convolutional(recipe: Recipe) -> tuple[nn.Module, nn.Module]:
    generator = models.ConvGenerator(recipe.latent, recipe.channels[0])
    discriminator = models.ConvDiscriminator(recipe.channels[1])
    if not recipe.norm_g:
        _biases_for_norms(generator.layers)
    if not recipe.norm_d:
        _biases_for_norms(discriminator.layers)
    if not recipe.leaky:
        for number, layer in enumerate(discriminator.layers):
            if isinstance(layer, nn.LeakyReLU):
                discriminator.layers[number] = nn.ReLU()
    if recipe.spectral:
        for layer in discriminator.layers:
            if isinstance(layer, nn.Conv2d | nn.Linear):
                spectral_norm(layer)
    for network in (generator, discriminator):
        network.to(memory_format=torch.channels_last)
    return generator, discriminator


def _biases_for_norms(layers: nn.Sequential) -> None:
    """Take the batch norms out; give the layers before them the bias that a norm makes needless."""
    for number, layer in enumerate(layers):
        if isinstance(layer, nn.BatchNorm2d):
            layers[number] = nn.Identity()
        elif isinstance(layer, nn.Conv2d | nn.Linear) and layer.bias is None:
            layer.bias = nn.Parameter(torch.zeros(len(layer.weight)))
