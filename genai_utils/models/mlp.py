"""Fully connected layers, which the VAE and the article's GAN are made of."""

from collections.abc import Sequence
from itertools import pairwise

from torch import nn

from genai_utils.models.inputs import require_units


def mlp(sizes: Sequence[int]) -> nn.Sequential:
    """Linear layers of the given sizes with ReLU between them, none after the last.

    Raises `ValueError` for fewer than two sizes or a size below one.
    """
    if len(sizes) < 2:
        raise ValueError(f"the sizes of an input and an output are needed, but got {tuple(sizes)}.")
    require_units(sizes=tuple(sizes))
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])
