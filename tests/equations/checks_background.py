"""Likelihood and what it measures: book/1-background/index.md."""

import itertools
import math

import formula
import numpy as np
from registry import checks
from routes import moments
from scipy import integrate, optimize, stats
from signs import Law, Terms

normal = stats.multivariate_normal


def outcomes(seed, size=5):
    """Frequencies of some throws, the throws, and a model of them."""
    random = np.random.default_rng(seed)
    throws = random.integers(size, size=40)
    return np.bincount(throws, minlength=size) / 40, throws, random.dirichlet(np.ones(size))


# Two densities on a line, a source and a model: pairs of (mean, standard deviation).
LINES = [((0, 1), (0.5, 2)), ((1, 0.6), (-0.3, 0.8)), ((0, 2), (1, 1.5))]


def over_line(function):
    return integrate.quad(function, -30, 30, points=[-3, 0, 3], limit=400, epsabs=1e-12)[0]


def kl_line(source, model):
    """KL of two Gaussians on a line, by quadrature of its definition."""
    p, q = stats.norm(*source), stats.norm(*model)
    return over_line(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)))


@checks("eq-nll-counts", tolerance=1e-12)
def nll_counts():
    """The mean loss on a sample is the sample's entropy plus a divergence from sample to model."""
    printed = formula.read("eq-nll-counts")
    for seed in range(4):
        shares, throws, model = outcomes(seed)
        given = {"n": 40, "x_i": Terms(throws), r"\sum_x": range(5), r"\hat p": lambda x: shares[x]}
        names = {r"H(\hat p)": stats.entropy(shares), r"p_\theta": lambda x: model[x]}
        apart = stats.entropy(shares, model)
        yield printed.error({**given, **names, r"\KL(\hat p \Vert p_\theta)": apart})
        # So no distribution does better than the frequencies: an optimiser finds them.
        best = optimize.minimize(
            lambda a, t=throws: np.mean(np.logaddexp.reduce(a) - a[t]), np.zeros(5), tol=1e-12
        )
        yield max(0.0, stats.entropy(shares) - best.fun)


@checks("eq-nll-kl", tolerance=1e-9)
def nll_kl():
    """The expected loss is the data's entropy plus the divergence from data to model."""
    data = r"p_{\text{data}}"
    printed = formula.read("eq-nll-kl")
    names = (
        rf"H({data})",
        rf"\KL({data} \Vert p_\theta)",
        rf"\E_{{x \sim {data}}}[-\log p_\theta(x)]",
    )
    for source, model in LINES:
        p, q = stats.norm(*source), stats.norm(*model)
        left = over_line(lambda x, p=p, q=q: -p.pdf(x) * q.logpdf(x))
        sizes = p.entropy(), kl_line(source, model), left
        yield printed.error(dict(zip(names, sizes, strict=True)))
    for seed in range(3):
        p, q = outcomes(seed)[2], outcomes(seed + 9)[2]
        law = {rf"\sim {data}": Law({"x": q}, p), r"p_\theta": lambda x: x}
        sizes = stats.entropy(p), stats.entropy(p, q)
        yield printed.error(dict(zip(names[:2], sizes, strict=True)) | law)


@checks("eq-nll-difference", tolerance=1e-9)
def nll_difference():
    """Two models differ in likelihood by the difference of their divergences from the data."""
    data, other = r"p_{\text{data}}", r"p_{\theta'}"
    printed = formula.read("eq-nll-difference")
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    for (source, first), (_, second) in itertools.permutations(LINES, 2):
        points = source[0] + source[1] * nodes
        law = {rf"\sim {data}": Law({"x": points}, weights / math.sqrt(2 * math.pi))}
        models = {r"p_\theta": stats.norm(*first).pdf, other: stats.norm(*second).pdf}
        apart = {
            rf"\KL({data} \Vert p_\theta)": kl_line(source, first),
            rf"\KL({data} \Vert {other})": kl_line(source, second),
        }
        yield printed.error({**law, **models, **apart})


def kl_normals(first, second):
    """KL of two Gaussians on several pixels, by Gauss-Hermite quadrature, exact for quadratics."""
    (mean, cov), size = first, len(first[0])
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    root, total = np.linalg.cholesky(cov), 0.0
    for index in itertools.product(range(3), repeat=size):
        x = mean + root @ nodes[list(index)]
        weight = np.prod(weights[list(index)]) / (2 * math.pi) ** (size / 2)
        total += weight * (normal.logpdf(x, *first) - normal.logpdf(x, *second))
    return total


