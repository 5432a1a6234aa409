"""The value, the losses and the distances of the GAN: book/4-mathematics/gan.md."""

import math

import numpy as np
import torch
from registry import checks
from routes import integral, vector
from scipy import integrate, optimize, stats

from genai_utils import losses

DOUBLE = torch.double


def pair(seed, size=6):
    """Two discrete distributions on one support."""
    random = np.random.default_rng(seed)
    return random.dirichlet(np.ones(size)), random.dirichlet(np.ones(size))


def jsd(p, q):
    """Jensen-Shannon divergence by entropies: H(m) - (H(p) + H(q)) / 2."""
    return stats.entropy((p + q) / 2) - (stats.entropy(p) + stats.entropy(q)) / 2


def value(d, p, q):
    return np.sum(p * np.log(d)) + np.sum(q * np.log(1 - d))


def best_value(p, q):
    """The maximum of the value over all discriminators, found by a numerical optimiser."""
    best = optimize.minimize(
        lambda a: np.sum(p * np.logaddexp(0, -a)) + np.sum(q * np.logaddexp(0, a)),
        np.zeros(len(p)),
        jac=lambda a: q * stats.logistic.cdf(a) - p * stats.logistic.sf(a),
        options={"gtol": 1e-13},
    )
    return -best.fun, best.x


@checks("eq-discriminator-loss", tolerance=1e-10)
def discriminator_loss():
    random = torch.Generator().manual_seed(0)
    real, fake = 3 * torch.randn(2, 50, dtype=DOUBLE, generator=random)
    d_real, d_fake = (stats.logistic.cdf(a.numpy()) for a in (real, fake))
    oracle = -np.mean(np.log(d_real)) - np.mean(np.log(1 - d_fake))
    yield abs(losses.discriminator_loss(real, fake).item() - oracle)
    yield abs(losses.discriminator_loss(real * 0, fake * 0).item() - math.log(4))
    extreme = losses.discriminator_loss(vector(-300.0), vector(300.0)).item()
    yield abs(extreme - 600) / 600


@checks("eq-optimal-discriminator", tolerance=1e-7)
def optimal_discriminator():
    for seed in range(5):
        p, q = pair(seed)
        _, logits = best_value(p, q)
        yield np.abs(1 / (1 + np.exp(-logits)) - p / (p + q)).max()


@checks("eq-optimal-logit", tolerance=1e-5)
def optimal_logit():
    for seed in range(5):
        p, q = pair(seed)
        _, logits = best_value(p, q)
        yield np.abs(logits - (np.log(p) - np.log(q))).max()


@checks("eq-gan-value-optimal", tolerance=1e-10)
def gan_value_optimal():
    for seed in range(8):
        p, q = pair(seed)
        yield abs(best_value(p, q)[0] - (-math.log(4) + 2 * jsd(p, q)))
    p, _ = pair(0)
    yield abs(best_value(p, p)[0] + math.log(4))


@checks("eq-jsd-bounds", tolerance=1e-12)
def jsd_bounds():
    for seed in range(40):
        p, q = pair(seed)
        yield max(0.0, -jsd(p, q), jsd(p, q) - math.log(2))
    half = np.array([0.5, 0.5, 0.0, 0.0])
    yield abs(jsd(half, half[::-1]) - math.log(2))
    yield abs(jsd(half, half))


@checks("eq-generator-saturating", tolerance=1e-10)
def generator_saturating():
    logits = torch.linspace(-6, 6, 41, dtype=DOUBLE)
    oracle = np.mean(stats.logistic.logsf(logits.numpy()))
    yield abs(losses.generator_loss_saturating(logits).item() - oracle)
    yield abs(losses.generator_loss_saturating(vector(0.0)).item() + math.log(2))


@checks("eq-generator-non-saturating", tolerance=1e-10)
def generator_non_saturating():
    logits = torch.linspace(-6, 6, 41, dtype=DOUBLE) + 0.3
    oracle = -np.mean(stats.logistic.logcdf(logits.numpy()))
    yield abs(losses.generator_loss_non_saturating(logits).item() - oracle)
    yield abs(losses.generator_loss_non_saturating(vector(0.0)).item() - math.log(2))


def slope(loss, a):
    logit = vector(a).requires_grad_()
    loss(logit).backward()
    return logit.grad.item()


