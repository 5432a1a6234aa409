"""A power law with a floor, fitted to trainings, and an interval for its exponent."""

import numpy as np
from scipy.optimize import least_squares


def law(size: np.ndarray, floor: float, scale: float, exponent: float) -> np.ndarray:
    """floor + (scale / size)^exponent; `scale` is given as its logarithm."""
    return floor + np.exp(exponent * (scale - np.log(size)))


def parameters(points: np.ndarray) -> np.ndarray:
    """Floor, logarithm of the scale, and exponent, by least squares; floor and exponent >= 0."""
    size, bits = points.T
    start = [0.9 * bits.min(), np.log(size.min()), 0.5]
    bounds = ([0, -60, 0.01], [bits.min(), 60, 5])
    return least_squares(lambda p: law(size, *p) - bits, start, bounds=bounds).x


def fitted(points: np.ndarray, resamples: int = 500, coverage: float = 0.95) -> dict:
    """The fit, and the interval of its exponent when the trainings are drawn again.

    Trainings are drawn with replacement until three different sizes are among them.
    """
    floor, scale, exponent = parameters(points)
    random, exponents = np.random.default_rng(0), []
    while len(exponents) < resamples:
        drawn = points[random.integers(len(points), size=len(points))]
        if len(np.unique(drawn[:, 0])) > 2:
            exponents.append(parameters(drawn)[2])
    tails = (1 - coverage) / 2
    interval = np.quantile(exponents, [tails, 1 - tails])
    return {
        "floor": round(float(floor), 3),
        "scale": float(f"{np.exp(scale):.3g}"),
        "exponent": round(float(exponent), 3),
        "interval": [round(float(value), 3) for value in interval],
    }
