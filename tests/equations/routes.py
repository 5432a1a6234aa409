"""Routes that the checks of several files take: quadrature, small discrete models, one example.

A check yields |left - right| for each case, or for an inequality the amount of the violation. The
routes share no code with what they check: quadrature, enumeration, finite differences,
`torch.distributions`, SciPy's optimisers, and simulation with a fixed seed.
"""

import numpy as np
import torch
from scipy import integrate, stats
from signs import Law

# Two discrete distributions, each with a point where the other has no mass.
SKEWED = (np.array([0.5, 0.2, 0.3, 0.0]), np.array([0.0, 0.7, 0.1, 0.2]))


def integral(function, center=0.0, width=1.0):
    """Quadrature over a line, wide enough for a Gaussian of that centre and width."""
    bounds = (center - 12 * width, center + 12 * width)
    value, _ = integrate.quad(function, *bounds, points=[center], limit=400, epsabs=1e-13)
    return value


def slopes(function, at, h=1e-4):
    """Central differences of a function of several numbers: one for each."""
    steps = h * np.eye(len(at))
    return [(function(*(at + step)) - function(*(at - step))) / (2 * h) for step in steps]


def coin_model(seed, states=5):
    """A discrete latent variable: prior, likelihood of one image, and an arbitrary q."""
    random = np.random.default_rng(seed)
    prior, q = random.dirichlet(np.ones(states)), random.dirichlet(np.ones(states))
    return prior, random.uniform(0.01, 1, states), q


def vector(*values):
    return torch.tensor(values, dtype=torch.double)


def row(*values):
    """One example, (1, n)."""
    return vector(*values)[None]


def pair(seed, size=6):
    """Two discrete distributions on one support."""
    random = np.random.default_rng(seed)
    return random.dirichlet(np.ones(size)), random.dirichlet(np.ones(size))


def jsd(p, q):
    """Jensen-Shannon divergence by entropies: H(m) - (H(p) + H(q)) / 2."""
    return stats.entropy((p + q) / 2) - (stats.entropy(p) + stats.entropy(q)) / 2


def over(weights):
    """A discrete distribution as a formula's expectation reads it: `x` runs over its places."""
    return Law({"x": np.arange(len(weights))}, np.asarray(weights))


def moments(seed, size=4):
    """A mean and a covariance with correlations."""
    random = np.random.default_rng(seed)
    root = random.normal(size=(size, size))
    return random.normal(size=size), root @ root.T + 0.3 * np.eye(size)
