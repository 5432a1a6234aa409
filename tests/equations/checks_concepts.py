"""Samples between the parts, and the price of choosing: book/2-concepts."""

import itertools
import math

import formula
import gauss
import numpy as np
from registry import checks
from scipy import integrate, ndimage, optimize, stats

SHARES = (0.05, 0.3, 0.5, 0.9)


def stated(share, gap, slope, wasted):
    """What eq-gap-share is about, under the names of the page."""
    normal = {r"\Phi": stats.norm.cdf, r"\Phi^{-1}": stats.norm.ppf}
    left = {r"P(G(z) \text{ in neither part})": wasted}
    return {**normal, **left, r"\pi": share, "g": gap, "M": slope}


def wasted_by_a_ramp(share, width):
    """By quadrature: a generator on a line that rises from part to part as steeply as it may."""
    start, slope = stats.norm.ppf(share), 1.7

    def between(z):
        sample = np.clip(slope * (z - start), 0, slope * width)
        return gauss.pdf(z) if 0 < sample < slope * width else 0.0

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
    weight = gauss.pdf(line) * (line[1] - line[0])
    return float(weight @ inside(*np.meshgrid(line, line, indexing="ij")) @ weight)


def plane_share_beyond(edge):
    """The probability of a half-plane that leans: the noise along its normal is standard normal."""
    return 0.5 * math.erfc(-edge / math.sqrt(2))


def network(seed):
    """A generator from the plane to a line, and a slope that it doesn't exceed."""
    random = np.random.default_rng(seed)
    first, second = random.normal(size=(2, 8)), random.normal(size=8)
    slope = np.linalg.norm(first, 2) * np.linalg.norm(second)
    return lambda z: np.maximum(z @ first, 0) @ second, slope


def wasted_by_a_network(seed, gap):
    """Share of the samples up to 0, share of those from there to the gap, and the slope."""
    generator, slope = network(seed)
    sample = lambda x, y: generator(np.stack([x, y], axis=-1))
    share = plane_share(lambda x, y: sample(x, y) <= 0)
    return share, plane_share(lambda x, y: sample(x, y) < gap) - share, slope


@checks("eq-gap-near", tolerance=1e-12)
def gap_near():
    """Noise that is near to a part's noise gives a sample that is near to the part."""
    printed = formula.read("eq-gap-near")
    for seed, gap in itertools.product(range(3), (0.3, 2.0)):
        generator, slope = network(seed)
        random = np.random.default_rng(seed)
        for start, way in random.normal(size=(20, 2, 2)):
            step = random.uniform(0, gap / slope) * way / np.linalg.norm(way)
            pair = {"z": start, "z'": start + step, "G": lambda z, g=generator: g(z)[None]}
            yield printed.error({**pair, "M": slope, "g": gap})


def sets_of_noise(width):
    """Probability of a set in the plane, and of all that is nearer to it than the width."""
    for share in SHARES:
        edge, inside = stats.rayleigh.ppf(share), stats.rayleigh.isf(share)
        yield share, stats.rayleigh.cdf(edge + width)  # a disc
        yield share, stats.rayleigh.sf(max(inside - width, 0))  # all but a disc
        half = stats.norm.ppf((1 + share) / 2)
        yield share, 2 * stats.norm.cdf(half + width) - 1  # a strip


@checks("eq-gap-beside", tolerance=1e-12)
def gap_beside():
    """At least the noise beside a part's noise is wasted."""
    printed = formula.read("eq-gap-beside")
    shares = lambda wasted, near, part: {
        r"P(G(z) \text{ in neither part})": wasted,
        "P(A^r)": near,
        "P(A)": part,
    }
    for share, width in itertools.product(SHARES, (0.02, 0.3, 2.0)):  # a ramp wastes no more
        near = stats.norm.cdf(stats.norm.ppf(share) + width)
        values = printed.values(shares(wasted_by_a_ramp(share, width), near, share))
        yield max(0.0, abs(np.subtract(*values)) - 1e-9)
    for seed, gap in itertools.product(range(3), (0.3, 1.0)):
        generator, slope = network(seed)
        share, wasted, _ = wasted_by_a_network(seed, gap)

        def near(x, y, generator=generator, width=gap / slope):
            part = generator(np.stack([x, y], axis=-1)) <= 0
            return ndimage.distance_transform_edt(~part, x[1, 0] - x[0, 0]) < width

        yield printed.error(shares(wasted, plane_share(near), share))


