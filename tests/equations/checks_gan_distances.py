"""Distances and critics: the section on supports of book/4-mathematics/gan.md."""

import itertools

import formula
import numpy as np
import torch
from registry import checks
from routes import jsd, over
from scipy import optimize, stats
from signs import Law

from genai_utils import losses

DOUBLE = torch.double


@checks("eq-disjoint", tolerance=1e-12)
def disjoint():
    """Between two points the JSD is log 2 at any distance, and W1 is the distance."""
    divergence, condition, distance = (formula.read("eq-disjoint", place) for place in range(3))
    for theta in (0.01, 1.0, -3.0, 0.0):
        places = np.unique([0.0, theta])
        p, q = (places == 0.0) * 1.0, (places == theta) * 1.0
        if condition.holds({r"\theta": theta}):
            yield divergence.error({r"\JSD(\delta_0, \delta_\theta)": jsd(p, q)})
        else:  # the two are one
            yield abs(jsd(p, q))
        carried = stats.wasserstein_distance([0.0], [theta])
        yield distance.error({r"W_1(\delta_0, \delta_\theta)": carried, r"\theta": theta})


def transport(p, q, distance):
    """The best 1-Lipschitz function and the cost of the best plan, by two linear programs."""
    size = len(p)
    rows = [np.eye(size)[i] - np.eye(size)[j] for i in range(size) for j in range(size)]
    free = [(None, None)] * size
    dual = optimize.linprog(q - p, A_ub=rows, b_ub=distance.ravel(), bounds=free)
    marginals = [np.kron(np.eye(size), np.ones(size)), np.kron(np.ones(size), np.eye(size))]
    sides = np.concatenate([p, q])
    return dual.x, optimize.linprog(distance.ravel(), A_eq=np.vstack(marginals), b_eq=sides).fun


def function(values, distance):
    """A function on the points, and its steepest slope, without the last digits of the program."""
    rises = np.abs(values[:, None] - values[None]) / (distance + np.eye(len(values)))
    return {"f": lambda x: values[x], r"\lVert f \rVert_{\text{Lip}}": rises.max().round(9)}


@checks("eq-wasserstein-dual", tolerance=1e-8)
def wasserstein_dual():
    """W1 is the most that a critic of slope at most 1 can tell two distributions apart."""
    printed = formula.read("eq-wasserstein-dual")
    for seed in range(4):
        random = np.random.default_rng(seed)
        points = random.normal(size=(7, 2))
        counts = random.multinomial(60, np.ones(7) / 7, size=2)
        p, q = counts / 60
        distance = np.linalg.norm(points[:, None] - points[None], axis=-1)
        f, cost = transport(p, q, distance)
        given = {"W_1(p, q)": cost, r"\sim p": over(p), r"\sim q": over(q)}
        yield printed.error({**given, **function(f, distance)})
        for direction in random.normal(size=(20, 2)):  # any other function stays below
            other = points @ direction / np.linalg.norm(direction)
            left, right = printed.values({**given, **function(other, distance)})
            yield max(0.0, right - left)
        left, right = printed.values({**given, **function(1.5 * f, distance)})
        yield max(0.0, right - left)  # too steep a function must not be allowed
        # The library's loss of the best critic, on samples with these counts, is minus the cost.
        real, fake = (torch.tensor(np.repeat(f, count)) for count in counts)
        yield abs(losses.critic_loss(real, fake).item() + cost)


@checks("eq-wasserstein-parts", tolerance=1e-7)
def wasserstein_parts():
    """The critic's difference, integrated by parts."""
    # On a bounded piece of the line, so that the bracket isn't 0.
    printed = formula.read("eq-wasserstein-parts")
    for end, mean, kink in [(1.0, 0.7, 0.3), (2.0, -1.2, -0.5)]:
        p, q = stats.norm(), stats.norm(mean, 1.3)
        x = np.linspace(-end, end, 400_001)
        x = (x[1:] + x[:-1]) / 2  # midpoints
        left = np.sum(np.abs(x - kink) * (p.pdf(x) - q.pdf(x))) * 2 * end / len(x)
        given = {r"\int f \d(F_p - F_q)": left, "F_p": p.cdf, "F_q": q.cdf, "x": x}
        slope = {"f": lambda x, k=kink: abs(x - k), "f'": lambda x, k=kink: np.sign(x - k)}
        yield printed.error(
            {**given, **slope, r"\int": np.full_like(x, 2 * end / len(x)), r"\infty": end}
        )


@checks("eq-wasserstein-line", tolerance=1e-9)
def wasserstein_line():
    """On the line W1 is the area between the two distribution functions."""
    printed = formula.read("eq-wasserstein-line")
    samples = [np.random.default_rng(seed).normal(size=(2, 9)) * [[1], [2]] for seed in range(4)]
    for x, y in [*samples, (np.array([0.0, 3.0]), np.array([1.0, 2.0]))]:
        # Sorted samples are the best transport on a line; the right side by a fine sum.
        ends = np.sort(np.concatenate([x, y]))
        middle = (ends[1:] + ends[:-1]) / 2
        distribution = lambda sample: (sample[:, None] <= middle).mean(axis=0)
        given = {"F_p(x)": distribution(x), "F_q(x)": distribution(y), r"\int": np.diff(ends)}
        yield printed.error({**given, "W_1(p, q)": np.mean(np.abs(np.sort(x) - np.sort(y)))})
    yield abs(printed.values({**given, "W_1(p, q)": 1.0})[1] - 1)  # the page's example by hand


