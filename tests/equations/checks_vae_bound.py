"""The bound, its gap, and more samples: book/4-mathematics/vae.md."""

import math
from itertools import pairwise

import numpy as np
import torch
from registry import checks
from routes import coin_model, integral, row, vector
from scipy import optimize, stats
from torch.distributions import Normal, kl_divergence

from genai_utils import losses, metrics

DOUBLE = torch.double


@checks("eq-naive-variance", tolerance=1e-10)
def naive_variance():
    # x | z ~ N(z, v) with z ~ N(0, 1): the second moment by quadrature of the likelihood, the
    # right side by quadrature of the posterior, and the page's closed form.
    for x, v in [(0.5, 1.0), (2.0, 0.5), (-1.0, 0.1), (3.0, 2.0)]:
        evidence = stats.norm.pdf(x, 0, math.sqrt(1 + v))
        second = integral(lambda z: stats.norm.pdf(x, z, math.sqrt(v)) ** 2 * stats.norm.pdf(z))
        m, s = x / (1 + v), math.sqrt(v / (1 + v))
        ratio = integral(
            lambda z: stats.norm.pdf(z, m, s) ** 2 / stats.norm.pdf(z), m, s / math.sqrt(2 - s**2)
        )
        closed = math.exp(m**2 / (2 - s**2)) / (s * math.sqrt(2 - s**2))
        yield abs(second / evidence**2 - ratio) / ratio
        yield abs(closed - ratio) / ratio


@checks("eq-importance-identity", tolerance=1e-12)
def importance_identity():
    for seed in range(6):
        prior, likelihood, q = coin_model(seed)
        yield abs(np.sum(q * (prior * likelihood / q)) - prior @ likelihood)
    for mu, s in [(0.0, 1.0), (1.0, 0.9), (-0.5, 2.0)]:
        weight = lambda z: (
            stats.norm.pdf(1.0, z, 1.0) * stats.norm.pdf(z) / stats.norm.pdf(z, mu, s)
        )
        value = integral(lambda z, w=weight: w(z) * stats.norm.pdf(z, mu, s))
        yield abs(value - stats.norm.pdf(1.0, 0, math.sqrt(2)))


@checks("eq-elbo-jensen", tolerance=1e-12)
def elbo_jensen():
    for seed in range(50):
        prior, likelihood, q = coin_model(seed)
        bound = np.sum(q * (np.log(prior * likelihood) - np.log(q)))
        yield max(0.0, bound - math.log(prior @ likelihood))
    for seed in range(5):  # equality at the posterior
        prior, likelihood, _ = coin_model(seed)
        q = prior * likelihood / (prior @ likelihood)
        bound = np.sum(q * (np.log(prior * likelihood) - np.log(q)))
        yield abs(bound - math.log(prior @ likelihood))


@checks("eq-elbo-identity", tolerance=1e-12)
def elbo_identity():
    for seed in range(10):
        prior, likelihood, q = coin_model(seed)
        posterior = prior * likelihood / (prior @ likelihood)
        bound = np.sum(q * np.log(prior * likelihood / q))
        gap = stats.entropy(q, posterior)
        yield abs(math.log(prior @ likelihood) - bound - gap)


@checks("eq-elbo-split", tolerance=1e-12)
def elbo_split():
    # The library's two terms against log p(x) - KL(q || posterior), both from torch.distributions.
    for x, mu, s in [(0.0, 0.0, 1.0), (1.5, 0.3, 0.5), (-2.0, 1.0, 2.0)]:
        log_lik = integral(lambda z: stats.norm.logpdf(x, z, 1) * stats.norm.pdf(z, mu, s), mu, s)
        kl = losses.kl_standard_normal(row(mu), row(2 * math.log(s)))
        bound = losses.elbo(vector(log_lik), kl).item()
        posterior = Normal(vector(x / 2), vector(math.sqrt(0.5)))
        gap = kl_divergence(Normal(vector(mu), vector(s)), posterior).item()
        yield abs(bound - (stats.norm.logpdf(x, 0, math.sqrt(2)) - gap))


