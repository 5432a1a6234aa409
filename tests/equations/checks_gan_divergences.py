"""The general picture, f-divergences and their bounds: book/4-mathematics/gan.md."""

import math

import formula
import numpy as np
from registry import checks
from routes import SKEWED, jsd, over, pair
from scipy import optimize, special, stats
from signs import Law

# The page's counterexample: half of the data are where no sample is.
TWO_PICTURES = np.array([0.5, 0.5]), np.array([1.0, 0.0])


def kl(u):
    return special.xlogy(u, u)


def gan(u):
    return special.xlogy(u, u) - special.xlogy(u + 1, u + 1)


def pearson(u):
    return (u - 1) ** 2


# f, its slope, and its conjugate: of two by the page's formula, of one by the textbooks'.
FAMILY = {
    "kl": (kl, lambda u: np.log(u) + 1, lambda t: np.exp(t - 1)),
    "gan": (gan, lambda u: np.log(u / (u + 1)), lambda t: -np.log(1 - np.exp(t))),
    "pearson": (pearson, lambda u: 2 * (u - 1), lambda t: t + t**2 / 4),
}


def supremum(f, t):
    """The conjugate by a search for the largest of tu - f(u)."""
    best = optimize.minimize_scalar(
        lambda s: f(math.exp(s)) - t * math.exp(s),
        bounds=(-20, 20),
        method="bounded",
        options={"xatol": 1e-12, "maxiter": 2000},
    )
    return -best.fun


def bound(f, conjugate, t, p, q):
    """What the bound is about: the divergence as E_q[f(p/q)], and what its right side needs."""
    seen = q > 0
    left = np.sum(q[seen] * f(p[seen] / q[seen]))
    given = {r"\sim p": over(p), r"\sim q": over(q), "T": lambda x: t[x], "f^*": conjugate}
    return {r"D_f(p \Vert q)": left, **given}


@checks("eq-f-bound", tolerance=1e-8)
def f_bound():
    """Any function T gives a lower bound of an f-divergence, by the conjugate of f."""
    printed = formula.read("eq-f-bound")
    for name, (f, slope, conjugate) in FAMILY.items():
        pairs = [pair(seed) for seed in range(3)]
        if name == "pearson":  # p may vanish; its slope at 0 is finite
            pairs.append((np.array([0.0, 0.4, 0.6]), np.array([0.2, 0.5, 0.3])))
        for p, q in pairs:
            best = slope(p / q)
            yield abs(np.subtract(*printed.values(bound(f, conjugate, best, p, q))))
            for shift in np.random.default_rng(0).normal(size=(4, len(p))):
                other = best - np.abs(shift) if name == "gan" else best + shift
                yield printed.error(bound(f, conjugate, other, p, q))
            yield max(abs(conjugate(t) - supremum(f, t)) for t in best)
    given = bound(kl, FAMILY["kl"][2], np.array([0.0, 10.0]), *TWO_PICTURES)
    left, right = printed.values(given)
    yield abs(left - 0.5 * math.log(0.5))  # without absolute continuity it isn't a bound
    yield abs(right - (5 - math.exp(-1)))


@checks("eq-conjugate-kl", tolerance=1e-9)
def conjugate_kl():
    """The conjugate of u log u."""
    first, second = (formula.read("eq-conjugate-kl", place) for place in range(2))
    f = lambda u: first.values({"f(u)": 0.0, "u": u})[1]
    for p, q in (pair(seed) for seed in range(3)):
        yield abs(np.sum(q * f(p / q)) - stats.entropy(p, q))
    for t in (-1.0, 0.0, 0.5, 2.0):
        yield second.error({"f^*(t)": supremum(f, t), "t": t})


def total_variation(u):
    return abs(u - 1) / 2


def hellinger(u):
    return (np.sqrt(u) - 1) ** 2


# f, its slope far out, and the divergence by its own definition.
FINITE = [
    (total_variation, 0.5, lambda p, q: np.sum(np.abs(p - q)) / 2),
    (hellinger, 1.0, lambda p, q: np.sum((np.sqrt(p) - np.sqrt(q)) ** 2)),
    (
        lambda u: u * np.log(u / (u + 1)) - np.log1p(u),
        0.0,
        lambda p, q: 2 * jsd(p, q) - math.log(4),
    ),
]


@checks("eq-f-divergence-general", tolerance=1e-7)
def f_divergence_general():
    """An f-divergence with the part of p that lies where q is 0."""
    general, slope = (formula.read("eq-f-divergence-general", place) for place in range(2))
    for f, far, definition in FINITE:
        yield slope.error({r"f'(\infty)": far, r"\infty": 1e16, "f": f})
        for p, q in ((0.5 * SKEWED[0] + 0.5 * SKEWED[1], SKEWED[1]), (SKEWED[1], SKEWED[0])):
            p, q = p[p + q > 0] + 1e-300, q[p + q > 0]
            seen = q > 0
            law = {r"\sim q": Law({}, q[seen]), "p": p[seen], "q": q[seen], "f": f}
            given = {r"f'(\infty)": far, "p(q = 0)": p[~seen].sum(), **law}
            yield general.error({r"D_f(p \Vert q)": definition(p, q), **given})
            if far == 0:  # the bound with T = log D, which is below f'(inf) = 0
                d = np.random.default_rng(1).uniform(0.05, 0.95, len(p))
                value = np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))
                yield max(0.0, value - definition(p, q))


@checks("eq-f-gan", tolerance=1e-12)
def f_gan():
    """The f-divergence of the GAN's f is twice the JSD less log 4."""
    printed = formula.read("eq-f-gan")
    for p, q in [*(pair(seed) for seed in range(6)), TWO_PICTURES]:
        seen = q > 0
        law = {r"\sim q": Law({}, q[seen]), "p": p[seen], "q": q[seen], "f": gan}
        yield printed.error({**law, r"\JSD(p, q)": jsd(p, q)})


@checks("eq-conjugate-gan", tolerance=1e-9)
def conjugate_gan():
    """The conjugate of the GAN's f."""
    printed, condition = (formula.read("eq-conjugate-gan", place) for place in range(2))
    for t in (-3.0, -0.7, -0.01):
        assert condition.holds({"t": t})
        yield printed.error({"f^*(t)": supremum(gan, t), "t": t})
    assert not condition.holds({"t": 1e-6})
    yield max(0.0, 100 - supremum(gan, 0.01))  # above 0 the supremum is infinite: tu wins
