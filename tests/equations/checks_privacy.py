"""Differential privacy, its accountant and DP-SGD: book/8-outlook/privacy.md."""

import itertools
import math

import formula
import numpy as np
import torch
from registry import checks
from routes import integral
from scipy import optimize, special, stats
from signs import Terms

from genai_utils import privacy


def pairs(seed, outputs=6):
    """Two distributions over a few outputs: what a training gives with a record and without."""
    random = np.random.default_rng(seed)
    return random.dirichlet(np.ones(outputs)), random.dirichlet(np.ones(outputs))


def least_delta(p, q, epsilon):
    """By trying every set of outputs, both ways round."""
    sets = itertools.product([0, 1], repeat=len(p))
    factor = math.exp(epsilon)
    return max(max(s @ (p - factor * q), s @ (q - factor * p)) for s in map(np.array, sets))


def all_tests(p, q):
    """Caught and false alarms of every test that says "member" for some outputs."""
    sets = [np.array(s) for s in itertools.product([0, 1], repeat=len(p))]
    return [(min(s @ p, 1.0), min(s @ q, 1.0)) for s in sets]


@checks("eq-roc-area", tolerance=1e-12)
def roc_area():
    """The area below the curve is how often a member scores above another record."""
    printed = formula.read("eq-roc-area")
    random = np.random.default_rng(0)
    for digits in (1, 6):
        members, others = random.normal(0.5, 1, 30).round(digits), random.normal(0, 1, 40)
        others = others.round(digits)
        over = np.subtract.outer(members, others)
        pieces = {"w": (over > 0).mean(), "b": (over == 0).mean()}
        thresholds = sorted({*members, *others}, reverse=True)
        caught = [0.0, *((members >= h).mean() for h in thresholds)]
        false = [0.0, *((others >= h).mean() for h in thresholds)]
        yield printed.error({"A": np.trapezoid(caught, false), **pieces})
        yield printed.error({"A": privacy.area(members, others), **pieces})


@checks("eq-dp-roc", tolerance=1e-12)
def dp_roc():
    """No test of membership lies above the two lines that the promise draws."""
    printed = formula.read("eq-dp-roc")
    for seed, epsilon in itertools.product(range(4), (0.0, 0.3, 1.0)):
        p, q = pairs(seed)
        names = {r"\eps": epsilon, r"\delta": least_delta(p, q, epsilon)}
        missing = []
        for caught, false in all_tests(p, q):
            yield printed.error({"t": caught, "f": false, **names})
            right = printed.values({"t": caught, "f": false, **names})[1]
            missing.append(right - caught)
            mine = privacy.most_caught(np.array(false), epsilon, names[r"\delta"])
            yield abs(float(mine) - min(1.0, right))
        yield abs(min(missing))  # some test reaches a line


def most_area(epsilon, delta):
    """The area below the two lines and 1, by a fine polygon."""
    false = np.unique(np.concatenate([np.linspace(0, 1, 200_001), [(1 - delta), 1.0]]))
    caught = np.minimum(delta + math.exp(epsilon) * false, 1.0)
    caught = np.minimum(caught, 1 - math.exp(-epsilon) * (1 - delta - false))
    return np.trapezoid(caught, false)


@checks("eq-dp-area", tolerance=1e-8)
def dp_area():
    """The largest area below the curve of a test follows from the two numbers of the promise."""
    printed = formula.read("eq-dp-area")
    for epsilon, delta in [(0.0, 0.0), (0.2, 0.0), (1.0, 0.05), (3.0, 0.3)]:
        names = {r"\eps": epsilon, r"\delta": delta}
        right = printed.values({"A": 0.0, **names})[1]
        yield abs(right - most_area(epsilon, delta))
        yield abs(privacy.area_bound(epsilon, delta) - right)
        yield printed.error({"A": most_area(epsilon, delta) - 1e-9, **names})
        yield float(printed.error({"A": right + 0.01, **names}) == 0)


