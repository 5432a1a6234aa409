"""The game with two numbers, R1, and the article's sum: book/4-mathematics/gan.md."""

import math

import numpy as np
import torch
from registry import checks
from routes import vector
from scipy import optimize

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
    columns = [
        (game(h, 0, gamma) - game(-h, 0, gamma)) / (2 * h),
        (game(0, h, gamma) - game(0, -h, gamma)) / (2 * h),
    ]
    return np.array(columns).T


def same_spectrum(found, expected):
    """The distance between two pairs of complex numbers, in the better order."""
    a, b = np.asarray(found, dtype=complex), np.asarray(expected, dtype=complex)
    return min(np.abs(a - b).max(), np.abs(a - b[::-1]).max())


@checks("eq-dirac-field", tolerance=1e-12)
def dirac_field():
    for theta, psi in [(1.0, 0.5), (-2.0, 3.0), (0.1, -4.0)]:
        s = 1 / (1 + math.exp(-psi * theta))
        field = game(theta, psi)
        yield np.abs(field - [psi * s, -theta * s]).max()
        yield abs(field @ [theta, psi])  # at right angles to the position


@checks("eq-dirac-eigenvalues", tolerance=1e-8)
def dirac_eigenvalues():
    yield same_spectrum(np.linalg.eigvals(jacobian()), [0.5j, -0.5j])


@checks("eq-dirac-simultaneous", tolerance=1e-12)
def dirac_simultaneous():
    for theta, psi, h in [(1.0, 0.5, 0.1), (-2.0, 1.0, 1.0), (0.3, -0.3, 3.0)]:
        after = np.array([theta, psi]) + h * game(theta, psi)
        s = 1 / (1 + math.exp(-psi * theta))
        expected = (1 + h**2 * s**2) * (theta**2 + psi**2)
        yield abs(after @ after - expected) / expected


@checks("eq-dirac-alternating", tolerance=1e-6)
def dirac_alternating():
    def turn(state, h):
        psi = state[1] + h * game(*state)[1]
        theta = state[0] + h * game(state[0], psi)[0]
        return np.array([theta, psi])

    for h in (0.1, 1.0, 3.9):
        e = 1e-5
        columns = [(turn(e * v, h) - turn(-e * v, h)) / (2 * e) for v in np.eye(2)]
        yield np.abs(np.abs(np.linalg.eigvals(np.array(columns).T)) - 1).max()
    columns = [(turn(1e-5 * v, 4.5) - turn(-1e-5 * v, 4.5)) / 2e-5 for v in np.eye(2)]
    outside = np.abs(np.linalg.eigvals(np.array(columns).T)).max()
    yield max(0.0, 1.05 - outside)  # beyond h = 4 it runs away


@checks("eq-r1", tolerance=1e-10)
def r1():
    random = torch.Generator().manual_seed(2)
    real = torch.randn(20, 3, dtype=torch.double, generator=random)
    weight = vector(0.5, -2.0, 1.0)
    yield abs(losses.r1_penalty(lambda x: x @ weight, real).item() - 0.5 * (weight @ weight).item())
    quadratic = losses.r1_penalty(lambda x: x.pow(2).sum(1) / 2, real).item()
    yield abs(quadratic - 0.5 * np.mean(np.sum(real.numpy() ** 2, axis=1)))


@checks("eq-dirac-r1", tolerance=1e-6)
def dirac_r1():
    for gamma in (0.1, 0.5, 1.0, 2.0):
        root = np.sqrt(complex(gamma**2 - 1))
        expected = [(-gamma + root) / 2, (-gamma - root) / 2]
        # At gamma = 1 the eigenvalues meet, and a root of the rounding remains: the tolerance.
        yield same_spectrum(np.linalg.eigvals(jacobian(gamma)), expected)


@checks("eq-dirac-step", tolerance=1e-12)
def dirac_step():
    def distance(gamma, h, steps=400):
        state = np.array([1e-4, 0.0])
        for _ in range(steps):
            state = state + h * game(*state, gamma)
        return np.linalg.norm(state)

    for gamma in (0.1, 0.5):  # inside the bound it approaches, outside it leaves
        yield max(0.0, distance(gamma, 0.9 * 4 * gamma) - 1e-4)
        yield max(0.0, 1e-4 - distance(gamma, 1.1 * 4 * gamma))


@checks("eq-joint-optimum", tolerance=1e-9)
def joint_optimum():
    for weight in (0.2, 1.0, 5.0):

        def slope(a):
            """The derivative of the article's sum in a fake's logit, by autograd."""
            fake = vector(a).requires_grad_()
            total = losses.discriminator_loss(vector(0.0), fake)
            total = total + weight * losses.generator_loss_non_saturating(fake)
            return torch.autograd.grad(total, fake)[0].item()

        best = optimize.brentq(slope, -10, 10, xtol=1e-13)
        yield abs(1 / (1 + math.exp(-best)) - weight / (1 + weight))