@checks("eq-saturating-gradient", tolerance=1e-7)
def saturating_gradient():
    for d in (1e-3, 0.2, 0.5, 0.999):
        a, h = math.log(d / (1 - d)), 1e-5
        numeric = (stats.logistic.logsf(a + h) - stats.logistic.logsf(a - h)) / (2 * h)
        yield abs(numeric + d)
        yield abs(slope(losses.generator_loss_saturating, a) + d)


@checks("eq-non-saturating-gradient", tolerance=1e-7)
def non_saturating_gradient():
    for d in (1e-3, 0.2, 0.5, 0.999):
        a, h = math.log(d / (1 - d)), 1e-5
        numeric = -(stats.logistic.logcdf(a + h) - stats.logistic.logcdf(a - h)) / (2 * h)
        yield abs(numeric + (1 - d))
        yield abs(slope(losses.generator_loss_non_saturating, a) + (1 - d))


def gaussian_divergences(mu):
    """KL(q || p) and JSD for p = N(0, 1), q = N(mu, 1.2²), by quadrature."""
    q, p = stats.norm(mu, 1.2), stats.norm()

    def to_mixture(one):
        return integral(
            lambda x: one.pdf(x) * (one.logpdf(x) - np.log((p.pdf(x) + q.pdf(x)) / 2)), width=1.5
        )

    kl = integral(lambda x: q.pdf(x) * (q.logpdf(x) - p.logpdf(x)), width=1.5)
    return kl, (to_mixture(p) + to_mixture(q)) / 2


def generator_slope(loss, mu, h=1e-4):
    """d/dmu of E_q[loss(a*)] with the optimal logit a* of mu held fixed, by quadrature."""
    logit = lambda x: stats.norm.logpdf(x) - stats.norm.logpdf(x, mu, 1.2)

    def mean(at):
        return integral(lambda x: stats.norm.pdf(x, at, 1.2) * loss(logit(x)), width=1.5)

    return (mean(mu + h) - mean(mu - h)) / (2 * h)


def divergence_slope(combine, mu, h=1e-4):
    above, below = combine(*gaussian_divergences(mu + h)), combine(*gaussian_divergences(mu - h))
    return (above - below) / (2 * h)


@checks("eq-saturating-minimises", tolerance=1e-6)
def saturating_minimises():
    for mu in (0.5, 1.0, -2.0):
        left = generator_slope(stats.logistic.logsf, mu)
        yield abs(left - divergence_slope(lambda kl, js: 2 * js, mu))


@checks("eq-non-saturating-minimises", tolerance=1e-6)
def non_saturating_minimises():
    for mu in (0.5, 1.0, -2.0):
        left = generator_slope(lambda a: -stats.logistic.logcdf(a), mu)
        yield abs(left - divergence_slope(lambda kl, js: kl - 2 * js, mu))


@checks("eq-point-generator", tolerance=1e-10)
def point_generator():
    for seed in range(6):
        d = np.random.default_rng(seed).uniform(0.01, 0.99, 7)
        program = optimize.linprog(-np.log(d), A_eq=[np.ones(7)], b_eq=[1.0])
        yield abs(program.fun + math.log(d.max()))
        yield abs(program.x.max() - 1)


@checks("eq-disjoint", tolerance=1e-12)
def disjoint():
    for theta in (0.01, 1.0, -3.0):
        yield abs(jsd(np.array([1.0, 0.0]), np.array([0.0, 1.0])) - math.log(2))
        yield abs(stats.wasserstein_distance([0.0], [theta]) - abs(theta))


@checks("eq-wasserstein-dual", tolerance=1e-8)
def wasserstein_dual():
    # The supremum over critics as a linear program, on points of a plane; the transport too.
    for seed in range(4):
        random = np.random.default_rng(seed)
        points, size = random.normal(size=(7, 2)), 7
        counts = random.multinomial(60, np.ones(size) / size, size=2)
        p, q = counts / 60
        distance = np.linalg.norm(points[:, None] - points[None], axis=-1)
        rows, bounds = [], []
        for i in range(size):
            for j in range(size):
                rows.append(np.eye(size)[i] - np.eye(size)[j])
                bounds.append(distance[i, j])
        free = [(None, None)] * size
        dual = optimize.linprog(q - p, A_ub=rows, b_ub=bounds, bounds=free)
        marginals = [np.kron(np.eye(size), np.ones(size)), np.kron(np.ones(size), np.eye(size))]
        primal = optimize.linprog(
            distance.ravel(), A_eq=np.vstack(marginals), b_eq=np.concatenate([p, q])
        )
        yield abs(-dual.fun - primal.fun)
        # The library's loss of the best critic, on samples with these counts, is minus the cost
        # of the best transport.
        real, fake = (torch.tensor(np.repeat(dual.x, count)) for count in counts)
        yield abs(losses.critic_loss(real, fake).item() + primal.fun)