@checks("eq-gaussian-delta", tolerance=1e-9)
def gaussian_delta():
    """The least delta of the Gaussian mechanism, against the integral of the positive part."""
    printed = formula.read("eq-gaussian-delta")
    for epsilon, sigma in itertools.product((0.0, 0.5, 2.0), (0.5, 1.0, 3.0)):
        with_it, without = stats.norm(1, sigma), stats.norm(0, sigma)
        edge = 0.5 + epsilon * sigma**2

        def over(y, w=with_it, o=without, epsilon=epsilon):
            return max(0.0, w.pdf(y) - math.exp(epsilon) * o.pdf(y))

        by_integral = integral(lambda y, edge=edge, over=over: over(y) * (y > edge), edge, sigma)
        phi = {
            r"\Phi\Bigl(\frac{1}{2 \sigma} - \eps \sigma\Bigr)": stats.norm.cdf(
                1 / (2 * sigma) - epsilon * sigma
            ),
            r"\Phi\Bigl(-\frac{1}{2 \sigma} - \eps \sigma\Bigr)": stats.norm.cdf(
                -1 / (2 * sigma) - epsilon * sigma
            ),
        }
        names = {r"\eps": epsilon, r"\sigma": sigma, **phi}
        yield printed.error({r"\delta": by_integral, **names})
        yield printed.error({r"\delta": privacy.gaussian_delta(epsilon, sigma), **names})


def chained(seed, outputs=3):
    """A second mechanism for each output of a first, with a record and without."""
    random = np.random.default_rng(seed)
    first = [random.dirichlet(np.ones(outputs)) for _ in range(2)]
    second = [random.dirichlet(np.ones(outputs), size=outputs) for _ in range(2)]
    return first, second


@checks("eq-dp-composition", tolerance=1e-12)
def dp_composition():
    """Two mechanisms, the second free to choose by what the first said, give no more than both."""
    epsilon, delta = (formula.read("eq-dp-composition", place) for place in (0, 1))
    for seed, granted in itertools.product(range(5), (0.2, 0.8)):
        first, second = chained(seed)
        deltas = [
            least_delta(*first, granted),
            max(least_delta(p, q, granted) for p, q in zip(*second, strict=True)),
        ]
        joint = [(f[:, None] * s).ravel() for f, s in zip(first, second, strict=True)]
        names = {"T": 2, r"\eps_t": Terms([granted, granted]), r"\delta_t": Terms(deltas)}
        total = epsilon.values({r"\eps": 0.0, **names})[1]
        allowed = delta.values({r"\delta": 0.0, **names})[1]
        yield abs(total - 2 * granted)
        yield max(0.0, least_delta(*joint, total) - allowed)
        yield abs(allowed - sum(deltas))


def divergence(p, q, order):
    return math.log(q @ (p / q) ** order) / (order - 1)


@checks("eq-renyi-gaussian", tolerance=1e-9)
def renyi_gaussian():
    """The Rényi divergence of two bells one apart, against quadrature."""
    printed = formula.read("eq-renyi-gaussian")
    for order, sigma in itertools.product((2, 5), (1.0, 2.5)):
        names = {r"\alpha": order, r"\sigma": sigma}
        yield printed.error({r"D_\alpha": by_quadrature(order, sigma, 1.0), **names})
        yield printed.error({r"D_\alpha": privacy.renyi(sigma, 1.0, order), **names})


def by_quadrature(order, sigma, rate, back=False):
    """The divergence of the mixture from the bell at 0, or of the bell from the mixture."""

    y = np.linspace(-14 * sigma, order + 14 * sigma, 40_001)  # both ends count for nothing
    moved = (2 * y - 1) / (2 * sigma**2)
    ratio = moved if rate == 1 else np.logaddexp(math.log1p(-rate), math.log(rate) + moved)
    at = stats.norm.logpdf(y, 0, sigma) + (ratio if back else 0.0)
    power = np.exp(at + (-order if back else order) * ratio)
    return math.log(np.trapezoid(power, y)) / (order - 1)


@checks("eq-renyi-composition", tolerance=1e-12)
def renyi_composition():
    """Divergences of steps add up, even if a step depends on what came out before."""
    printed = formula.read("eq-renyi-composition")
    for seed, order in itertools.product(range(5), (1.5, 2, 6)):
        first, second = chained(seed)
        joint = [(f[:, None] * s).ravel() for f, s in zip(first, second, strict=True)]
        worst = max(divergence(p, q, order) for p, q in zip(*second, strict=True))
        rho = Terms([divergence(*first, order), worst])
        left = {r"D_\alpha(p \,\Vert\, q)": divergence(*joint, order)}
        yield printed.error({**left, r"\rho_t": rho, "T": 2})
        same = [(f[:, None] * s[0]).ravel() for f, s in zip(first, second, strict=True)]
        rho = Terms([divergence(*first, order), divergence(second[0][0], second[1][0], order)])
        right = printed.values({**left, r"\rho_t": rho, "T": 2})[1]
        yield abs(divergence(*same, order) - right)  # equal, where nothing depends on before


