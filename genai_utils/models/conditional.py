"""Models of images given their class: a generator, two discriminators and a VAE.

A class is a whole number, one for each image, in a tensor of integers (batch,). Each network joins
it to what it would see without it.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from genai_utils.models.gan import SIDE, ConvDiscriminator, ConvGenerator
from genai_utils.models.inputs import fitting_batch, require_units
from genai_utils.models.mlp import mlp
from genai_utils.models.vae import VAE


def one_hot(labels: Tensor, classes: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """A row for each label, with a one at its class. (batch,) -> (batch, classes).

    Raises `ValueError` unless the labels are whole numbers from 0 to classes - 1, one an image.

    >>> one_hot(torch.tensor([2, 0]), classes=3)
    tensor([[0., 0., 1.],
            [1., 0., 0.]])
    """
    whole = not labels.is_floating_point() and labels.dtype != torch.bool and labels.dim() == 1
    if not whole or (len(labels) and not 0 <= labels.min() <= labels.max() < classes):
        span = f" from {labels.min()} to {labels.max()}" if labels.numel() else ""
        raise ValueError(
            f"labels must be integers of shape (batch,) from 0 to {classes - 1}, but got shape "
            f"{tuple(labels.shape)} of {labels.dtype}{span}: there are {classes} classes."
        )
    return nn.functional.one_hot(labels.long(), classes).to(dtype)


def joined(x: Tensor, labels: Tensor, classes: int, loudness: float = 1.0) -> Tensor:
    """Each row of x with the one-hot row of its label behind it, times `loudness`.

    (..., batch, size), (batch,) -> (..., batch, size + classes). Raises `ValueError` for labels
    that aren't classes, or not as many as rows.

    >>> joined(torch.tensor([[7.0]]), torch.tensor([1]), classes=2)
    tensor([[7., 0., 1.]])
    """
    rows = loudness * one_hot(labels, classes, x.dtype)
    if x.dim() < 2 or x.shape[-2] != len(rows):
        raise ValueError(
            f"one label for each row is needed, but got {tuple(x.shape)} and {len(rows)} labels: "
            "a row would get the class of another."
        )
    return torch.cat([x, rows.expand(*x.shape[:-1], classes)], dim=-1)


class ConditionalGenerator(nn.Module):
    """The small convolutional generator with the class joined to its noise.

    Source: mirza2014conditional. Raises `ValueError` for sizes below one and wrong labels.

    >>> generator = ConditionalGenerator()
    >>> generator(torch.zeros(2, generator.latent), torch.tensor([3, 8])).shape
    torch.Size([2, 784])
    """

    def __init__(self, latent: int = 64, channels: int = 16, classes: int = 10):
        super().__init__()
        require_units(latent=latent, channels=channels, classes=classes)
        self.latent, self.classes = latent, classes
        self.body = ConvGenerator(latent + classes, channels)

    def forward(self, z: Tensor, labels: Tensor) -> Tensor:
        """Images in [-1, 1]. (batch, latent), (batch,) -> (batch, 784)."""
        return self.body(joined(z, labels, self.classes))


class PlanesDiscriminator(nn.Module):
    """The small convolutional discriminator that sees the class as ten further planes.

    The plane of the class is all ones, the others are zeros. Batch normalisation makes a logit
    depend on its batch. Source: mirza2014conditional, with planes for a convolution.
    Raises `ValueError` for sizes below one and wrong labels.

    >>> PlanesDiscriminator()(torch.zeros(2, 784), torch.tensor([3, 8])).shape
    torch.Size([2])
    """

    def __init__(self, channels: int = 16, classes: int = 10):
        super().__init__()
        require_units(channels=channels, classes=classes)
        self.classes = classes
        self.layers = nn.Sequential(
            nn.Conv2d(1 + classes, channels, 4, stride=2, padding=1),  # 14 × 14
            *list(ConvDiscriminator(channels).layers)[2:],
        )

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """Logits. (batch, 784), (batch,) -> (batch,)."""
        x = fitting_batch("x", x, SIDE * SIDE, next(self.parameters()).dtype)
        sizes = [SIDE * SIDE, self.classes]
        image, rows = joined(x, labels, self.classes).split(sizes, dim=1)
        planes = rows[:, :, None, None].expand(-1, -1, SIDE, SIDE)
        seen = torch.cat([image.unflatten(1, (1, SIDE, SIDE)), planes], dim=1)
        return self.layers(seen).squeeze(1)


class ProjectionDiscriminator(nn.Module):
    """The small convolutional discriminator with a term for the class at its end.

    Eq. `eq-projection`: the logit is that of the image alone plus the inner product of its
    features with a vector of the class. Source: miyato2018cgans. Raises `ValueError` for sizes
    below one and wrong labels.

    >>> ProjectionDiscriminator()(torch.zeros(2, 784), torch.tensor([3, 8])).shape
    torch.Size([2])
    """

    def __init__(self, channels: int = 16, classes: int = 10):
        super().__init__()
        require_units(channels=channels, classes=classes)
        *layers, self.alone = ConvDiscriminator(channels).layers
        self.features = nn.Sequential(*layers)
        self.of_class = nn.Linear(classes, 4 * channels * 4 * 4, bias=False)
        self.classes = classes

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        """Logits. (batch, 784), (batch,) -> (batch,)."""
        x = fitting_batch("x", x, SIDE * SIDE, next(self.parameters()).dtype)
        sizes = [SIDE * SIDE, self.classes]
        image, rows = joined(x, labels, self.classes).split(sizes, dim=1)
        features = self.features(image)
        match = (self.of_class(rows) * features).sum(1)
        return self.alone(features).squeeze(1) + match


class ConditionalVAE(nn.Module):
    """q(z|x, y) and p(x|z, y): the VAE with the class joined to the inputs of both its networks.

    The prior of z is the standard normal for every class. The one in the class's row is
    `loudness`: if it is small beside the code, the decoder learns to read the class from the code.
    Source: sohn2015learning. Raises `ValueError` for a size below one, wrong labels, and a
    loudness that isn't positive.

    >>> model = ConditionalVAE(pixels=4, hidden=[3], latent=2, classes=2)
    >>> logits, mu, log_var = model(torch.zeros(5, 4), torch.tensor([0, 1, 0, 1, 1]))
    >>> logits.shape, mu.shape
    (torch.Size([5, 4]), torch.Size([5, 2]))
    """

    def __init__(
        self,
        pixels: int = 784,
        hidden: Sequence[int] = (400,),
        latent: int = 20,
        classes: int = 10,
        loudness: float = 1.0,
    ):
        super().__init__()
        require_units(pixels=pixels, hidden=tuple(hidden), latent=latent, classes=classes)
        if not 0 < loudness < math.inf:
            raise ValueError(f"a finite loudness above 0 is needed, but got {loudness}.")
        self.latent, self.classes, self.loudness = latent, classes, loudness
        self.encoder = mlp([pixels + classes, *hidden, 2 * latent])
        self.decoder = mlp([latent + classes, *reversed(hidden), pixels])

    def encode(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """mu and log_var of q(z|x, y). (batch, pixels), (batch,) -> twice (batch, latent)."""
        seen = joined(x, labels, self.classes, self.loudness)
        mu, log_var = self.encoder(seen).chunk(2, dim=-1)
        return mu, log_var

    def decode(self, z: Tensor, labels: Tensor) -> Tensor:
        """The logits of p(x|z, y). (..., batch, latent), (batch,) -> (..., batch, pixels)."""
        return self.decoder(joined(z, labels, self.classes, self.loudness))

    def forward(self, x: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """logits, mu and log_var for one draw of z per example."""
        mu, log_var = self.encode(x, labels)
        return self.decode(VAE.reparameterize(mu, log_var), labels), mu, log_var
