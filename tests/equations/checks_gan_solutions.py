"""What the end of a game is, and what is proved of it: book/4-mathematics/gan-dynamics.md."""

import formula
import numpy as np
import torch
from checks_gan_dynamics import printed_pair, same_spectrum
from checks_gan_value import best_value
from registry import checks
from routes import pair
from scipy import optimize


@checks("eq-minmax-order", tolerance=1e-12)
def minmax_order():
    printed = formula.read("eq-minmax-order")
    ordered = r"\max_\phi \min_\theta V(\theta, \phi)", r"\min_\theta \max_\phi V(\theta, \phi)"
    random = np.random.default_rng(0)
    saddle = np.array([[1.0, 2.0], [0.0, 3.0]])  # 2 is the largest of its row, the least below
    for values in [*random.normal(size=(30, 4, 5)), np.eye(2), saddle]:  # rows: the generator's
        sides = values.min(axis=0).max(), values.max(axis=1).min()
        yield printed.error(dict(zip(ordered, sides, strict=True)))
    yield abs(sides[0] - sides[1])  # with an equilibrium both are one


def value(c, d):
    return 0.5 * np.log(d).sum() + c * np.log(1 - d[0]) + (1 - c) * np.log(1 - d[1])


def answered_first(shares):
    """The largest t that V(c, D) reaches for all these shares, over D: max-min as a program."""
    limits = [{"type": "ineq", "fun": lambda v, c=c: value(c, v[1:]) - v[0]} for c in shares]
    bounds = [(None, None), (1e-6, 1 - 1e-6), (1e-6, 1 - 1e-6)]
    best = optimize.minimize(
        lambda v: -v[0], [-5, 0.3, 0.6], bounds=bounds, constraints=limits, options={"ftol": 1e-14}
    )
    return -best.fun


@checks("eq-minmax-gap", tolerance=1e-6)
def minmax_gap():
    printed = formula.read("eq-minmax-gap")
    data = np.array([0.5, 0.5])
    last = min(best_value(data, np.array([c, 1.0 - c])) for c in (0, 1))
    given = {
        r"\max_D \min_{c \in \{0, 1\}} V(c, D)": answered_first((0, 1)),
        r"\min_{c \in \{0, 1\}} \max_D V(c, D)": last,
    }
    yield printed.error(given)
    # A generator that can mix closes the gap.
    shares = np.linspace(0, 1, 21)
    mixed = min(best_value(data, np.array([c, 1 - c])) for c in shares)
    yield abs(mixed - answered_first(shares))


@checks("eq-value-convex", tolerance=1e-7)
def value_convex():
    printed = formula.read("eq-value-convex")
    for seed in range(4):
        p, q = pair(seed, 4)
        r = pair(seed + 10, 4)[0]
        best = lambda law, p=p: best_value(p, law)
        for s in (0.0, 0.3, 0.8, 1.0):
            yield printed.error({"W": best, "s": s, "q": q, "r": r})
        for s, other in ((0.0, r), (1.0, r), (0.4, q)):  # where both sides are one
            yield abs(np.subtract(*printed.values({"W": best, "s": s, "q": q, "r": other})))


def not_nash(theta, psi):
    return -0.5 * theta**2 + 2 * theta * psi - psi**2


@checks("eq-stable-not-nash", tolerance=1e-9)
def stable_not_nash():
    at = torch.zeros(2, dtype=torch.double)
    hessian = torch.autograd.functional.hessian(lambda w: not_nash(*w), at).numpy()
    field = np.array([[-1], [1]]) * hessian  # the generator goes down, the discriminator up
    expected = printed_pair("eq-stable-not-nash", {"i": 1j})
    yield same_spectrum(np.linalg.eigvals(field), expected)
    w = np.array([0.7, -0.4])
    for _ in range(6000):
        w = w + 0.01 * field @ w
    yield np.linalg.norm(w)  # it settles at 0,
    yield max(0.0, not_nash(0.1, 0) - not_nash(0, 0))  # which the generator gains by leaving,
    for theta in (-1.0, 0.5):  # and which is the min-max point
        best = optimize.minimize_scalar(lambda psi, at=theta: -not_nash(at, psi))
        yield abs(-best.fun - 0.5 * theta**2)