@checks("eq-gap-variance", tolerance=2e-2)
def gap_variance():
    # q is the posterior N(0, 1/2) of x = 0 with its variance changed by a factor 1 + e. As e
    # shrinks, the third cumulant vanishes faster: the relative error falls with e itself.
    for e in (0.01, -0.01, 0.005):
        s = math.sqrt(0.5 * (1 + e))
        log_w = lambda z: stats.norm.logpdf(z, 0, math.sqrt(0.5)) - stats.norm.logpdf(z, 0, s)
        mean = integral(lambda z, f=log_w: f(z) * stats.norm.pdf(z, 0, s))
        square = integral(lambda z, f=log_w: f(z) ** 2 * stats.norm.pdf(z, 0, s))
        cube = integral(lambda z, f=log_w, m=mean: (f(z) - m) ** 3 * stats.norm.pdf(z, 0, s))
        gap = -mean  # log w is measured from log p(x) here
        half_variance = 0.5 * (square - mean**2)
        yield abs(gap / half_variance - 1)
        yield abs(gap - half_variance - cube / 6) / (abs(gap) * abs(e))


def exact_bound(weights, q, samples):
    """L_K for two codes with weights w0, w1: the sum over how many of K draws are the first."""
    counts = np.arange(samples + 1)
    probability = stats.binom.pmf(counts, samples, q[0])
    mean = (counts * weights[0] + (samples - counts) * weights[1]) / samples
    return float(np.sum(probability * np.log(mean)))


TWO_CODES = [((0.1, 0.3), (0.5, 0.5)), ((0.02, 0.9), (0.8, 0.2)), ((1.0, 0.2), (0.3, 0.7))]


def two_codes():
    """Importance weights, q and log p(x) of models with two codes of equal prior."""
    for likelihood, q in TWO_CODES:
        weights = [0.5 * like / share for like, share in zip(likelihood, q, strict=True)]
        yield weights, q, math.log(np.mean(likelihood))


@checks("eq-iwae-bound", tolerance=1e-12)
def iwae_bound():
    for weights, q, truth in two_codes():
        for samples in (1, 2, 5, 50):
            yield max(0.0, exact_bound(weights, q, samples) - truth)
        # The library's estimator, averaged exactly over all 2^3 draws of three codes.
        draws = torch.cartesian_prod(*[torch.arange(2)] * 3).T
        log_weights = torch.tensor(weights, dtype=DOUBLE).log()[draws]
        probability = torch.tensor(q, dtype=DOUBLE)[draws].prod(0)
        average = (probability * losses.importance_weighted_bound(log_weights)).sum().item()
        yield abs(average - exact_bound(weights, q, 3))
    # The streaming version used for images sees the same weights in chunks.
    fixed = torch.randn(60, 4, generator=torch.Generator().manual_seed(8), dtype=DOUBLE)
    chunks = iter(fixed.split(20))
    streamed = metrics.importance_log_likelihood(lambda x, k: next(chunks), fixed[0], 60, 20)
    direct = np.log(np.exp(fixed.numpy()).mean(0))
    yield np.abs(streamed.numpy() - direct).max()


@checks("eq-iwae-monotone", tolerance=1e-12)
def iwae_monotone():
    for weights, q, _ in two_codes():
        bounds = [exact_bound(weights, q, samples) for samples in range(1, 40)]
        for one, more in pairwise(bounds):
            yield max(0.0, one - more)


@checks("eq-iwae-gap", tolerance=2e-2)
def iwae_gap():
    for weights, q, truth in two_codes():
        variance = np.dot(q, np.square(weights)) - np.dot(q, weights) ** 2
        for samples in (500, 2000):
            gap = truth - exact_bound(weights, q, samples)
            yield abs(2 * samples * gap * math.exp(truth) ** 2 / variance - 1)


@checks("eq-collapse", tolerance=1e-12)
def collapse():
    for seed in range(10):
        prior, likelihood, q = coin_model(seed)
        constant = np.full_like(likelihood, likelihood[0])  # a decoder that doesn't look at z
        bound = np.sum(q * np.log(prior * constant / q))
        yield abs(bound - (math.log(constant[0]) - stats.entropy(q, prior)))
        at_prior = np.sum(prior * np.log(prior * constant / prior))
        yield abs(at_prior - math.log(constant[0]))


@checks("eq-no-rate", tolerance=1e-10)
def no_rate():
    for seed in range(10):
        _, likelihood, q = coin_model(seed)
        cost = -np.log(likelihood)
        yield max(0.0, cost.min() - q @ cost)
        linear_program = optimize.linprog(cost, A_eq=[np.ones(5)], b_eq=[1.0])
        yield abs(linear_program.fun - cost.min())
        yield abs(linear_program.x.max() - 1)  # a single point attains it
