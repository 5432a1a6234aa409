"""Who was in the training data: attacks that ask, and a training that limits the answer."""

from genai_utils.privacy.accountant import (
    epsilon,
    gaussian_delta,
    noise_for,
    renyi,
    to_epsilon,
)
from genai_utils.privacy.bounds import area_bound, most_caught
from genai_utils.privacy.dp_sgd import poisson_batch, private_gradient
from genai_utils.privacy.membership import (
    area,
    area_interval,
    caught,
    likelihood_ratio,
    roc,
    without_it,
)

__all__ = [
    "area",
    "area_bound",
    "area_interval",
    "caught",
    "epsilon",
    "gaussian_delta",
    "likelihood_ratio",
    "most_caught",
    "noise_for",
    "poisson_batch",
    "private_gradient",
    "renyi",
    "roc",
    "to_epsilon",
    "without_it",
]