def three_batches(count, seed):
    """Data, fakes and mixes, and the law under which a formula averages over them."""
    random = torch.Generator().manual_seed(seed)
    real, fake = torch.randn(2, count, 3, dtype=DOUBLE, generator=random)
    mix = torch.rand(count, dtype=DOUBLE, generator=random)
    values = {"x": real.numpy(), "y": fake.numpy(), "u": mix[:, None].numpy()}
    return real, fake, mix, {r"\sim x, y, u": Law(values, np.full(count, 1 / count))}


@checks("eq-gradient-penalty", tolerance=1e-6)
def gradient_penalty():
    """The penalty on a critic's slope, on segments between real data and samples."""
    printed = formula.read("eq-gradient-penalty")
    weight = np.array([0.6, -1.1, 2.0])
    for seed in range(3):
        real, fake, mix, law = three_batches(30, seed)
        # Linear, linear of slope 1, and |x|² / 2, whose gradient is x.
        for critic, slope in [
            (lambda x: x @ torch.tensor(weight), lambda x: weight + 0 * x),
            (lambda x: x[:, 1], lambda x: np.array([0.0, 1.0, 0.0]) + 0 * x),
            (lambda x: x.pow(2).sum(1) / 2, lambda x: x),
        ]:
            penalty = losses.gradient_penalty(critic, real, fake, mix).item()
            yield printed.error({"P(f)": penalty, r"\nabla f": slope, **law})


def kinked(scale):
    return lambda x: scale * (x[:, 0] - 1.5).abs()


@checks("eq-critic-loss-penalty", tolerance=1e-6)
def critic_loss_penalty():
    """The critic's whole loss: minus its difference, plus the penalty with its weight."""
    printed = formula.read("eq-critic-loss-penalty")
    for seed, weight in itertools.product(range(2), (0.0, 1.0, 10.0)):
        real, fake, mix, _ = three_batches(20, seed)
        points = (mix[:, None] * real + (1 - mix[:, None]) * fake).numpy()
        penalty = np.mean((np.linalg.norm(points, axis=1) - 1) ** 2)
        critic = lambda x: x.pow(2).sum(1) / 2
        yield printed.error(
            {
                "L_f": losses.penalised_critic_loss(critic, real, fake, mix, weight).item(),
                r"\E_{y \sim q}[f(y)]": np.mean(np.sum(fake.numpy() ** 2, axis=1)) / 2,
                r"\E_{x \sim p}[f(x)]": np.mean(np.sum(real.numpy() ** 2, axis=1)) / 2,
                r"\lambda": weight,
                "P(f)": penalty,
            }
        )
    # The page's example: |x - 1.5| is optimal and pays nothing, and 1.05 times it has the least
    # loss, -1.025.
    real, fake = torch.tensor([[0.0], [0], [3], [3]]).double(), torch.tensor([[1.0], [2], [1], [2]])
    mix = torch.tensor([0.3, 0.6, 0.1, 0.8]).double()
    loss = lambda s: losses.penalised_critic_loss(kinked(s), real, fake.double(), mix, 10).item()
    yield abs(loss(1.0) + 1)
    least = optimize.minimize_scalar(loss, bounds=(0.5, 2), method="bounded")
    yield abs(least.x - 1.05)
    yield abs(least.fun + 1.025)


def steepest_found(network, random):
    x, y = random.normal(size=(2, 5, 500))
    return (np.abs(network(x) - network(y)) / np.linalg.norm(x - y, axis=0)).max()


@checks("eq-spectral-bound", tolerance=1e-12)
def spectral_bound():
    """A network is at most as steep as the product of its layers' largest singular values."""
    printed = formula.read("eq-spectral-bound")
    for seed in range(4):
        random = np.random.default_rng(seed)
        first, second = random.uniform(size=(8, 5)), random.normal(size=(1, 8))
        left, _, right = np.linalg.svd(first)
        # With positive weights the steepest direction is positive, and ReLU lets it pass: equality.
        for last, tight in ((second, False), (np.abs(left[:, :1].T), True)):
            network = lambda x: last @ np.maximum(first @ x, 0)
            slope = steepest_found(network, random)
            if tight:
                slope = max(slope, network(np.abs(right[0])).item())
            stretches = [np.sqrt(np.linalg.eigvalsh(w @ w.T)[-1]) for w in (first, last)]
            given = {"s_1": lambda layer, s=stretches: s[layer - 1], "W": [1, 2]}
            given |= {r"\prod_l": [1, 2], r"\lVert f \rVert_{\text{Lip}}": slope}
            yield printed.error(given)
            if tight:
                yield abs(np.subtract(*printed.values(given)))
