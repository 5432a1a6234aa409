"""Information, noise and generations: book/6-applications/augmentation.md."""

import itertools

import formula
import numpy as np
from registry import checks
from scipy import integrate, stats


def information(joint):
    """From the entropies of a table's margins; the check's own route, in nats."""
    rows, columns = joint.sum(1), joint.sum(0)
    return stats.entropy(rows) + stats.entropy(columns) - stats.entropy(joint.ravel())


def tables(seed, through):
    """p(w, d, s) of three finite variables; with `through` the samples see the data alone."""
    random = np.random.default_rng(seed)
    world, data = random.dirichlet(np.ones(3)), random.dirichlet(np.ones(4), size=3)
    made = random.dirichlet(np.ones(5), size=(1, 4) if through else (3, 4))
    return world[:, None, None] * data[:, :, None] * made


def informations(joint):
    """By name; a conditional one as the mean of the informations of its slices."""

    def given(slices):
        return sum(part.sum() * information(part / part.sum()) for part in slices)

    return {
        "I(W; D)": information(joint.sum(2)),
        "I(W; S)": information(joint.sum(1)),
        "I(W; D, S)": information(joint.reshape(len(joint), -1)),
        r"I(W; S \given D)": given(np.moveaxis(joint, 1, 0)),
        r"I(W; D \given S)": given(np.moveaxis(joint, 2, 0)),
    }


@checks("eq-information-chain", tolerance=1e-12)
def information_chain():
    """Information about the world can be collected from data first or from samples first."""
    printed = formula.read("eq-information-chain")
    for seed, through in itertools.product(range(4), (True, False)):
        yield printed.error(informations(tables(seed, through)))


@checks("eq-data-processing", tolerance=1e-12)
def data_processing():
    """Samples that see the data alone add nothing to them; with another source they would."""
    printed = formula.read("eq-data-processing")
    for seed in range(6):
        yield printed.error(informations(tables(seed, True)))
        # Without the condition the statement fails: the check can tell.
        yield float(printed.error(informations(tables(seed, False))) < 1e-4)


# Noise on a line with mean 0: its values and their probabilities.
NOISES = (
    (np.array([-1.0, 1.0]), np.array([0.5, 0.5])),
    (np.array([-0.5, 0.0, 2.0]), np.array([0.4, 0.5, 0.1])),
    (np.polynomial.hermite_e.hermegauss(8)[0], np.polynomial.hermite_e.hermegauss(8)[1]),
)


@checks("eq-noise-ridge", tolerance=1e-9)
def noise_ridge():
    """Noise on the input adds the squared length of the weights, whatever the noise's shape."""
    printed = formula.read("eq-noise-ridge")
    random = np.random.default_rng(0)
    for (values, weights), size in itertools.product(NOISES, (2, 3)):
        shares = weights / weights.sum()
        w, x, y = random.normal(size=size), random.normal(size=size), random.normal()
        risk = 0.0
        for places in itertools.product(range(len(values)), repeat=size):
            noise = values[list(places)]
            risk += np.prod(shares[list(places)]) * (sum(w * (x + noise)) - y) ** 2
        yield printed.error(
            {
                r"\E_\eps[(w \cdot (x + \eps) - y)^2]": risk,
                **{"w": w, "x": x, "y": y},
                r"\sigma": np.sqrt(shares @ values**2),
                r"\lVert w \rVert": np.sqrt(sum(w**2)),
            }
        )


def resampled(shares, m):
    """Every sample of m from these shares, as the shares that it has, and its probability."""
    law = stats.multinomial(m, shares)
    for counts in itertools.product(range(m + 1), repeat=len(shares)):
        if sum(counts) == m:
            yield np.array(counts) / m, law.pmf(counts)


def expected_spread(shares, values, m, generations):
    """By going through all samples of all generations."""
    if generations == 0:
        return shares @ values**2 - (shares @ values) ** 2
    return sum(p * expected_spread(s, values, m, generations - 1) for s, p in resampled(shares, m))


@checks("eq-refit-variance", tolerance=1e-12)
def refit_variance():
    """The expected variance falls by the same factor in each generation, for any distribution."""
    printed = formula.read("eq-refit-variance")
    values = np.array([-1.0, 0.5, 3.0])
    for shares, m, g in (([0.2, 0.5, 0.3], 3, 2), ([0.1, 0.8, 0.1], 2, 3), ([0.6, 0.1, 0.3], 4, 1)):
        shares = np.array(shares)
        first = np.sqrt(expected_spread(shares, values, m, 0))
        found = expected_spread(shares, values, m, g)
        yield printed.error({r"\E[\sigma_g^2]": found, "m": m, "g": g, r"\sigma_0": first})
        # The same for the normal distribution, by the law of a sample's variance.
        step = integrate.quad(lambda v, m=m: v / m * stats.chi2(m - 1).pdf(v), 0, 200)[0]
        yield printed.error({r"\E[\sigma_g^2]": step**g, "m": m, "g": g, r"\sigma_0": 1.0})
