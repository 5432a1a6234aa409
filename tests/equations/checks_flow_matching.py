"""Marginal velocities, their likelihood, and guidance: book/4-mathematics/flow-matching.md."""

import math

import formula
import gauss
import numpy as np
from registry import checks
from routes import integral
from scipy import integrate
from signs import Law, key

CURVES = {
    "line": (lambda t: t, lambda t: 1 - t),
    "circle": (lambda t: np.sin(t * np.pi / 2), lambda t: np.cos(t * np.pi / 2)),
}


def slope(function, t):
    """The derivative by a step into the imaginary numbers."""
    return np.imag(function(t + 1e-30j)) / 1e-30


def density(x):
    """Some data on a line: two bells of two widths."""
    return 0.3 * gauss.pdf(x, -1, 0.4) + 0.7 * gauss.pdf(x, 0.8, 0.6)


def seen(x, a, b):
    """The density of a x_0 + b eps at x, and the means of x_0 and eps there, by quadrature."""
    joint = lambda start: density(start) * gauss.pdf(x, a * start, b)
    mass = integral(joint)
    mean = integral(lambda start: start * joint(start)) / mass
    return mass, mean, (x - a * mean) / b


def score(x, a, b, h=1e-4):
    up, down = (math.log(seen(x + s, a, b)[0]) for s in (h, -h))
    return (up - down) / (2 * h)


@checks("eq-flow-gradient", tolerance=1e-9)
def flow_gradient():
    """The error to single paths is the error to their mean, and a constant."""
    # x_0 in {-1, 1} and noise in a few values, so that several paths meet: x = a x_0 + b eps.
    whole, constant = (formula.read("eq-flow-gradient", place) for place in range(2))
    a, b, a_dot, b_dot = 0.5, 0.5, 1.0, -1.0
    start, noise = (grid.ravel() for grid in np.meshgrid([-1.0, 1.0], np.arange(-2.0, 3.0)))
    weights = np.repeat(np.array([0.1, 0.2, 0.4, 0.2, 0.1]), 2) * np.tile([0.3, 0.7], 5)
    point, path = a * start + b * noise, a_dot * start + b_dot * noise
    u = np.array([np.average(path[point == x], weights=weights[point == x]) for x in point])
    c = sum(
        weights[point == x].sum()
        * np.average((path - u)[point == x] ** 2, weights=weights[point == x])
        for x in set(point)
    )
    for v in (np.sin(point), 0 * point, u):
        columns = {"v": v, "u": u, "x_0": start, r"\eps": noise}
        law = Law({key(name): column[:, None] for name, column in columns.items()}, weights)
        given = {r"\sim": law, r"\dot a": a_dot, r"\dot b": b_dot, "C": c}
        yield whole.error(given)
        yield constant.error(given)


@checks("eq-probability-flow", tolerance=1e-6)
def probability_flow():
    """The marginal velocity is the point and the score of the noisy data, in known shares."""
    printed = formula.read("eq-probability-flow")
    for a, b in CURVES.values():
        for t, x in ((0.2, -1.1), (0.7, 0.3)):
            _, mean, noise = seen(x, a(t), b(t))
            yield printed.error(
                {
                    "a": a(t),
                    "b": b(t),
                    r"\dot a": slope(a, t),
                    r"\dot b": slope(b, t),
                    "x": x,
                    "u(x)": slope(a, t) * mean + slope(b, t) * noise,
                    r"\nabla\log": 1.0,
                    r"q_\tau(x)": score(x, a(t), b(t)),
                }
            )


@checks("eq-one-family", tolerance=1e-9)
def one_family():
    """A point of a diffusion, rescaled, is a point of the straight path at another time."""
    time, point = (formula.read("eq-one-family", place) for place in range(2))
    a, b = (curve(0.4) for curve in CURVES["circle"])
    tau = a / (a + b)
    yield time.error({r"\tau": tau, "a": a, "b": b})
    for x in (-1.5, 0.2, 0.9):
        _, mean, noise = seen(x, a, b)
        # The straight path sees the rescaled point: its guesses, by their own quadrature.
        _, same_mean, same_noise = seen(x / (a + b), tau, 1 - tau)
        yield abs(mean - same_mean)
        yield abs(noise - same_noise)
        values = {"x_0": mean, r"\eps": noise, "a": a, "b": b}
        yield point.error(values | {r"x_\tau": x / (a + b)})


