"""Means and errors of fillings, and flows that draw them: book/6-applications/inpainting.md."""

import itertools

import formula
import numpy as np
import torch
from registry import checks
from scipy import optimize, stats
from signs import Law, Terms

from genai_utils import losses, models

VALUES, CHANCES = np.array([0.0, 0.5, 2.0]), np.array([0.5, 0.3, 0.2])
MASK = np.array([1.0, 0.0, 1.0, 1.0])


def random(seed, *shape):
    return np.random.default_rng(seed).uniform(0.1, 0.9, shape)


def rows(*arrays):
    return [torch.from_numpy(it)[None] for it in arrays]


@checks("eq-regression-loss", tolerance=1e-12)
def regression_loss():
    """The loss adds up the squared errors at the missing pixels."""
    printed = formula.read("eq-regression-loss")
    for seed in range(4):
        f, x = random(seed, 4), random(seed + 9, 4)
        by_code = losses.missing_squared_error(*rows(f, x, MASK)).item()
        listed = sum((a - b) ** 2 for a, b, m in zip(f, x, MASK, strict=True) if m)
        given = {"D": 4, "m_i": Terms(MASK), "f_i": Terms(f), "x_i": Terms(x)}
        yield printed.error({**given, r"\ell_R": listed})
        yield abs(by_code - listed)


@checks("eq-conditional-mean", tolerance=1e-12)
def conditional_mean():
    """The squared error of an answer is the variance plus its distance to the mean, squared."""
    printed = formula.read("eq-conditional-mean")
    for a in (-1.0, 0.0, 0.4, 3.0):
        yield printed.error({"a": a, r"\sim": Law({"x": VALUES}, CHANCES), **moments()})
    found = optimize.minimize_scalar(lambda a: CHANCES @ (VALUES - a) ** 2, tol=1e-12).x
    yield max(0.0, abs(found - CHANCES @ VALUES) - 1e-7)


def moments():
    mean = CHANCES @ VALUES
    return {r"\Var[x]": CHANCES @ VALUES**2 - mean**2, r"\E[x]": mean}


@checks("eq-fillings-error", tolerance=1e-12)
def fillings_error():
    """The mean of k drawn fillings has 1 + 1/k times the variance as its squared error."""
    printed = formula.read("eq-fillings-error")
    for k in (1, 2, 3, 4):
        error = 0.0
        for places in itertools.product(range(3), repeat=k + 1):  # the truth, then k fillings
            truth, *drawn = VALUES[list(places)]
            error += CHANCES[list(places)].prod() * (truth - np.mean(drawn)) ** 2
        yield printed.error({r"\E[(x - \bar y_k)^2]": error, "k": k, **moments()})


@checks("eq-flow-path", tolerance=1e-12)
def flow_path():
    """A point of the path mixes noise and picture by the time."""
    printed = formula.read("eq-flow-path")
    for t, eps, x in ((0.0, 1.5, -0.3), (1.0, 1.5, -0.3), (0.35, -2.0, 0.7)):
        point = np.interp(t, [0, 1], [eps, x])
        yield printed.error({"t": t, r"\eps": eps, "x": x, "x_t": point})
        one = [torch.tensor([[it]], dtype=torch.double) for it in (x, eps)]
        yield abs(losses.flow_point(*one, torch.tensor([t], dtype=torch.double)).item() - point)


@checks("eq-flow-matching-loss", tolerance=1e-8)
def flow_matching_loss():
    """The loss is the squared distance of a velocity to that of the path."""
    printed = formula.read("eq-flow-matching-loss")
    for seed in range(4):
        v, x, eps = random(seed, 4), random(seed + 9, 4), random(seed + 20, 4)
        # The path's velocity by a difference of two of its points.
        early, late = (np.array([np.interp(t, [0, 1], pair) for pair in zip(eps, x, strict=True)])
                       for t in (0.25, 0.75))  # fmt: skip
        wanted = sum(
            m * (a - b) ** 2 for m, a, b in zip(MASK, v, (late - early) / 0.5, strict=True)
        )
        terms = {"m_i": Terms(MASK), "v_i": Terms(v), "x_i": Terms(x), r"\eps_i": Terms(eps)}
        yield printed.error({"D": 4, **terms, r"\ell_F": wanted})
        yield abs(losses.flow_matching_loss(*rows(v, x, eps, MASK)).item() - wanted)


