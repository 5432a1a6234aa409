"""What differential privacy promises about every test of membership."""

import math

import numpy as np


def most_caught(false_alarms: np.ndarray, epsilon: float, delta: float = 0.0) -> np.ndarray:
    """The largest share of members that any test may catch at these shares of false alarms.

    Eq. `eq-dp-roc`. Same shape. Raises `ValueError` for a negative epsilon, or a delta or shares
    outside [0, 1].

    >>> most_caught(np.array([0.1, 0.5]), epsilon=math.log(2))  # 2 · 0.1, and 1 - 0.5/2
    array([0.2 , 0.75])
    """
    rates = np.asarray(false_alarms, float)
    if not (epsilon >= 0 and 0 <= delta <= 1 and ((rates >= 0) & (rates <= 1)).all()):
        raise ValueError(
            "an epsilon from 0 on, a delta and shares in [0, 1] are needed, but got "
            f"{epsilon}, {delta} and shares from {rates.min()} to {rates.max()}."
        )
    steep = delta + math.exp(epsilon) * rates
    flat = 1 - math.exp(-epsilon) * (1 - delta - rates)
    return np.minimum(1.0, np.minimum(steep, flat))


def area_bound(epsilon: float, delta: float = 0.0) -> float:
    """The largest area that the curve of any test of membership may have.

    Eq. `eq-dp-area`. Raises `ValueError` as `most_caught` does.

    >>> round(area_bound(math.log(3)), 2)  # 1 - 1/(1 + 3)
    0.75
    """
    most_caught(np.zeros(1), epsilon, delta)  # its checks
    return 1 - (1 - delta) ** 2 / (1 + math.exp(epsilon))