@checks("eq-wasserstein-line", tolerance=1e-9)
def wasserstein_line():
    for seed in range(4):
        random = np.random.default_rng(seed)
        x, y = random.normal(size=9), random.normal(1, 2, size=9)
        # Sorted samples are the best transport on a line; the right side by a fine sum.
        transport = np.mean(np.abs(np.sort(x) - np.sort(y)))
        ends = np.sort(np.concatenate([x, y]))
        middle = (ends[1:] + ends[:-1]) / 2
        gap = [abs(np.mean(x <= m) - np.mean(y <= m)) for m in middle]
        yield abs(np.sum(np.diff(ends) * gap) - transport)
    shift = integrate.quad(lambda x: stats.norm.cdf(x) - stats.norm.cdf(x, 1.5), -15, 15)[0]
    yield abs(shift - 1.5)  # a shifted distribution is carried by its shift


@checks("eq-gradient-penalty", tolerance=1e-6)
def gradient_penalty():
    random = torch.Generator().manual_seed(1)
    real, fake = torch.randn(2, 30, 3, dtype=DOUBLE, generator=random)
    mix = torch.rand(30, dtype=DOUBLE, generator=random)
    weight = vector(0.6, -1.1, 2.0)
    linear = losses.gradient_penalty(lambda x: x @ weight, real, fake, mix).item()
    yield abs(linear - (np.linalg.norm(weight.numpy()) - 1) ** 2)
    unit = losses.gradient_penalty(lambda x: x @ (weight / weight.norm()), real, fake, mix).item()
    yield abs(unit)
    # f = |x|² / 2 has the gradient x, so its slope is the length of the mixed point.
    points = mix[:, None].numpy() * real.numpy() + (1 - mix[:, None].numpy()) * fake.numpy()
    oracle = np.mean((np.linalg.norm(points, axis=1) - 1) ** 2)
    quadratic = losses.gradient_penalty(lambda x: x.pow(2).sum(1) / 2, real, fake, mix).item()
    yield abs(quadratic - oracle)


@checks("eq-spectral-bound", tolerance=1e-12)
def spectral_bound():
    for seed in range(4):
        random = np.random.default_rng(seed)
        first, second = random.normal(size=(8, 5)), random.normal(size=(1, 8))
        bound = np.linalg.svd(first)[1][0] * np.linalg.svd(second)[1][0]
        network = lambda x: second @ np.maximum(first @ x, 0)
        x, y = random.normal(size=(2, 5, 500))
        slopes = np.abs(network(x) - network(y)) / np.linalg.norm(x - y, axis=0)
        yield max(0.0, slopes.max() - bound)
        direction = np.linalg.svd(first)[2][0]  # a linear layer reaches its own bound
        yield abs(np.linalg.norm(first @ direction) - np.linalg.svd(first)[1][0])


def gan_f(u):
    return u * np.log(u) - (u + 1) * np.log(u + 1)


@checks("eq-f-bound", tolerance=1e-9)
def f_bound():
    # f = u log u (KL), with f*(t) = exp(t - 1), found here by a numerical supremum too.
    f = lambda u: u * np.log(u)
    for seed in range(5):
        p, q = pair(seed)
        divergence = np.sum(q * f(p / q))
        t = np.random.default_rng(seed).normal(size=6)
        conjugate = []
        for one in t:
            best = optimize.minimize_scalar(
                lambda u: f(u) - one * u,
                bounds=(1e-9, 60),
                method="bounded",
                options={"xatol": 1e-9},
            )
            conjugate.append(-best.fun)
        yield max(0.0, np.sum(p * t) - np.sum(q * conjugate) - divergence)
        best_t = np.log(p / q) + 1
        yield abs(np.sum(p * best_t) - np.sum(q * np.exp(best_t - 1)) - divergence)


@checks("eq-f-gan", tolerance=1e-12)
def f_gan():
    for seed in range(6):
        p, q = pair(seed)
        yield abs(np.sum(q * gan_f(p / q)) - (2 * jsd(p, q) - math.log(4)))
