"""Stacked GANs of fully connected layers for `privacy.py`, and two attacks on each.

The discriminator's logit needs the whole GAN; the distance to the nearest sample needs samples only
(hayes2019logan; hilprecht2019monte).
"""

from collections.abc import Callable

import privacy_stacked as stacked
import torch
from torch import Tensor
from torch.nn import functional as F

NOISE, BATCH, RATE, DRAWN = 64, 64, 2e-4, 10_000


class GANs:
    """Generators and discriminators side by side; images in [-1, 1]."""

    def __init__(self, models: int, device: str):
        self.models, self.device = models, device
        self.generator = stacked.Stack([NOISE, 256, 512, 784], models, device)
        self.critic = stacked.Stack([784, 512, 256, 1], models, device)

    def draw(self, count: int, seen: list | None = None) -> Tensor:
        z = torch.randn(self.models, count, NOISE, device=self.device)
        return self.generator(z, seen).tanh()

    def logits(self, x: Tensor, seen: list | None = None) -> Tensor:
        return self.critic(x, seen)[..., 0]


def _step(adam: stacked.Adam, loss: Tensor, seen: list) -> None:
    weights, biases = stacked.gradients(loss, seen, torch.ones_like(loss), None, None)
    rate = torch.full((len(loss),), RATE, device=loss.device)
    adam.step([g / BATCH for g in weights + biases], rate)


def trained(pool: Tensor, members: Tensor, steps: int, looks: dict[int, Callable]) -> GANs:
    """A GAN for each row of members; `looks` are functions by the number of steps before them."""
    gans = GANs(len(members), str(pool.device))
    players = (gans.generator, gans.critic)
    adams = [stacked.Adam(it.parameters, betas=(0.5, 0.999)) for it in players]
    for step in range(steps):
        real = 2 * pool[stacked.drawn(members, BATCH, None)[0]] - 1
        with torch.no_grad():
            fake = gans.draw(BATCH)
        seen: list = []
        both = gans.logits(torch.cat([real, fake], dim=1), seen)
        signs = torch.ones(2 * BATCH, device=pool.device)
        signs[:BATCH] = -1  # -log sigmoid for real ones, -log(1 - sigmoid) for fakes
        _step(adams[1], F.softplus(both * signs), seen)
        seen = []
        _step(adams[0], F.softplus(-gans.logits(gans.draw(BATCH, seen))), seen)
        if step + 1 in looks:
            looks[step + 1](gans)
    return gans


@torch.no_grad()
def attacks(gans: GANs, pool: Tensor) -> dict[str, Tensor]:
    """Two scores of each digit, higher for members: the critic's logit, and minus the distance to
    the nearest of DRAWN samples. Each (models, n).
    """
    wide = (2 * pool - 1).expand(gans.models, -1, -1)
    critic = torch.cat([gans.logits(part) for part in wide.split(500, dim=1)], dim=1)
    nearest = torch.full_like(critic, torch.inf)
    for _ in range(DRAWN // 500):
        distance = torch.cdist(wide, gans.draw(500))  # (models, n, 500)
        torch.minimum(nearest, distance.amin(-1), out=nearest)
    return {"critic": critic, "nearest": -nearest}
