"""The recipe R1 of the stored emoji generators, for `emoji.py` and `emoji_choice.py`.

It is the training of `6-emoji` with two changes: the discriminator has biases in the place of batch
normalisation, and it pays the penalty {eq}`eq-r1` for steep logits at real pictures.
"""

from contextlib import contextmanager
from unittest import mock

import torch
from torch import nn

from genai_utils import data, losses, models

DISCRIMINATOR = models.EmojiDiscriminator


def without_norm() -> nn.Module:
    """The discriminator with biases in the place of batch normalisation."""
    network = DISCRIMINATOR()
    for number, layer in enumerate(network.layers):
        if isinstance(layer, nn.BatchNorm2d):
            network.layers[number] = nn.Identity()
        elif isinstance(layer, nn.Conv2d) and layer.bias is None:
            layer.bias = nn.Parameter(torch.zeros(layer.out_channels))
    return network


def with_penalty(plain):
    """The notebook's `game`, whose discriminator pays for steep logits at real pictures."""

    def game(training):
        critique, reply, wanted = plain(training)
        pictures = 2 * training.images - 1

        def steep(discriminator, numbers, fake):
            real, asked = pictures[numbers[:, 0]], wanted[numbers[:, 0]]
            with torch.autocast("cpu", enabled=False):  # its gradient is taken again
                penalty = losses.r1_penalty(lambda x: discriminator(x, asked), data.jittered(real))
            return {"loss": critique(discriminator, numbers, fake)["loss"] + penalty}

        return steep, reply, wanted

    return game


@contextmanager
def changed(names: dict):
    """Inside, what the notebook's `trained` in `names` trains is R1."""
    other = mock.patch.object(models, "EmojiDiscriminator", without_norm)
    with mock.patch.dict(names, game=with_penalty(names["game"])), other:
        yield


def trained(names: dict, seed: int, epochs: int, **options) -> models.EmojiGenerator:
    """The generator of R1 after so many epochs of 125 steps, its convolutions in bfloat16."""
    with changed(names):
        return names["trained"](names["training"], seed, epochs, half=True, **options)
