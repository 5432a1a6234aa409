"""Three short trainings whose batches and noise don't depend on the device: for `gpu.py`.

Each takes the device, the call of its step that ends in a KeyboardInterrupt, and options of `fit`.
"""

import itertools

import torch
from torch import nn

from genai_utils import data, losses, models, train


class SameNoise(nn.Module):
    """Noise that depends on the turn alone, and not on the device as `torch.randn` does."""

    def __init__(self):
        super().__init__()
        self.register_buffer("turn", torch.zeros((), dtype=torch.long))

    def forward(self, like):
        generator = torch.Generator().manual_seed(int(self.turn))
        self.turn += 1
        return torch.randn(like.shape, generator=generator).to(like)


class Autoencoder(models.VAE):
    def __init__(self):
        super().__init__(pixels=64, hidden=(64,), latent=8)
        self.noise = SameNoise()

    def forward(self, x):
        mu, log_var = self.encode(x)
        return self.decode(mu + (0.5 * log_var).exp() * self.noise(mu)), mu, log_var


class Generator(models.ConvGenerator):
    def __init__(self):
        super().__init__(latent=16, channels=8)
        self.noise = SameNoise()

    def forward(self, z):
        return super().forward(self.noise(z))


def bound(model, x):
    logits, mu, log_var = model(x)
    likelihood = losses.bernoulli_log_likelihood(logits, x)
    return losses.elbo(likelihood, losses.kl_standard_normal(mu, log_var))


def stopping(step, stop_at):
    """The step, which doesn't return from its call number `stop_at`."""
    turns = itertools.count(1)

    def counted(*arguments):
        if next(turns) == stop_at:
            raise KeyboardInterrupt
        return step(*arguments)

    return counted


def optimizers(*networks):
    return [torch.optim.Adam(n.parameters(), lr=1e-3, betas=(0.5, 0.999)) for n in networks]


def train_vae(device, stop_at=None, **options):
    digits, model = data.small_digits().images.to(device), Autoencoder().to(device)
    step = stopping(lambda model, x: {"loss": -bound(model, x).mean()}, stop_at)
    return train.fit(model, digits, step, *optimizers(model), batch_size=128, **options)


def train_gan(device, stop_at=None, **options):
    images = (2 * data.mnist().images[::10] - 1).to(device)
    pair = Generator().to(device), models.ConvDiscriminator(channels=8).to(device)
    steps = (
        stopping(lambda d, x, y: {"loss": losses.discriminator_loss(d(x), d(y))}, stop_at),
        lambda d, y: {"loss": losses.generator_loss_non_saturating(d(y))},
    )
    return train.fit_adversarial(*pair, images, *steps, optimizers(*pair), **options)


def train_transformer(device, stop_at=None, **options):
    tokens = data.encode_words(data.words()[::100], length=29).to(device)
    model = models.Transformer(vocabulary=27, width=32, layers=2, context=29).to(device)

    def loss(model, x):
        found = losses.autoregressive_log_likelihood(model(x[:, :-1]), x[:, 1:], x[:, :-1] >= 0)
        return {"loss": -found.mean()}

    return train.fit(model, tokens, stopping(loss, stop_at), *optimizers(model), **options)


TRAININGS = {"VAE": train_vae, "GAN": train_gan, "transformer": train_transformer}
