"""A law for the loss of models that differ in their weights and in what they have read."""

from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Law:
    """L(N, T) = floor + (weight_scale / N)^alpha + (token_scale / T)^beta, `eq-scaling-law`.

    >>> Law(floor=1.0, weight_scale=4.0, alpha=0.5, token_scale=1.0, beta=1.0).loss(1.0, 1.0)
    4.0
    """

    floor: float
    weight_scale: float
    alpha: float
    token_scale: float
    beta: float

    def loss(self, weights: Numbers, tokens: Numbers) -> Numbers:
        """The loss that the law says, in the floor's unit.

        >>> Law(floor=1.0, weight_scale=100.0, alpha=0.5, token_scale=1.0, beta=1.0).loss(400, 2)
        2.0
        """
        few, short = self.weight_scale / weights, self.token_scale / tokens
        return self.floor + few**self.alpha + short**self.beta

    def best_split(self, operations: float) -> tuple[float, float]:
        """Weights and tokens of the lowest loss, if F = 6 N T is fixed. Eq. `eq-best-split`.

        >>> law = Law(floor=1.0, weight_scale=10.0, alpha=0.5, token_scale=10.0, beta=0.5)
        >>> [round(value) for value in law.best_split(600)]
        [10, 10]
        """
        alpha, beta = self.alpha, self.beta
        ratio = alpha * self.weight_scale**alpha / (beta * self.token_scale**beta)
        weights = (ratio * (operations / 6) ** beta) ** (1 / (alpha + beta))
        return weights, operations / (6 * weights)


def fitted(weights: Numbers, tokens: Numbers, losses: Numbers) -> Law:
    """The law with the least squared differences of the losses; floor and exponents are positive.

    Raises `ValueError` for fewer than six trainings: five numbers are to be found.

    >>> law = Law(floor=1.0, weight_scale=50.0, alpha=0.5, token_scale=300.0, beta=0.5)
    >>> weights, tokens = np.geomspace(10, 1e4, 9), np.tile([1e3, 1e4, 1e5], 3)
    >>> f"{fitted(weights, tokens, law.loss(weights, tokens)).alpha:.3f}"
    '0.500'
    """
    if not len(weights) == len(tokens) == len(losses) or len(losses) < 6:
        raise ValueError(
            f"six trainings or more are needed, with weights, tokens and loss each, but got "
            f"{len(weights)}, {len(tokens)} and {len(losses)}: five numbers are to be found."
        )

    def law(found: Numbers) -> Law:
        floor, weight_scale, alpha, token_scale, beta = found
        return Law(floor, np.exp(weight_scale), alpha, np.exp(token_scale), beta)

    start = [0.7 * losses.min(), np.log(weights.min()), 0.4, np.log(tokens.min()), 0.4]
    bounds = ([0, -60, 0.01, -60, 0.01], [losses.min(), 60, 5, 60, 5])
    found = least_squares(
        lambda p: law(p).loss(weights, tokens) - losses, start, bounds=bounds, x_scale="jac"
    )
    return law(found.x)


def resampled(weights: Numbers, tokens: Numbers, losses: Numbers, times: int) -> Numbers:
    """The five numbers, fitted to trainings that are drawn again, `times` times. (times, 5).

    >>> weights, tokens = np.geomspace(10, 1e4, 9), np.tile([1e3, 1e4, 1e5], 3)
    >>> law = Law(floor=1.0, weight_scale=50.0, alpha=0.5, token_scale=300.0, beta=0.5)
    >>> resampled(weights, tokens, law.loss(weights, tokens), times=2).shape
    (2, 5)
    """
    random = np.random.default_rng(0)
    rows: list[tuple[float, ...]] = []
    while len(rows) < times:
        drawn = random.integers(len(losses), size=len(losses))
        if min(len(set(weights[drawn])), len(set(tokens[drawn]))) > 2:
            rows.append(astuple(fitted(weights[drawn], tokens[drawn], losses[drawn])))
    return np.array(rows)
