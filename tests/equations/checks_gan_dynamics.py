"""The game with two numbers, R1, and the article's sum: book/4-mathematics/gan-dynamics.md.

The game is played with the library's losses, at data 0 and a sample theta.
"""

import math

import formula
import numpy as np
import torch
from registry import checks
from routes import slopes, vector
from scipy import optimize
from signs import Law

from genai_utils import losses


def game(theta, psi, gamma=0.0):
    """Both players' gradients by autograd on the library's losses, at data 0 and sample theta."""
    theta, psi = vector(theta).requires_grad_(), vector(psi).requires_grad_()
    real = torch.zeros(1, dtype=torch.double)
    generator = losses.generator_loss_saturating(psi * theta)
    penalty = losses.r1_penalty(lambda x: x[:, 0] * psi, real[:, None])
    discriminator = losses.discriminator_loss(psi * real, psi * theta) + gamma * penalty
    (down,) = torch.autograd.grad(generator, theta, retain_graph=True)
    (up,) = torch.autograd.grad(discriminator, psi)
    return np.array([-down.item(), -up.item()])


def jacobian(gamma=0.0, h=1e-5):
    return np.array(slopes(lambda theta, psi: game(theta, psi, gamma), (0, 0), h)).T


def same_spectrum(found, expected):
    """The distance between two pairs of complex numbers, in the better order."""
    a, b = np.asarray(found, dtype=complex), np.asarray(expected, dtype=complex)
    return min(np.abs(a - b).max(), np.abs(a - b[::-1]).max())


def value_slope(moved, theta, psi):
    """The derivative of V = -log 2 - log(1 + e^(psi theta)) by a step into the imaginary."""
    step = {"theta": (1e-30j, 0), "psi": (0, 1e-30j)}[moved]
    return -np.imag(np.log1p(np.exp((psi + step[1]) * (theta + step[0])))) / 1e-30


@checks("eq-dirac-field", tolerance=1e-12)
def dirac_field():
    """The gradient flow of the Dirac game."""
    first, second = (formula.read("eq-dirac-field", place) for place in range(2))
    for theta, psi in [(1.0, 0.5), (-2.0, 3.0), (0.1, -4.0)]:
        field = game(theta, psi)
        at = {r"\theta": theta, r"\psi": psi}
        down, up = value_slope("theta", theta, psi), value_slope("psi", theta, psi)
        yield first.error(
            {r"\dot\theta": field[0], r"\frac{\partial V}{\partial\theta}": down} | at
        )
        yield second.error({r"\dot\psi": field[1], r"\frac{\partial V}{\partial\psi}": up} | at)
        yield abs(field @ [theta, psi])  # at right angles to the position


def printed_pair(label, given):
    """Both values of the right side, for the two signs of its ±."""
    printed = formula.read(label)
    return [printed.values({**given, r"\lambda": 0, r"\pm": sign})[1] for sign in (1, -1)]


@checks("eq-dirac-eigenvalues", tolerance=1e-8)
def dirac_eigenvalues():
    """At the Dirac game's equilibrium the eigenvalues are imaginary: it turns."""
    found = np.linalg.eigvals(jacobian())
    yield same_spectrum(found, printed_pair("eq-dirac-eigenvalues", {"i": 1j}))


def displaced(rule, direction, size):
    """Where a rule for (theta, psi) takes two opposite small displacements, as a derivative."""
    return (rule(size * direction) - rule(-size * direction)) / (2 * size)


def radius(rule, size=1e-5):
    """The largest modulus of an eigenvalue of the rule's Jacobian at the equilibrium."""
    columns = [displaced(rule, direction, size) for direction in np.eye(2)]
    return np.abs(np.linalg.eigvals(np.array(columns).T)).max()


def at_once(h, gamma=0.0):
    return lambda state: state + h * game(*state, gamma)


def in_turns(h):
    def turn(state):
        psi = state[1] + h * game(*state)[1]
        return np.array([state[0] + h * game(state[0], psi)[0], psi])

    return turn


