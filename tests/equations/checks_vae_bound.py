"""The bound, its gap, and more samples: book/4-mathematics/vae.md and vae-rate.md."""

import itertools
import math
from itertools import pairwise

import gauss
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
    """Sampling from the prior has a relative variance of the chi-squared divergence over K."""
    # x | z ~ N(z, v) with z ~ N(0, 1): the second moment by quadrature of the likelihood, the
    # right side by quadrature of the posterior, and the page's closed form.
    for x, v in [(0.5, 1.0), (2.0, 0.5), (-1.0, 0.1), (3.0, 2.0)]:
        evidence = gauss.pdf(x, 0, math.sqrt(1 + v))
        second = integral(lambda z: gauss.pdf(x, z, math.sqrt(v)) ** 2 * gauss.pdf(z))
        m, s = x / (1 + v), math.sqrt(v / (1 + v))
        ratio = integral(
            lambda z: gauss.pdf(z, m, s) ** 2 / gauss.pdf(z), m, s / math.sqrt(2 - s**2)
        )
        closed = math.exp(m**2 / (2 - s**2)) / (s * math.sqrt(2 - s**2))
        yield abs(second / evidence**2 - ratio) / ratio
        yield abs(closed - ratio) / ratio
    for (likelihood, _), samples in itertools.product(TWO_CODES, (1, 2, 5)):
        # The library's average of K likelihoods, over all ways to draw the codes from the prior.
        log_weights, probability = all_draws(likelihood, (0.5, 0.5), samples)
        averages = losses.importance_weighted_bound(log_weights).exp()
        evidence, posterior = np.mean(likelihood), np.array(likelihood) / np.sum(likelihood)
        variance = (probability @ (averages - evidence) ** 2).item()
        yield abs(variance / evidence**2 - (np.sum(posterior**2 / 0.5) - 1) / samples)


@checks("eq-importance-identity", tolerance=1e-12)
def importance_identity():
    """Importance weights average to the likelihood, whatever q is."""
    for seed in range(6):
        prior, likelihood, q = coin_model(seed)
        yield abs(np.sum(q * (prior * likelihood / q)) - prior @ likelihood)
    for mu, s in [(0.0, 1.0), (1.0, 0.9), (-0.5, 2.0)]:
        weight = lambda z: gauss.pdf(1.0, z, 1.0) * gauss.pdf(z) / gauss.pdf(z, mu, s)
        value = integral(lambda z, w=weight: w(z) * gauss.pdf(z, mu, s))
        yield abs(value - gauss.pdf(1.0, 0, math.sqrt(2)))
    for weights, q, truth in two_codes():  # the library's mean of three weights has the same mean
        log_weights, probability = all_draws(weights, q, 3)
        average = probability @ losses.importance_weighted_bound(log_weights).exp()
        yield abs(average.item() - math.exp(truth))


def library_bound(prior, likelihood, q):
    """The library's ELBO of a discrete model, from its two terms."""
    return losses.elbo(vector(q @ np.log(likelihood)), vector(stats.entropy(q, prior))).item()


@checks("eq-elbo-jensen", tolerance=1e-12)
def elbo_jensen():
    """The ELBO is a lower bound of the log-likelihood, by Jensen's inequality."""
    for seed in range(50):
        prior, likelihood, q = coin_model(seed)
        bound = np.sum(q * (np.log(prior * likelihood) - np.log(q)))
        yield max(0.0, bound - math.log(prior @ likelihood))
        yield abs(bound - library_bound(prior, likelihood, q))
    for seed in range(5):  # equality at the posterior
        prior, likelihood, _ = coin_model(seed)
        q = prior * likelihood / (prior @ likelihood)
        bound = np.sum(q * (np.log(prior * likelihood) - np.log(q)))
        yield abs(bound - math.log(prior @ likelihood))


@checks("eq-elbo-identity", tolerance=1e-12)
def elbo_identity():
    """Log-likelihood is the ELBO plus the divergence from q to the posterior."""
    for seed in range(10):
        prior, likelihood, q = coin_model(seed)
        posterior = prior * likelihood / (prior @ likelihood)
        gap = stats.entropy(q, posterior)
        yield abs(math.log(prior @ likelihood) - library_bound(prior, likelihood, q) - gap)


@checks("eq-elbo-split", tolerance=1e-12)
def elbo_split():
    """The ELBO is reconstruction less rate."""
    # The library's two terms against log p(x) - KL(q || posterior), both from torch.distributions.
    for x, mu, s in [(0.0, 0.0, 1.0), (1.5, 0.3, 0.5), (-2.0, 1.0, 2.0)]:
        log_lik = integral(lambda z: gauss.logpdf(x, z, 1) * gauss.pdf(z, mu, s), mu, s)
        kl = losses.kl_standard_normal(row(mu), row(2 * math.log(s)))
        bound = losses.elbo(vector(log_lik), kl).item()
        posterior = Normal(vector(x / 2), vector(math.sqrt(0.5)))
        gap = kl_divergence(Normal(vector(mu), vector(s)), posterior).item()
        yield abs(bound - (gauss.logpdf(x, 0, math.sqrt(2)) - gap))


@checks("eq-gap-variance", tolerance=2e-2)
def gap_variance():
    """For a good encoder the bound's gap is half the variance of the log-weight."""
    # q is the posterior N(0, 1/2) of x = 0 with its variance changed by a factor 1 + e. Each
    # partial sum of the series misses the gap by the next term, up to a factor 1 + O(e).
    for e in (0.015, -0.015, 0.005):
        s = math.sqrt(0.5 * (1 + e))
        log_w = lambda z: gauss.logpdf(z, 0, math.sqrt(0.5)) - gauss.logpdf(z, 0, s)
        mean = integral(lambda z, f=log_w: f(z) * gauss.pdf(z, 0, s))
        moments = [
            integral(lambda z, f=log_w, m=mean: (f(z) - m) ** k * gauss.pdf(z, 0, s))
            for k in (2, 3, 4)
        ]
        terms = moments[0] / 2, moments[1] / 6, (moments[2] - 3 * moments[0] ** 2) / 24
        rest = -mean  # the gap: log w is measured from log p(x) here
        for term in terms:
            yield abs(rest / term - 1)
            rest -= term