PICTURES = np.array([-1.0, 0.4, 1.5])


def best_velocity(u, t):
    """The velocity with the least mean squared error at a point, found by searching.

    Each picture comes to u with one noise only; the chance of that noise is its weight.
    """
    eps = (u - t * PICTURES) / (1 - t)
    weights = stats.norm.pdf(eps)
    cost = lambda a: weights @ (a - (PICTURES - eps)) ** 2 / weights.sum()
    return optimize.minimize_scalar(cost, tol=1e-12).x


@checks("eq-flow-velocity", tolerance=1e-6)
def flow_velocity():
    """The best velocity at a point is the mean over the pictures whose paths pass there."""
    average, weight = (formula.read("eq-flow-velocity", place) for place in range(2))
    for u, t in ((0.0, 0.0), (0.3, 0.5), (-1.2, 0.8)):
        density = stats.norm.pdf(u, t * PICTURES, 1 - t)
        shares = density / density.sum()
        given = {"N": 3, "u": u, "t": t, "x_n": Terms(PICTURES), r"\rho_n": Terms(shares)}
        yield average.error({**given, r"v^*(u)": best_velocity(u, t)})
        normal = lambda at, mean, variance: stats.norm.pdf(at, mean, np.sqrt(variance))
        for n in range(3):
            given = {"N": 3, "u": u, "t": t, r"\N": normal, "x_k": Terms(PICTURES)}
            yield weight.error({**given, "x_n": PICTURES[n], r"\rho_n": shares[n]})


@checks("eq-flow-moves", tolerance=1e-5)
def flow_moves():
    """The mean of any smooth function changes along the path as the best velocity says."""
    places, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()

    def mean(function, t):  # over pictures and noise
        return np.mean([weights @ function((1 - t) * places + t * x, x) for x in PICTURES])

    for t in (0.1, 0.4, 0.6):
        for phi, slope in (
            (np.sin, np.cos),
            (lambda u: np.exp(-u * u), lambda u: -2 * u * np.exp(-u * u)),
        ):
            change = (
                mean(lambda u, _, f=phi: f(u), t + 1e-4) - mean(lambda u, _, f=phi: f(u), t - 1e-4)
            ) / 2e-4
            by_velocity = mean(
                lambda u, _, f=slope, t=t: f(u) * np.array([best_velocity(one, t) for one in u]), t
            )
            yield abs(change - by_velocity)


@checks("eq-known-region", tolerance=1e-12)
def known_region():
    """A missing pixel stays where it has moved; a seen one is put on its path."""
    printed = formula.read("eq-known-region")
    for t, moved, eps, x in ((0.5, 1.0, -2.0, 0.3), (1.0, 0.2, 1.0, 0.7), (0.0, -0.4, 0.6, 2.0)):
        for m, wanted in ((1, moved), (0, np.interp(t, [0, 1], [eps, x]))):
            given = {"w_i": moved, r"\eps_i": eps, "x_i": x, "m_i": m, "t": t}
            yield printed.error({**given, "x_{t,i}": wanted})


@checks("eq-flow-back", tolerance=1e-12)
def flow_back():
    """Going back in time leaves the picture's weight and the noise's variance of that time."""
    printed = formula.read("eq-flow-back")
    for r, t in ((0.0, 0.5), (0.25, 0.5), (0.5, 1.0), (0.6, 0.6)):

        def by_print(x_t, eps, r=r, t=t):
            return printed.values({"r": r, "t": t, "x_t": x_t, r"\eps'": eps, "x_r": 0.0})[1]

        def by_code(x_t, eps, r=r, t=t):
            pair = (torch.tensor([it], dtype=torch.double) for it in (x_t, eps))
            one, other = pair
            return models.back_in_time(one, t, r, other).item()

        yield abs(by_print(0.7, 1.3) - by_code(0.7, 1.3))
        for back in (by_print, by_code):
            # Linear in picture, first and second noise: three inputs give the three factors.
            picture, first, second = back(t * 1.0, 0.0), back((1 - t) * 1.0, 0.0), back(0.0, 1.0)
            yield abs(picture - r)
            yield abs(first**2 + second**2 - (1 - r) ** 2)
