"""What a generator's network draws, in PyTorch, for the figure's first frame and for its checks."""

import math

import numpy as np
import torch
from torch import nn

LARGEST_SIDE = 64  # of a picture, in pixels


def draw(network: nn.Module, inputs: torch.Tensor) -> np.ndarray:
    """The pictures of a network that ends with a Tanh or a Sigmoid, in [0, 1]; its mode is kept.

    >>> draw(nn.Sequential(nn.Linear(2, 4), nn.Tanh()), torch.zeros(3, 2)).shape
    (3, 4)
    """
    training = network.training
    with torch.no_grad():
        pictures = network.eval()(inputs)
    network.train(training)
    return (0.5 + 0.5 * pictures if ending(network) is nn.Tanh else pictures).numpy()


def ending(network: nn.Module) -> type:
    """The kind of its last layer that computes, however deep that lies."""
    return [type(layer) for layer in network.modules() if not isinstance(layer, nn.Flatten)][-1]


def picture_shape(network: nn.Module, inputs: int) -> tuple[int, ...]:
    """The shape (channels, side, side) of what a network draws of so many numbers.

    Raises `ValueError` if that is no square picture in grey or colour.

    >>> picture_shape(nn.Sequential(nn.Linear(2, 9), nn.Sigmoid()), inputs=2)
    (1, 3, 3)
    """
    if ending(network) not in (nn.Tanh, nn.Sigmoid):
        raise ValueError(
            "The network needs to end with Sigmoid or Tanh, but ends with "
            f"{ending(network).__name__}: a pixel lies between 0 and 1."
        )
    try:
        shape = draw(network, torch.zeros(1, inputs)).shape[1:]
    except RuntimeError as error:
        raise ValueError(
            f"The network needs {inputs} inputs, the code and the choices, but can't take them: "
            f"{error}."
        ) from error
    if len(shape) == 1 and math.isqrt(shape[0]) ** 2 == shape[0]:
        shape = (1, math.isqrt(shape[0]), math.isqrt(shape[0]))
    if len(shape) != 3 or shape[0] not in (1, 3) or not shape[1] == shape[2] <= LARGEST_SIDE:
        raise ValueError(
            f"The network needs to draw squares of at most {LARGEST_SIDE} pixels a side in one or "
            f"three colours, but drew {tuple(shape)}."
        )
    return tuple(shape)
