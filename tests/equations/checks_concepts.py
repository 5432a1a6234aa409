"""Samples between the parts, and the price of choosing: book/2-concepts."""

import itertools
import math

import numpy as np
from registry import checks
from scipy import integrate, optimize, stats

SHARES = (0.05, 0.3, 0.5, 0.9)


def least_waste(share, width):
    """The right side of eq-gap-share; `width` is g/M."""
    return stats.norm.cdf(stats.norm.ppf(share) + width) - share


def wasted_by_a_ramp(share, width):
    """By quadrature: a generator on a line that rises from part to part as steeply as it may."""
    start, slope = stats.norm.ppf(share), 1.7

    def between(z):
        sample = np.clip(slope * (z - start), 0, slope * width)
        return stats.norm.pdf(z) if 0 < sample < slope * width else 0.0

    return integrate.quad(between, start, start + width, epsabs=1e-12)[0]


def wasted_around_a_disc(share, width):
    """The first part is a disc of noise in the plane, whose radius is Rayleigh distributed."""
    edge = stats.rayleigh.ppf(share)
    return stats.rayleigh.cdf(edge + width) - share


def wasted_inside_a_disc(share, width):
    """The first part is all noise but a disc."""
    edge = stats.rayleigh.isf(share)
    return stats.rayleigh.cdf(edge) - stats.rayleigh.cdf(max(edge - width, 0))


def plane_share(inside):
    """The share of standard normal noise in the plane for which `inside` holds, by midpoints."""
    line = (np.arange(600) + 0.5) / 600 * 16 - 8
    weight = stats.norm.pdf(line) * (line[1] - line[0])
    return float(weight @ inside(*np.meshgrid(line, line, indexing="ij")) @ weight)


def wasted_by_a_network(seed, gap):
    """Share of the samples up to 0, share of those from there to the gap, and the slope."""
    random = np.random.default_rng(seed)
    first, second = random.normal(size=(2, 8)), random.normal(size=8)
    slope = np.linalg.norm(first, 2) * np.linalg.norm(second)

    def sample(x, y):
        return np.maximum(x[..., None] * first[0] + y[..., None] * first[1], 0) @ second

    share = plane_share(lambda x, y: sample(x, y) <= 0)
    return share, plane_share(lambda x, y: sample(x, y) < gap) - share, slope


@checks("eq-gap-share", tolerance=1e-9)
def gap_share():
    for share, width in itertools.product(SHARES, (0.02, 0.3, 2.0)):
        least = least_waste(share, width)
        yield abs(wasted_by_a_ramp(share, width) - least)
        yield max(0.0, least - wasted_around_a_disc(share, width))
        yield max(0.0, least - wasted_inside_a_disc(share, min(width, stats.rayleigh.isf(share))))
    for seed, gap in itertools.product(range(3), (0.3, 1.0)):
        share, wasted, slope = wasted_by_a_network(seed, gap)
        yield max(0.0, least_waste(share, gap / slope) - wasted)


def mean_of_best(function, count, deviation):
    """The mean of a function of the largest of independent normal errors, by quadrature."""

    def term(x):
        density = count * stats.norm.pdf(x) * stats.norm.cdf(x) ** (count - 1)
        return function(deviation * x) * density

    return integrate.quad(term, -10, 14, points=[0, 3], limit=400, epsabs=1e-12)[0]


@checks("eq-best-of-bound", tolerance=1e-9)
def best_of_bound():
    for count, t, deviation in itertools.product((2, 20, 1000), (0.3, 1.0, 2.0), (0.5, 1.0)):
        best = mean_of_best(lambda e: e, count, deviation)
        moment = mean_of_best(lambda e, t=t: math.exp(t * e), count, deviation)
        one = mean_of_best(lambda e, t=t: math.exp(t * e), 1, deviation)
        yield max(0.0, math.exp(t * best) - moment)
        yield max(0.0, moment - count * one)
        yield abs(one / math.exp(t**2 * deviation**2 / 2) - 1)


@checks("eq-best-of", tolerance=1e-9)
def best_of():
    for count, deviation in itertools.product((2, 5, 20, 1000, 10**6), (0.1, 3.0)):
        most = deviation * math.sqrt(2 * math.log(count))
        yield max(0.0, mean_of_best(lambda e: e, count, deviation) - most)

        def exponent(t, count=count, deviation=deviation):
            return math.log(count) / t + t * deviation**2 / 2

        least = optimize.minimize_scalar(exponent, bounds=(0.01, 100), method="bounded")
        yield abs(least.fun / most - 1)