BELLS = ((0.3, -1.0, 0.4), (0.7, 0.8, 0.6))  # share, mean and spread of `density`


@checks("eq-flow-likelihood", tolerance=1e-6)
def flow_likelihood():
    """The density at the end of a path: that at its start, less the divergence along it."""

    def velocity(x, t):
        """By Bayes' rule for two bells: which one, and the regression of x_0 - eps on x in it."""
        parts = []
        for share, mean, spread in BELLS:
            variance = (t * spread) ** 2 + (1 - t) ** 2
            weight = share * np.exp(-((x - t * mean) ** 2) / (2 * variance)) / np.sqrt(variance)
            gain = (t * spread**2 - (1 - t)) / variance
            parts.append((weight, mean + gain * (x - t * mean)))
        return sum(w * v for w, v in parts) / sum(w for w, _ in parts)

    def moving(t, state):
        return [velocity(state[0], t), slope(lambda x: velocity(x, t), state[0])]

    for start in (-0.7, 0.4, 1.9):
        path = integrate.solve_ivp(moving, (0, 1), [start, 0.0], rtol=1e-10, atol=1e-12)
        end, divergence = path.y[:, -1]
        yield abs(math.log(density(end)) - (gauss.logpdf(start) - divergence))


def guided(x, t, of_class, of_all, w):
    """The guided velocity on the line, of normal data (mean, spread) by linear regression."""
    found = []
    for mean, spread in (of_all, of_class):
        gain = (t * spread**2 - (1 - t)) / ((t * spread) ** 2 + (1 - t) ** 2)
        found.append(mean + gain * (x - t * mean))
    return found[0] + (1 + w) * (found[1] - found[0])


CASES = [(1.0, 1.0, 2.0, 1.0), (0.5, 0.6, 0.9, 3.0), (-2.0, 1.0, 1.5, 0.4)]


@checks("eq-guidance", tolerance=1e-9)
def guidance():
    """The guided velocity goes on beyond the class, away from the crowd."""
    printed = formula.read("eq-guidance")
    for mean, narrow, wide, w in CASES:
        for t in (0.3, 0.8):
            a, b, x = t, 1 - t, 0.7
            velocities = []
            for centre, spread in ((0.0, wide), (mean, narrow)):
                variance = (a * spread) ** 2 + b**2
                velocities.append((x - b * (x - a * centre) / variance) / a)  # by the score
            given = {"w": w, "u": velocities[0], "u_c": velocities[1]}
            yield printed.error(given | {"u_w": guided(x, t, (mean, narrow), (0.0, wide), w)})


@checks("eq-guided-spread", tolerance=1e-6)
def guided_spread():
    """What guidance draws of normal data, by moving two points."""
    printed = formula.read("eq-guided-spread")
    for mean, narrow, wide, w in CASES:
        move = lambda t, x: guided(x, t, (mean, narrow), (0.0, wide), w)
        ends = integrate.solve_ivp(move, (0, 1), [-1.0, 1.0], rtol=1e-10, atol=1e-12).y[:, -1]
        given = {r"\sigma_c": narrow, r"\sigma": wide, "w": w}
        yield printed.error(given | {"s_w": (ends[1] - ends[0]) / 2})


@checks("eq-tilted-spread", tolerance=1e-8)
def tilted_spread():
    """The spread of the tilted density, by quadrature."""
    printed = formula.read("eq-tilted-spread")
    for mean, narrow, wide, w in CASES:
        log = lambda x: (1 + w) * gauss.logpdf(x, mean, narrow) - w * gauss.logpdf(x, 0, wide)
        moments = [integral(lambda x, k=k: x**k * math.exp(log(x)), mean, 1.0) for k in range(3)]
        middle = moments[1] / moments[0]
        spread = math.sqrt(moments[2] / moments[0] - middle**2)
        yield printed.error({"s": spread, r"\sigma_c": narrow, r"\sigma": wide, "w": w})