def exact_bound(weights, q, samples):
    """L_K for two codes with weights w0, w1: the sum over how many of K draws are the first."""
    counts = np.arange(samples + 1)
    probability = stats.binom.pmf(counts, samples, q[0])
    mean = (counts * weights[0] + (samples - counts) * weights[1]) / samples
    return float(np.sum(probability * np.log(mean)))


def all_draws(weights, q, samples):
    """Every way to draw some of two codes: log-weights (samples, ways) and probabilities."""
    draws = torch.cartesian_prod(*[torch.arange(2)] * samples).reshape(-1, samples).T
    return vector(*weights).log()[draws], vector(*q)[draws].prod(0)


def library_average(weights, q, samples):
    """L_K with the library's estimator, over every way to draw K of two codes."""
    log_weights, probability = all_draws(weights, q, samples)
    return (probability @ losses.importance_weighted_bound(log_weights)).item()


TWO_CODES = [((0.1, 0.3), (0.5, 0.5)), ((0.02, 0.9), (0.8, 0.2)), ((1.0, 0.2), (0.3, 0.7))]


def two_codes():
    """Importance weights, q and log p(x) of models with two codes of equal prior."""
    for likelihood, q in TWO_CODES:
        weights = [0.5 * like / share for like, share in zip(likelihood, q, strict=True)]
        yield weights, q, math.log(np.mean(likelihood))


@checks("eq-iwae-bound", tolerance=1e-12)
def iwae_bound():
    """The bound with K samples lies below the log-likelihood; K = 1 is the ELBO."""
    for weights, q, truth in two_codes():
        for samples in (1, 2, 5, 50):
            yield max(0.0, exact_bound(weights, q, samples) - truth)
        bound = np.sum(q * np.log(weights))
        yield abs(exact_bound(weights, q, 1) - bound)  # one sample: the ELBO
        # The library's estimator, averaged exactly over all 2^3 draws of three codes.
        yield abs(library_average(weights, q, 3) - exact_bound(weights, q, 3))
    # The streaming version used for images sees the same weights in chunks.
    fixed = torch.randn(60, 4, generator=torch.Generator().manual_seed(8), dtype=DOUBLE)
    chunks = iter(fixed.split(20))
    streamed = metrics.importance_log_likelihood(lambda x, k: next(chunks), fixed[0], 60, 20)
    direct = np.log(np.exp(fixed.numpy()).mean(0))
    yield np.abs(streamed.numpy() - direct).max()


@checks("eq-iwae-monotone", tolerance=1e-12)
def iwae_monotone():
    """More samples never loosen the bound."""
    for weights, q, _ in two_codes():
        bounds = [exact_bound(weights, q, samples) for samples in range(1, 40)]
        for one, more in pairwise(bounds):
            yield max(0.0, one - more)
        # The library's: as exact as the sum above, and constant if the weights are.
        for samples in (1, 2, 6):
            yield abs(library_average(weights, q, samples) - bounds[samples - 1])
            yield abs(library_average((0.3, 0.3), q, samples) - math.log(0.3))


@checks("eq-iwae-gap", tolerance=2e-2)
def iwae_gap():
    """The gap of the bound with K samples falls as the weights' variance over 2K."""
    # Times K², what the first term leaves is the next coefficient, up to O(1/K).
    for weights, q, truth in two_codes():
        relative = np.divide(weights, math.exp(truth)) - 1
        variance, third = np.dot(q, relative**2), np.dot(q, relative**3)
        for samples in (1000, 4000):
            gap = truth - exact_bound(weights, q, samples)
            rest = samples**2 * (gap - variance / (2 * samples))
            yield abs(rest - (0.75 * variance**2 - third / 3)) / max(1, variance**2)
        yield abs(library_average(weights, q, 8) - exact_bound(weights, q, 8))
    for samples in (1, 5, 10):  # without the lower-tail condition: no bound at any K
        log_weights, probability = all_draws((0.0, 0.3), (0.5, 0.5), samples)
        infinite = losses.importance_weighted_bound(log_weights) == -math.inf
        yield abs(probability[infinite].sum().item() - 0.5**samples)


@checks("eq-collapse", tolerance=1e-12)
def collapse():
    """A decoder that ignores its code pays any rate for nothing."""
    for seed in range(10):
        prior, likelihood, q = coin_model(seed)
        constant = np.full_like(likelihood, likelihood[0])  # a decoder that doesn't look at z
        bound = np.sum(q * np.log(prior * constant / q))
        yield abs(bound - (math.log(constant[0]) - stats.entropy(q, prior)))
        yield abs(bound - library_bound(prior, constant, q))
        at_prior = np.sum(prior * np.log(prior * constant / prior))
        yield abs(at_prior - math.log(constant[0]))


@checks("eq-no-rate", tolerance=1e-10)
def no_rate():
    """Without the rate the best code is a point."""
    for seed in range(10):
        _, likelihood, q = coin_model(seed)
        cost = -np.log(likelihood)
        yield max(0.0, cost.min() - q @ cost)
        linear_program = optimize.linprog(cost, A_eq=[np.ones(5)], b_eq=[1.0])
        yield abs(linear_program.fun - cost.min())
        yield abs(linear_program.x.max() - 1)  # a single point attains it
