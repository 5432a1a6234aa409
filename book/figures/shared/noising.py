"""The thousand noise levels of ho2020denoising, and the exact best guess from a training set."""

import numpy as np
from scipy.special import softmax

# The share of the signal that is left after 0 to 1,000 steps.
SHARES = np.concatenate([[1.0], np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))])


def guess(x_t, share, training):
    """The mean of x_0 given x_t when the data are these training examples, (n, pixels)."""
    apart = (
        (x_t**2).sum(1)[:, None]
        - 2 * np.sqrt(share) * x_t @ training.T
        + share * (training**2).sum(1)
    )
    return softmax(-apart / (2 * (1 - share)), axis=1) @ training


def back(x_t, best, share, before, random):
    """One step of the sampler: the posterior's mean at the guess, and fresh noise."""
    alpha = share / before
    mean = np.sqrt(before) * (1 - alpha) * best + np.sqrt(alpha) * (1 - before) * x_t
    spread = np.sqrt((1 - before) * (1 - alpha) / (1 - share))
    return mean / (1 - share) + spread * random.standard_normal(x_t.shape)
