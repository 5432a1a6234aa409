"""The network of the live diffusion in PyTorch: what it is told, and its data and targets.

It looks at a place of the straight path from noise (time 0) to data (time 1) and answers with the
velocity there. `plane_paths.js` and `plane_training.js` compute the same in the page.
"""

from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn

from genai_utils.widgets.plane_settings import (
    CLASSES,
    DEVIATIONS,
    DROPPED,
    LEAK,
    PLACES,
    SIZES,
    SOFT,
)


def plane_network(sizes: tuple[int, ...] = SIZES) -> nn.Sequential:
    """Linear layers with a leaky ReLU between them, which the page computes, too.

    >>> [tuple(p.shape) for p in plane_network().parameters()][:2]
    [(64, 8), (64,)]
    """
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.LeakyReLU(LEAK)]
    return nn.Sequential(*layers[:-1])


def plane_inputs(x: Tensor, time: Tensor, label: Tensor) -> Tensor:
    """What the network is told of a place: (n, 2), (n,), (n, 2) -> (n, 8).

    `label` is (1, 0) for class A, (0, 1) for B, (0, 0) where the class isn't given. Near the data
    the velocity is steep, so the place is told a second time, enlarged.

    >>> plane_inputs(torch.tensor([[0.3, 0.6]]), torch.tensor([0.85]), torch.zeros(1, 2))[0, :6]
    tensor([0.3000, 0.6000, 0.8500, 0.6667, 1.0000, 2.0000])
    """
    near = 1 / (1 + SOFT - time[:, None])
    return torch.cat([x, time[:, None], near / 5, near * x, label], dim=1)


def draw_data(data: str, count: int) -> tuple[Tensor, Tensor]:
    """Examples of a distribution and their labels, with PyTorch's random numbers.

    -> (count, 2), (count, 2). A quarter of the labels, and all where there are no classes, is
    (0, 0).
    """
    places = torch.tensor(PLACES[data], dtype=torch.get_default_dtype())
    picked = torch.randint(len(places), (count,))
    x = places[picked] + DEVIATIONS[data] * torch.randn(count, 2)
    if data not in CLASSES:
        return x, torch.zeros(count, 2)
    label = torch.tensor([[kind == "a", kind == "b"] for kind in CLASSES[data]]).to(x.dtype)
    told = torch.rand(count, 1) >= DROPPED
    return x, label[picked] * told


def exact_velocity(data: str, x: np.ndarray, time: float) -> np.ndarray:
    """The velocity of the straight path that the best network has, both classes: (n, 2) -> (n, 2).

    Eq. `eq-probability-flow` for a mixture of normal distributions.

    >>> exact_velocity("ring", np.zeros((1, 2)), 0.0).round(6) + 0.0  # towards the middle: here
    array([[0., 0.]])
    """
    places, deviation, rest = np.array(PLACES[data]), DEVIATIONS[data], 1 - time
    variance = (time * deviation) ** 2 + rest**2
    apart = x[:, None] - time * places
    log = -(apart**2).sum(-1) / (2 * variance)
    share = np.exp(log - log.max(1, keepdims=True))
    share /= share.sum(1, keepdims=True)
    towards = places + (time * deviation**2 - rest) / variance * apart
    return (share[..., None] * towards).sum(1)
