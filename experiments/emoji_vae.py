"""A VAE of emoji whose decoder has the generator's layers; `emoji_choice.py` trains it."""

import torch
from torch import Tensor, nn

from genai_utils import losses, models


class EmojiVAE(nn.Module):
    """The discriminator's convolutions as encoder; one deviation is learned for all pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.decoder = models.EmojiGenerator()
        critic = models.EmojiDiscriminator()
        self.encoder, features = critic.layers, critic.score.in_features + critic.fit.in_features
        self.code = nn.Linear(features, 2 * self.decoder.noise)
        self.log_sigma = nn.Parameter(torch.zeros(()))

    def loss(self, pictures: Tensor, asked: Tensor) -> Tensor:
        """The negative bound, in nats a pixel channel, up to a constant. Pictures in [-1, 1]."""
        features = torch.cat([self.encoder(pictures), asked], dim=1)
        mean, log_var = self.code(features).float().chunk(2, dim=1)
        z = mean + torch.randn_like(mean) * (log_var / 2).exp()
        gap = (self.decoder(z, asked).float() - pictures).square().sum((1, 2, 3))
        log_sigma = self.log_sigma.clamp(min=-4)
        size = pictures[0].numel()
        reconstruction = gap / (2 * (2 * log_sigma).exp()) + size * log_sigma
        return (reconstruction + losses.kl_standard_normal(mean, log_var)).mean() / size