@checks("eq-local-convergence", tolerance=1e-9)
def local_convergence():
    """A map with spectral radius below 1 at its fixed point converges near it."""
    printed, condition = (formula.read("eq-local-convergence", place) for place in range(2))
    home = np.array([0.4, -0.3])
    for linear in ([[0.9, 4.0], [0.0, 0.8]], [[0.6, 0.7], [-0.7, 0.6]], [[0.95, 0], [0, -0.95]]):
        linear = np.array(linear)
        rule = lambda w: home + linear @ (w - home) + 0.3 * (w - home) ** 2
        rate = 0.5 + 0.5 * np.abs(np.linalg.eigvals(linear)).max()
        powers = [np.linalg.matrix_power(linear, s) for s in range(2000)]
        constant = sum(rate ** (-0.5 * s) * np.linalg.norm(j, 2) for s, j in enumerate(powers[:60]))
        w = start = home + 1e-4
        near = {"w": start, "w^*": home, r"\delta": 2e-4}
        yield 1.0 - condition.holds(near) + condition.holds({**near, "w": home + 3})
        for steps in range(1, 200):
            w = rule(w)
            given = {"w": start, "w^*": home, "C": constant, "r": rate, "t": steps}
            yield printed.error({r"\lVert F^t(w) - w^* \rVert": np.linalg.norm(w - home), **given})
    for steps in (1, 7):  # one number, a linear rule: the bound is met
        given = {"w": np.array([1.4]), "w^*": np.array([0.4]), "C": 1.0, "r": 0.7, "t": steps}
        yield abs(
            np.subtract(*printed.values({r"\lVert F^t(w) - w^* \rVert": 0.7**steps, **given}))
        )
    yield from modulus_one()


def modulus_one():
    """The same Jacobian 1 at 0, and two fates; and a radius above 1 leaves."""
    for sign, bound in ((-1, 0.03), (1, 1.0)):
        w = 0.1
        for _ in range(2000):
            w = w + sign * w**3 if abs(w) < 2 else w
        yield max(0.0, w - bound) if sign < 0 else max(0.0, bound - w)
    state, rule = np.array([1e-6, 0.0]), at_once(1.0)
    for _ in range(60):
        state = rule(state)
    yield max(0.0, 1e-6 * 1.1**60 - np.linalg.norm(state))  # radius sqrt(1.25) > 1.1


@checks("eq-dirac-simultaneous", tolerance=1e-12)
def dirac_simultaneous():
    """Simultaneous steps of the Dirac game move outwards, always."""
    printed = formula.read("eq-dirac-simultaneous")
    for theta, psi, h in [(1.0, 0.5, 0.1), (-2.0, 1.0, 1.0), (0.3, -0.3, 3.0)]:
        after = at_once(h)(np.array([theta, psi]))
        new = {r"\theta'": after[0], r"\psi'": after[1]}
        yield printed.error({**new, r"\theta": theta, r"\psi": psi, "h": h})


@checks("eq-dirac-alternating", tolerance=1e-6)
def dirac_alternating():
    """Alternating steps have eigenvalues of modulus 1 for rates below 4."""
    modulus, condition = (formula.read("eq-dirac-alternating", place) for place in range(2))
    for h in (0.01, 0.1, 1.0, 3.0, 3.99, 4.01, 5.0):
        columns = [displaced(in_turns(h), direction, 1e-5) for direction in np.eye(2)]
        first, second = np.linalg.eigvals(np.array(columns).T)
        if condition.holds({"h": h}):
            yield modulus.error({r"\lambda_1": first, r"\lambda_2": second})
        else:  # beyond the bound it runs away
            yield max(0.0, 1.1 - max(abs(first), abs(second)))
    yield 1.0 - (condition.holds({"h": 3.99}) and not condition.holds({"h": 4.01}))
    yield float(modulus.holds({r"\lambda_1": 2.0, r"\lambda_2": 1.0}))


@checks("eq-r1", tolerance=1e-10)
def r1():
    """The R1 penalty: half the mean squared slope of the logit on real data."""
    printed = formula.read("eq-r1")
    random = torch.Generator().manual_seed(2)
    real = torch.randn(20, 3, dtype=torch.double, generator=random)
    law = {r"\sim p": Law({"x": real.numpy()}, np.full(20, 1 / 20))}
    weight = vector(0.5, -2.0, 1.0)
    for network, slope in [
        (lambda x: x @ weight, lambda x: weight.numpy() + 0 * x),
        (lambda x: x.pow(2).sum(1) / 2, lambda x: x),
    ]:
        penalty = losses.r1_penalty(network, real).item()
        yield printed.error({"R_1": penalty, r"\nabla_x a": slope, **law})