@checks("eq-renyi-to-dp", tolerance=1e-7)
def renyi_to_dp():
    """What epsilon a divergence grants: by the largest ratio of the two sides, found by search."""
    printed = formula.read("eq-renyi-to-dp")
    for rho, order, delta in [(0.1, 2.0, 1e-3), (0.5, 11.0, 1e-5), (2.0, 3.5, 0.1)]:

        def wanted(epsilon, rho=rho, order=order, delta=delta):
            gap = optimize.minimize_scalar(
                lambda loss: (math.expm1(-loss)) * math.exp((1 - order) * loss),
                bounds=(1e-6, 5.0),
                method="bounded",
                options={"xatol": 1e-12},
            )
            return -gap.fun * math.exp((order - 1) * (rho - epsilon)) - delta

        found = optimize.brentq(wanted, -5, 60, xtol=1e-12)
        names = {r"\rho": rho, r"\alpha": order, r"\delta": delta}
        yield printed.error({r"\eps": found, **names})
        yield abs(max(0.0, found) - privacy.to_epsilon(rho, order, delta))
    for seed, order in itertools.product(range(4), (1.5, 3.0)):  # and it is never too little
        p, q = pairs(seed)
        rho = max(divergence(p, q, order), divergence(q, p, order))
        for delta in (0.01, 0.1):
            epsilon = privacy.to_epsilon(rho, order, delta)
            yield max(0.0, least_delta(p, q, epsilon) - delta)


@checks("eq-renyi-subsampled", tolerance=1e-8)
def renyi_subsampled():
    """One step in which a record takes part by lot, against quadrature, both ways round."""
    printed = formula.read("eq-renyi-subsampled")
    for rate, sigma, order in itertools.product((0.02, 0.3, 0.999), (0.8, 2.0), (2, 3, 6)):
        # The name's places count from 1, so the term of k = 0 stands last.
        binomials = Terms([*special.comb(order, np.arange(1, order + 1)), 1.0])
        names = {r"\alpha": order, "q": rate, r"\sigma": sigma, "b_k": binomials}
        yield printed.error({r"D_\alpha": by_quadrature(order, sigma, rate), **names})
        yield printed.error({r"D_\alpha": privacy.renyi(sigma, rate, order), **names})
        back = by_quadrature(order, sigma, rate, back=True)
        yield max(0.0, back - privacy.renyi(sigma, rate, order))


@checks("eq-dp-sgd", tolerance=1e-6)
def dp_sgd():
    """Each example's gradient by a backward pass of its own, then clipped, added and divided."""
    printed = formula.read("eq-dp-sgd")
    torch.manual_seed(0)
    model = torch.nn.Linear(3, 1, bias=False).double()
    x, y = 2 * torch.randn(5, 3, dtype=torch.double), torch.randn(5, dtype=torch.double)

    def loss(out, y):
        return ((out[:, 0] - y) ** 2).sum()

    own = []
    for row, target in zip(x, y, strict=True):
        (found,) = torch.autograd.grad(loss(model(row[None]), target[None]), model.weight)
        own.append(found[0].numpy())
    for clip, noise in [(0.5, 0.0), (2.0, 1.5), (50.0, 0.3)]:
        drawn = torch.Generator().manual_seed(1)
        xi = torch.randn(1, 3, generator=drawn, dtype=torch.double)[0].numpy()
        mine = privacy.private_gradient(
            model,
            loss,
            x,
            y,
            clip=clip,
            noise=noise,
            expected=4.0,
            generator=torch.Generator().manual_seed(1),
        )["weight"][0].numpy()
        names = {"B": 4.0, "m": 5, "C": clip, r"\sigma": noise, r"\xi": xi, "g_i": Terms(own)}
        yield printed.error({"g": mine, **names})
