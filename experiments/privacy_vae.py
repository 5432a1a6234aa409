"""Stacked VAEs for `privacy.py`: over-fitted, augmented, and trained with DP-SGD; their scores.

A score is how much of a digit a model has kept: its evidence lower bound, in nats.
"""

from dataclasses import dataclass

import privacy_stacked as stacked
import torch
from torch import Tensor
from torch.nn import functional as F

from genai_utils import data
from genai_utils.privacy import accountant


class VAEs:
    """Encoders and decoders, each a stack with one hidden layer."""

    def __init__(self, models: int, hidden: int, latent: int, device: str):
        self.encoder = stacked.Stack([784, hidden, 2 * latent], models, device)
        self.decoder = stacked.Stack([latent, hidden, 784], models, device)

    @property
    def parameters(self) -> list[Tensor]:
        both = (self.encoder, self.decoder)
        return [w for it in both for w in it.weights] + [b for it in both for b in it.biases]

    def loss(self, x: Tensor, seen: list | None = None) -> Tensor:
        """Minus the evidence lower bound with one draw of the code. (models, batch, 784).

        Without the checks of `losses`: a setting that gives no number is one that isn't chosen.
        """
        mu, log_var = self.encoder(x, seen).chunk(2, dim=-1)
        z = mu + (0.5 * log_var).exp() * torch.randn_like(mu)
        logits = self.decoder(z, seen)
        distortion = F.softplus(logits).sum(-1) - (x * logits).sum(-1)
        rate = 0.5 * (mu.square() + log_var.exp() - log_var - 1).sum(-1)
        return distortion + rate


@dataclass
class Setting:
    """How a stack is trained; with an epsilon by DP-SGD at delta 1e-5."""

    steps: int
    hidden: int = 512
    latent: int = 32
    rates: tuple[float, ...] = (2e-3,)  # the models in turn
    batch: int = 100
    augmented: bool = False
    epsilon: float | None = None
    clip: float = 1.0
    delta: float = 1e-5


@torch.no_grad()
def scores(vaes: VAEs, x: Tensor, draws: int = 8) -> Tensor:
    """The bound of each grey digit under each model, the mean of some draws. (models, n)."""
    models, found = len(vaes.encoder.weights[0]), []
    for part in x.split(250):
        wide = part.expand(models, -1, -1)
        found.append(-torch.stack([vaes.loss(wide) for _ in range(draws)]).mean(0))
    return torch.cat(found, dim=1)


def taken(pool: Tensor, places: Tensor, setting: Setting) -> Tensor:
    """The digits of a batch as the training sees them."""
    x = pool[places]
    if setting.augmented:
        x = data.shift(x.flatten(0, 1), probability=0.5).view_as(x)
    return torch.bernoulli(x) if setting.augmented or setting.epsilon else x


def peak_rates(setting: Setting, members: Tensor) -> Tensor:
    """The setting's rates, dealt to the models in turn. (models,)."""
    rates = [setting.rates[row % len(setting.rates)] for row in range(len(members))]
    return torch.tensor(rates, device=members.device)


def privacy(setting: Setting, most: int, models: int, device: torch.device) -> tuple:
    """The sampling rate, the room of a batch, clip and noise; no rate without an epsilon."""
    if setting.epsilon is None:
        return None, setting.batch, None, None
    share = setting.batch / most
    noise = accountant.noise_for(setting.epsilon, share, setting.steps, setting.delta)
    clips = torch.full((models,), setting.clip, device=device)
    return share, stacked.room(share, most), clips, torch.full_like(clips, noise)


def trained(pool: Tensor, members: Tensor, setting: Setting, looks: dict | None = None) -> VAEs:
    """A VAE for each row of members; `looks` are functions by the number of steps before them."""
    most, peaks = int(members.sum(1).max()), peak_rates(setting, members)
    vaes = VAEs(len(members), setting.hidden, setting.latent, str(pool.device))
    adam = stacked.Adam(vaes.parameters)
    share, size, clip, noise = privacy(setting, most, len(members), pool.device)
    for step in range(setting.steps):
        places, counts = stacked.drawn(members, size, share)
        seen: list = []
        loss = vaes.loss(taken(pool, places, setting), seen)
        weights, biases = stacked.gradients(loss, seen, counts, clip, noise)
        whole = [g / setting.batch for g in weights + biases]
        adam.step(whole, peaks * stacked.plan(step, setting.steps))
        if looks and step + 1 in looks:
            looks[step + 1](vaes)
    return vaes