@checks("eq-isoperimetric", tolerance=1e-12)
def isoperimetric():
    """Of all sets with one probability, a half-space has the least noise beside it."""
    printed = formula.read("eq-isoperimetric")
    normal = {r"\Phi": stats.norm.cdf, r"\Phi^{-1}": stats.norm.ppf}
    for width in (0.02, 0.3, 2.0):
        for share, near in sets_of_noise(width):
            yield printed.error({**normal, "P(A^r)": near, "P(A)": share, "r": width})
        for edge in (-1.5, 0.0, 0.7):  # a half-plane: no less, and no more
            part, near = (plane_share_beyond(edge + more) for more in (0.0, width))
            sizes = printed.values({**normal, "P(A^r)": near, "P(A)": part, "r": width})
            yield abs(np.subtract(*sizes))


@checks("eq-gap-share", tolerance=1e-9)
def gap_share():
    """A generator of bounded slope must draw some samples between two separate parts."""
    printed = formula.read("eq-gap-share")
    for share, width, slope in itertools.product(SHARES, (0.02, 0.3, 2.0), (0.5, 3.0)):
        ramp = stated(share, width * slope, slope, wasted_by_a_ramp(share, width))
        yield abs(np.subtract(*printed.values(ramp)))
        around = wasted_around_a_disc(share, width)
        yield printed.error(stated(share, width * slope, slope, around))
        width = min(width, stats.rayleigh.isf(share))
        inside = wasted_inside_a_disc(share, width)
        yield printed.error(stated(share, width * slope, slope, inside))
    for seed, gap in itertools.product(range(3), (0.3, 1.0)):
        share, wasted, slope = wasted_by_a_network(seed, gap)
        yield printed.error(stated(share, gap, slope, wasted))


def mean_of_best(function, count, deviation):
    """The mean of a function of the largest of independent normal errors, by quadrature."""

    def term(x):
        density = count * gauss.pdf(x) * gauss.cdf(x) ** (count - 1)
        return function(deviation * x) * density

    return integrate.quad(term, -10, 14, points=[0, 3], limit=400, epsabs=1e-12)[0]


@checks("eq-best-of-bound", tolerance=1e-9)
def best_of_bound():
    """The moment bound behind the luckiest of k scores."""
    printed = formula.read("eq-best-of-bound")
    for count, t, deviation in itertools.product((2, 20, 1000), (0.3, 1.0, 2.0), (0.5, 1.0)):
        moment = lambda k: mean_of_best(lambda e: math.exp(t * e), k, deviation)
        sides = {
            r"\E[\max_i e_i]": mean_of_best(lambda e: e, count, deviation),
            r"\E[e^{t \max_i e_i}]": moment(count),
            r"\E[e^{t e_i}]": moment(1),
        }
        given = {"t": t, "k": count, "s": deviation}
        sizes = printed.values({**given, **sides})
        yield printed.error({**given, **sides}) / sizes[-1]
    # One error alone, and one that doesn't vary: there the first two are equalities.
    given = {"t": 0.7, "k": 1, "s": 0.0}
    sides = {r"\E[\max_i e_i]": 0.0, r"\E[e^{t \max_i e_i}]": 1.0, r"\E[e^{t e_i}]": 1.0}
    yield np.ptp(printed.values({**given, **sides}))


@checks("eq-best-of", tolerance=1e-6)
def best_of():
    """The luckiest of k noisy scores is too high by at most s times the root of 2 log k."""
    printed = formula.read("eq-best-of")
    for count, deviation in itertools.product((2, 5, 20, 1000, 10**6), (0.1, 3.0)):
        best = mean_of_best(lambda e: e, count, deviation)
        given = {r"\E[\max_i e_i]": best, "s": deviation, "k": count}
        yield printed.error(given)
        # It is the least of the bounds that eq-best-of-bound gives for each t.
        exponent = lambda t: math.log(count) / t + t * deviation**2 / 2
        least = optimize.minimize_scalar(exponent, bounds=(1e-3, 100), method="bounded")
        yield abs(least.fun / printed.values(given)[1] - 1)