@checks("eq-dirac-r1", tolerance=1e-8)
def dirac_r1():
    """With R1 the Dirac game's eigenvalues have negative real part: it settles."""
    for gamma in (0.1, 0.5, 0.6, 2.0):
        expected = printed_pair("eq-dirac-r1", {r"\gamma": gamma})
        yield same_spectrum(np.linalg.eigvals(jacobian(gamma)), expected)
    # At gamma = 1 the two meet, where each is badly determined, but not their sum and product.
    expected, field = printed_pair("eq-dirac-r1", {r"\gamma": 1.0}), jacobian(1.0)
    yield abs(sum(expected) - np.trace(field))
    yield abs(np.prod(expected) - np.linalg.det(field))
    yield same_spectrum(printed_pair("eq-dirac-r1", {r"\gamma": 0.6}), [-0.3 + 0.4j, -0.3 - 0.4j])


@checks("eq-step-bound", tolerance=1e-12)
def step_bound():
    """How large a step may be, for an eigenvalue with negative real part."""
    printed = formula.read("eq-step-bound")
    for real, imaginary in [(-0.3, 0.4), (-1.5, 0.0), (-0.01, 2.0), (-2.0, -1.0)]:
        given = {r"\lambda": complex(real, imaginary), r"\text{Re}": np.real}
        # Where the modulus comes back to 1, by a search that starts beyond the least modulus.
        size = lambda h, at=given[r"\lambda"]: abs(1 + h * at)
        least = optimize.minimize_scalar(size, bounds=(0, 20), method="bounded").x
        bound = optimize.brentq(lambda h: size(h) - 1, least, 50)
        for h in (-0.1, 0.01 * bound, 0.5 * bound, 0.999 * bound, 1.001 * bound, 3 * bound):
            yield float(printed.holds({"h": h, **given}) != (size(h) < 1))


@checks("eq-dirac-step", tolerance=1e-12)
def dirac_step():
    """How large a step of the Dirac game with R1 may be."""
    step, condition = (formula.read("eq-dirac-step", place) for place in range(2))
    for gamma in (0.1, 0.6, 0.999, 1.001, 1.25, 2.0):
        # Beyond gamma = 1 another bound holds; the page gives it in the text.
        bound = 4 / (gamma + math.sqrt(gamma**2 - 1)) if gamma > 1 else 4 * gamma
        yield float(condition.holds({r"\gamma": gamma}) != (gamma <= 1))
        for h in (0.01 * bound, 0.5 * bound, 0.999 * bound, 1.001 * bound, 2 * bound):
            converges = radius(at_once(h, gamma)) < 1
            yield float(converges != (h < bound))
            if condition.holds({r"\gamma": gamma}):
                yield float(converges != step.holds({"h": h, r"\gamma": gamma}))
    for gamma, h in ((0.5, 1.9), (0.5, 2.1)):  # and so it plays, from close by
        state, rule = np.array([1e-4, 0.0]), at_once(h, gamma)
        for _ in range(400):
            state = rule(state)
        yield float((np.linalg.norm(state) < 1e-4) != step.holds({"h": h, r"\gamma": gamma}))
    yield 1.0 - step.holds({"h": 1.0, r"\gamma": 0.3}) + step.holds({"h": -1.0, r"\gamma": 0.3})


@checks("eq-joint-optimum", tolerance=1e-9)
def joint_optimum():
    """Two losses added and minimised together have an optimum that depends on the weight."""
    printed = formula.read("eq-joint-optimum")
    for weight in (0.2, 1.0, 5.0):

        def slope(a):
            """The derivative of the article's sum in a fake's logit, by autograd."""
            fake = vector(a).requires_grad_()
            total = losses.discriminator_loss(vector(0.0), fake)
            total = total + weight * losses.generator_loss_non_saturating(fake)
            return torch.autograd.grad(total, fake)[0].item()

        best = optimize.brentq(slope, -10, 10, xtol=1e-13)
        yield printed.error({"D": 1 / (1 + math.exp(-best)), r"\lambda": weight})
