"""What a training with noise gives away: (epsilon, delta) from noise, sampling rate and steps.

The accountant adds up Rényi divergences, one for each order, and turns the sum into an epsilon at
the end, with the order that gives the smallest.
"""

import math
from statistics import NormalDist

ORDERS = (*range(2, 64), 80, 96, 128, 192, 256, 512)


def _require(noise: float, rate: float = 1.0, steps: int = 1, delta: float = 0.5) -> None:
    if not (noise > 0 and 0 < rate <= 1 and steps >= 1 and 0 < delta < 1):
        raise ValueError(
            "noise above 0, a rate in (0, 1], a step or more and a delta in (0, 1) are needed, but "
            f"got noise {noise}, rate {rate}, steps {steps}, delta {delta}: without noise no "
            "epsilon is finite."
        )


def gaussian_delta(epsilon: float, noise: float) -> float:
    """The least delta at this epsilon of one Gaussian mechanism with `noise` times its sensitivity.

    Eq. `eq-gaussian-delta`, exact. Source: balle2018improving. Raises `ValueError` for no noise.

    >>> round(gaussian_delta(0.0, noise=1.0), 4)  # how far two bells lie apart: 2 Φ(1/2) - 1
    0.3829
    """
    _require(noise)
    below = NormalDist().cdf
    half, far = 1 / (2 * noise), epsilon * noise
    return below(half - far) - math.exp(epsilon) * below(-half - far)


def renyi(noise: float, rate: float, order: int) -> float:
    """The Rényi divergence of one step in which each record takes part with probability `rate`.

    Eq. `eq-renyi-subsampled`, for a whole order from 2 on; at rate 1 `eq-renyi-gaussian`. Source:
    mironov2019renyi. Raises `ValueError` for another order, no noise or no such rate.

    >>> renyi(noise=2.0, rate=1.0, order=4)  # 4 / (2 · 2²)
    0.5
    """
    _require(noise, rate)
    if order < 2 or order != int(order):
        raise ValueError(f"a whole order from 2 on is needed, but got {order}: the sum is finite.")
    if rate == 1:
        return order / (2 * noise**2)
    terms = [
        math.log(math.comb(order, k))
        + (order - k) * math.log1p(-rate)
        + k * math.log(rate)
        + (k * k - k) / (2 * noise**2)
        for k in range(order + 1)
    ]
    largest = max(terms)
    total = largest + math.log(math.fsum(math.exp(term - largest) for term in terms))
    return total / (order - 1)


def to_epsilon(divergence: float, order: float, delta: float) -> float:
    """The epsilon that a Rényi divergence of this order grants at this delta.

    Eq. `eq-renyi-to-dp`. Source: canonne2020discrete. Raises `ValueError` unless order > 1.

    >>> round(to_epsilon(0.0, order=2, delta=0.25), 4)  # log(1/2) - log(1/2)
    0.0
    """
    if not order > 1 or not 0 < delta < 1:
        raise ValueError(
            f"an order above 1 and a delta in (0, 1) are needed, but got {order} and {delta}."
        )
    cost = math.log1p(-1 / order) - (math.log(delta) + math.log(order)) / (order - 1)
    return max(0.0, divergence + cost)


def epsilon(noise: float, rate: float, steps: int, delta: float) -> float:
    """The epsilon after so many steps of DP-SGD at this delta: the divergences of all steps add up.

    Eq. `eq-renyi-composition`, then `eq-renyi-to-dp` at the best of ORDERS. Raises `ValueError`
    for noise, rate, steps or delta that grant nothing.

    >>> round(epsilon(noise=1.0, rate=0.01, steps=1000, delta=1e-5), 2)
    2.11
    """
    _require(noise, rate, steps, delta)
    return min(to_epsilon(steps * renyi(noise, rate, a), a, delta) for a in ORDERS)


def noise_for(target: float, rate: float, steps: int, delta: float) -> float:
    """The least noise from 0.2 on, to a thousandth, whose epsilon is at most the target.

    By bisection. Raises `ValueError` for a target that no noise up to 1,000 reaches.

    >>> noise = noise_for(2.0, rate=0.01, steps=1000, delta=1e-5)
    >>> 1.99 < epsilon(noise, 0.01, 1000, 1e-5) <= 2.0
    True
    """
    low, high = 0.2, 1000.0
    if not target > epsilon(high, rate, steps, delta):
        raise ValueError(
            f"an epsilon above that of noise {high} is needed, but got {target}: more isn't tried."
        )
    while high - low > 1e-3 * low:
        middle = math.sqrt(low * high)
        low, high = (
            (low, middle) if epsilon(middle, rate, steps, delta) <= target else (middle, high)
        )
    return high
