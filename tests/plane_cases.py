"""What the tests of the live diffusion share: numbers to and from node, and the exact mixture."""

import functools
import math

import pytest
import torch
from figure_module import evaluate
from torch.distributions import Categorical, Independent, MixtureSameFamily, Normal
from torch.nn.utils import parameters_to_vector

from genai_utils.widgets import DiffusionPlane
from genai_utils.widgets.plane_settings import DEVIATIONS, PLACES

TOLERANCE = 1e-9
METHODS = ("flow", "diffusion")
LABELS = {"all": (0.0, 0.0), "a": (1.0, 0.0), "b": (0.0, 1.0)}
MIXTURE = "createMixture({get: (key) => ({data, points})[key]})"
in_node = functools.partial(evaluate, DiffusionPlane)


@pytest.fixture(autouse=True)
def doubles():
    """For a module that binds it: everything in double precision, from one seed."""
    torch.set_default_dtype(torch.double)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float)


def numbers(tensor):
    return tensor.detach().flatten().tolist()


def weights(network):
    return numbers(parameters_to_vector(network.parameters()))


def shares(method, time):
    """The shares of data and noise, by the pages: a = τ, b = 1 - τ, or a quarter of a circle."""
    if method == "flow":
        return time, 1 - time
    return math.sin(math.pi / 2 * time), math.cos(math.pi / 2 * time)


def density(data, variance, a=1.0, places=None):
    places = a * torch.tensor(places or PLACES[data])
    parts = Independent(Normal(places, variance**0.5), 1)
    return MixtureSameFamily(Categorical(torch.ones(len(places))), parts)


def score(data, x, a, b, places=None):
    """The gradient of the noisy log density, by automatic differentiation."""
    x = x.clone().requires_grad_()
    noisy = density(data, (a * DEVIATIONS[data]) ** 2 + b**2, a, places)
    return torch.autograd.grad(noisy.log_prob(x).sum(), x)[0]