@checks("eq-gaussian-ml", tolerance=1e-9)
def gaussian_ml():
    """The Gaussian that fits best has the data's mean and covariance."""
    printed = formula.read("eq-gaussian-ml")
    for seed in range(4):
        x = np.random.default_rng(seed).gamma(2.0, size=(20, 3))  # not Gaussian at all
        fitted, other = (x.mean(axis=0), np.cov(x.T, bias=True)), moments(seed, size=3)
        for mean, cov in (other, fitted):
            model = {r"\N": normal.pdf, "e": math.e, r"\mu": mean, r"\Sigma": cov}
            apart = {r"\KL(\N(\bar x, S) \Vert \N(\mu, \Sigma))": kl_normals(fitted, (mean, cov))}
            yield printed.error({"n": 20, "x_i": Terms(x), "S": fitted[1], **model, **apart})


@checks("eq-optimism", tolerance=1e-9)
def optimism():
    """A fitted mean looks better on its own data than on new ones, by D/n nats."""
    inside, outside = (formula.read("eq-optimism", place) for place in range(2))
    seen = r"\E[ \frac1n \sum_{i=1}^{n} -\log \N(x_i; \bar x, \Sigma) ]"
    new = r"\E[ -\log \N(x; \bar x, \Sigma) ]"
    # The expectation over n examples and one new one, by Gauss-Hermite quadrature, in one and in
    # two dimensions; in two the coordinates are correlated.
    nodes, weights = np.polynomial.hermite_e.hermegauss(3)
    for size, count in ((1, 2), (1, 4), (2, 2), (2, 3)):
        mean, cov = moments(count, size)
        root, draws = np.linalg.cholesky(cov), size * (count + 1)
        fitted = held_out = 0.0
        for index in itertools.product(range(3), repeat=draws):
            weight = np.prod(weights[list(index)]) / (2 * math.pi) ** (draws / 2)
            x = mean + nodes[list(index)].reshape(count + 1, size) @ root.T
            surprise = -normal.logpdf(x, x[:-1].mean(axis=0), cov)
            fitted += weight * np.mean(surprise[:-1])
            held_out += weight * surprise[-1]
        given = {"H": normal.entropy(mean, cov), "D": size, "n": count}
        yield inside.error({seen: fitted, **given})
        yield outside.error({new: held_out, **given})


@checks("eq-units", tolerance=1e-9)
def units():
    """Another unit of the data moves every log-density by one constant."""
    printed = formula.read("eq-units")
    for seed, c in itertools.product(range(3), (1 / 16, 0.5, 3.0)):
        mean, cov = moments(seed)
        x = np.random.default_rng(seed).normal(size=4)
        # The density of c x, from that of its own mean and covariance.
        scaled = normal.pdf(c * x, c * mean, c**2 * cov)
        given = {r"p_Y(c\,x)": scaled, "p_X(x)": normal.pdf(x, mean, cov), "D": 4, "c": c}
        yield printed.error(given)


@checks("eq-dequantisation", tolerance=1e-9)
def dequantisation():
    """The mean log-density over a cell is at most the log-probability of its count."""
    printed = formula.read("eq-dequantisation")
    nodes, weights = np.polynomial.legendre.leggauss(60)
    noise = {r"\sim u": Law({"u": (nodes + 1) / 2}, weights / 2)}
    for mean, spread in ((0.5, math.sqrt(1 / 12)), (1.3, 0.4), (3.0, 2.0), (0.9, 0.3)):
        law = stats.norm(mean, spread)
        for count in range(4):
            mass = law.sf(count) - law.sf(count + 1)
            yield printed.error({**noise, "p": law.pdf, "k": count, "P(k)": mass})
    for share in (0.1, 0.7):  # tight for a density that is constant in each cell: a histogram
        law = stats.rv_histogram((np.array([share, 1 - share]), np.arange(3)))
        for count in range(2):
            mass = law.sf(count) - law.sf(count + 1)
            given = {**noise, "p": law.pdf, "k": count, "P(k)": mass}
            yield abs(np.subtract(*printed.values(given)))


@checks("eq-typical", tolerance=1e-9)
def typical():
    """A Gaussian's draws lie D/2 nats below its peak, on average."""
    printed = formula.read("eq-typical")
    for seed, size in itertools.product(range(3), (1, 4, 20)):
        mean, cov = moments(seed, size)
        # SciPy's entropy is minus the mean of log p over its own draws.
        average = {r"\E_{x \sim p}[\log p(x)]": -normal.entropy(mean, cov)}
        yield printed.error({r"p(\mu)": normal.pdf(mean, mean, cov), "D": size, **average})
