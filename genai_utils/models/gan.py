"""Two pairs of generator and discriminator: the article's fully connected one, a small convolution.

Both have one interface. A generator has `latent` and turns noise (batch, latent) into images
(batch, pixels) in [-1, 1]; a discriminator turns those into logits (batch,).
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from genai_utils.models.inputs import fitting_batch, require_units
from genai_utils.models.mlp import mlp

SIDE = 28  # of the convolutional pair's images; 7 is doubled twice


def _dtype(network: nn.Module) -> torch.dtype:
    return next(network.parameters()).dtype


class FullyConnectedGenerator(nn.Module):
    """The article's generator: dense layers that widen, tanh at the end. Raises `ValueError`.

    >>> FullyConnectedGenerator()(torch.zeros(2, 100)).shape
    torch.Size([2, 784])
    """

    def __init__(
        self, latent: int = 100, hidden: Sequence[int] = (128, 256, 512, 1024), pixels: int = 784
    ):
        super().__init__()
        self.latent = latent
        self.layers = nn.Sequential(mlp([latent, *hidden, pixels]), nn.Tanh())

    def forward(self, z: Tensor) -> Tensor:
        """Images in [-1, 1]. (batch, latent) -> (batch, pixels)."""
        z = fitting_batch("z", z, self.latent, _dtype(self))
        return self.layers(z)


class FullyConnectedDiscriminator(nn.Module):
    """The article's discriminator without its sigmoid: it gives logits. Raises `ValueError`.

    >>> FullyConnectedDiscriminator()(torch.zeros(2, 784)).shape
    torch.Size([2])
    """

    def __init__(self, pixels: int = 784, hidden: Sequence[int] = (1024, 512, 256)):
        super().__init__()
        self.pixels = pixels
        self.layers = mlp([pixels, *hidden, 1])

    def forward(self, x: Tensor) -> Tensor:
        """Logits. (batch, pixels) -> (batch,)."""
        x = fitting_batch("x", x, self.pixels, _dtype(self))
        return self.layers(x).squeeze(1)


def doubling(inputs: int, outputs: int) -> list[nn.Module]:
    """Twice the side: each pixel's four children come out as channels and are then laid out.

    >>> nn.Sequential(*doubling(3, 2))(torch.zeros(1, 3, 4, 4)).shape
    torch.Size([1, 2, 8, 8])
    """
    return [
        nn.Conv2d(inputs, 4 * outputs, 3, padding=1, bias=False),
        nn.PixelShuffle(2),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    ]


class ConvGenerator(nn.Module):
    """A small convolutional generator of 28 × 28 images, with batch normalisation.

    `channels` is the number at full size; it doubles at each halving of the side. After
    radford2016unsupervised, with pixel shuffle in place of transposed convolutions, which is
    cheaper on a CPU. Raises `ValueError` for a size below one.

    >>> generator = ConvGenerator()
    >>> generator(torch.zeros(2, generator.latent)).shape
    torch.Size([2, 784])
    """

    def __init__(self, latent: int = 64, channels: int = 16):
        super().__init__()
        require_units(latent=latent, channels=channels)
        self.latent = latent
        self.layers = nn.Sequential(
            nn.Linear(latent, 4 * channels * 7 * 7, bias=False),
            nn.Unflatten(1, (4 * channels, 7, 7)),
            nn.BatchNorm2d(4 * channels),
            nn.ReLU(),
            *doubling(4 * channels, 2 * channels),  # 14 × 14
            *doubling(2 * channels, channels),  # 28 × 28
            nn.Conv2d(channels, 1, 3, padding=1),
            nn.Tanh(),
            nn.Flatten(),
        )

    def forward(self, z: Tensor) -> Tensor:
        """Images in [-1, 1]. (batch, latent) -> (batch, 784)."""
        z = fitting_batch("z", z, self.latent, _dtype(self))
        return self.layers(z)


class ConvDiscriminator(nn.Module):
    """A small convolutional discriminator of 28 × 28 images; it gives logits.

    Batch normalisation makes a logit depend on its batch: give it real and fake images in batches
    of their own. After radford2016unsupervised. Raises `ValueError` for a size below one.

    >>> ConvDiscriminator()(torch.zeros(2, 784)).shape
    torch.Size([2])
    """

    def __init__(self, channels: int = 16):
        super().__init__()
        require_units(channels=channels)
        self.layers = nn.Sequential(
            nn.Unflatten(1, (1, SIDE, SIDE)),
            nn.Conv2d(1, channels, 4, stride=2, padding=1),  # 14 × 14
            nn.LeakyReLU(0.2),
            nn.Conv2d(channels, 2 * channels, 4, stride=2, padding=1, bias=False),  # 7 × 7
            nn.BatchNorm2d(2 * channels),
            nn.LeakyReLU(0.2),
            nn.Conv2d(2 * channels, 4 * channels, 3, stride=2, padding=1, bias=False),  # 4 × 4
            nn.BatchNorm2d(4 * channels),
            nn.LeakyReLU(0.2),
            nn.Flatten(),
            nn.Linear(4 * channels * 4 * 4, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Logits. (batch, 784) -> (batch,)."""
        x = fitting_batch("x", x, SIDE * SIDE, _dtype(self))
        return self.layers(x).squeeze(1)
