"""Routes that the checks of several files take: quadrature, small discrete models, one example.

A check yields |left - right| for each case, or for an inequality the amount of the violation. The
routes share no code with what they check: quadrature, enumeration, finite differences,
`torch.distributions`, SciPy's optimisers, and simulation with a fixed seed.
"""

import numpy as np
import torch
from scipy import integrate


def integral(function, center=0.0, width=1.0):
    """Quadrature over a line, wide enough for a Gaussian of that centre and width."""
    bounds = (center - 12 * width, center + 12 * width)
    value, _ = integrate.quad(function, *bounds, points=[center], limit=400, epsabs=1e-13)
    return value


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
