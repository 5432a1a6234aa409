"""A conditional GAN in the place of the VAE, for `augmentation.py`: the GAN of digits by class.

The cells that train the GAN of `6-image-generation` run here on a few digits, with two settings
changed. Misfiled pairs are left out, since that notebook found that they cost variety. And the
discriminator sees all images moved by up to a pixel, real ones and fakes alike: with fifty real
digits it would know each by heart. Neither was chosen by its result on our digits.
"""

import cells
import torch
from torch import Tensor, nn

from genai_utils import data, models

NAME, STEPS, BATCH, NOISE = "6-image-generation", 1000, 32, 64


class Moving(models.ProjectionDiscriminator):
    """The notebook's discriminator, before whose eyes each image moves by up to a pixel."""

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        return super().forward(data.shift(x + 1, probability=1) - 1, labels)  # black is -1


def generator(digits: data.Images, seed: int, steps: int = STEPS) -> nn.Module:
    """The averaged generator after whole epochs of these digits, about `steps` steps."""
    needed = {"before-training", "gan"}
    settings = {
        "train_digits": digits,
        "labels_given": digits.labels,
        "epochs": round(steps / -(-len(digits) // BATCH)),
        "batch_size": BATCH,
        "misfiled": 0.0,
        "discriminator_of": Moving,
    }
    chosen = [cell for cell in cells.code(NAME) if needed & {*cells.tags(cell)}]
    return cells.run(chosen, {}, seed=seed, settings=settings)["average"].module.eval()


@torch.no_grad()
def sampled(network: nn.Module, count: int) -> data.Images:
    """As many of each class; grey values in [0, 1]."""
    labels = torch.arange(10).repeat(count // 10)
    parts = [network(torch.randn(len(some), NOISE), some) for some in labels.split(500)]
    return data.Images(torch.cat(parts) / 2 + 0.5, labels)
