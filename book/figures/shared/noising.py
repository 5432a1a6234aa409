"""The thousand noise levels of ho2020denoising, and the exact best guess from a training set."""

import numpy as np
import torch
from scipy.spatial.distance import cdist
from scipy.special import softmax

from genai_utils import losses

# The share of the signal that is left after 0 to 1,000 steps.
SHARES = np.concatenate([[1.0], np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))])


def guess(x_t, share, training):
    """The mean of x_0 given x_t when the data are these training examples, (n, pixels)."""
    apart = cdist(x_t, np.sqrt(share) * training, "sqeuclidean")
    return softmax(-apart / (2 * (1 - share)), axis=1) @ training


def back(x_t, best, share, before, random):
    """One step of the sampler: the posterior's mean at the guess, and fresh noise."""
    x_t, best = torch.from_numpy(x_t), torch.from_numpy(best)
    mean, variance = losses.diffusion_posterior(x_t, best, share, before)
    return (mean + variance.sqrt() * random.standard_normal(tuple(x_t.shape))).numpy()
