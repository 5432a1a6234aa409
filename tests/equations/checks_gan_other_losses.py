"""What other losses minimise, least squares and hinge among them: book/4-mathematics/gan.md."""

import formula
import numpy as np
import torch
from registry import checks
from routes import jsd, pair
from scipy import integrate, optimize, stats
from signs import Law

from genai_utils import losses

COUNTS = np.array([[6, 1, 4, 2, 3, 8], [2, 5, 4, 9, 3, 1]])  # of data and of samples, at six places


def logits(u):
    return torch.log(u)


def best_answer(u):
    return u / (1 + u)


# The library's losses of one fake, by what the best discriminator says at the ratio u = p/q.
GENERATORS = {
    "saturating": (losses.generator_loss_saturating, logits),
    "non-saturating": (losses.generator_loss_non_saturating, logits),
    "least squares": (losses.least_squares_generator_loss, best_answer),
    "minus the logit": (losses.hinge_generator_loss, logits),
}


def slope(name, ratios):
    """The loss of one fake and its derivative in the ratio, at each ratio, by autograd."""
    loss, answer = GENERATORS[name]
    values = []
    for ratio in np.atleast_1d(ratios):
        u = torch.tensor([ratio], dtype=torch.double, requires_grad=True)
        found = loss(answer(u))
        values.append((found.item(), torch.autograd.grad(found, u)[0].item()))
    return np.array(values).T


@checks("eq-generator-divergence", tolerance=1e-6)
def generator_divergence():
    printed = formula.read("eq-generator-divergence")
    nodes, weights = np.polynomial.legendre.leggauss(24)

    def divergence(name, p, q):
        """D_h, where the page's h'' is integrated twice from 1."""
        total = 0.0
        for u, share in zip(p / q, q, strict=True):
            s = 1 + (nodes + 1) / 2 * (u - 1)
            bend = printed.values({"h''(u)": 0.0, "g'(u)": slope(name, s)[1], "u": s})[1]
            total += share * np.sum(weights * (u - s) * bend) * (u - 1) / 2
        return total

    for name in GENERATORS:
        for seed in range(2):
            p, q = (0.5 * one + 0.1 for one in pair(seed, 5))  # no ratio far from 1
            move = np.random.default_rng(seed).normal(size=5)
            move = 1e-4 * (move - move.mean())
            held = move @ slope(name, p / q)[0] / 1e-4
            change = divergence(name, p, q + move) - divergence(name, p, q - move)
            yield abs(held - change / 2e-4)


@checks("eq-non-saturating-divergence", tolerance=1e-8)
def non_saturating_divergence():
    whole, charge = (formula.read("eq-non-saturating-divergence", place) for place in range(2))
    h = lambda u: charge.values({"h(u)": 0.0, "u": u})[1]
    for seed in range(4):
        p, q = pair(seed)
        yield whole.error(
            {
                r"\KL(q \Vert p)": stats.entropy(q, p),
                r"\JSD(p, q)": jsd(p, q),
                r"\sim q": Law({}, q),
                "p": p,
                "q": q,
                "h": h,
            }
        )
    for u in (0.1, 0.6, 1.0, 2.5, 20.0):  # by its second derivative, from 1
        bend = lambda s, end=u: (end - s) / (s**2 * (s + 1))
        twice = integrate.quad(bend, 1, u, epsabs=1e-12)[0]
        yield charge.error({"h(u)": twice, "u": u})


def places(counts):
    return torch.tensor(np.repeat(np.arange(len(counts)), counts))


def batches():
    """Scores of data and samples as the laws of a formula, whose D(x) and a(x) are x."""
    random = torch.Generator().manual_seed(5)
    scores = [2 * torch.randn(n, dtype=torch.double, generator=random) for n in (40, 25)]
    laws = [Law({"x": a.numpy()}, np.full(len(a), 1 / len(a))) for a in scores]
    return *scores, {r"\sim p": laws[0], r"\sim q": laws[1], "D": lambda x: x, "a": lambda x: x}


def both_losses(label, critique, reply):
    first, second = (formula.read(label, place) for place in range(2))
    real, fake, given = batches()
    for shift in (0.0, 1.3):
        given = {**given, "D": lambda x, s=shift: x + s, "a": lambda x, s=shift: x + s}
        yield first.error({"L_D": critique(real + shift, fake + shift).item(), **given})
        yield second.error({"L_G": reply(fake + shift).item(), **given})


@checks("eq-least-squares-losses", tolerance=1e-10)
def least_squares_losses():
    yield from both_losses(
        "eq-least-squares-losses",
        losses.least_squares_discriminator_loss,
        losses.least_squares_generator_loss,
    )


@checks("eq-hinge-losses", tolerance=1e-10)
def hinge_losses():
    yield from both_losses(
        "eq-hinge-losses", losses.hinge_discriminator_loss, losses.hinge_generator_loss
    )


def shares(counts=COUNTS):
    p, q = counts / counts.sum(axis=1, keepdims=True)
    return {"p(x)": p, "q(x)": q, r"\int": np.ones(len(p))}


@checks("eq-least-squares-optimum", tolerance=1e-8)
def least_squares_optimum():
    printed = formula.read("eq-least-squares-optimum")
    for counts in (COUNTS, COUNTS[:, :3], COUNTS[:, [2, 2]]):
        real, fake = (places(row) for row in counts)

        def loss(scores, real=real, fake=fake):
            scores = torch.tensor(scores)
            return losses.least_squares_discriminator_loss(scores[real], scores[fake]).item()

        best = optimize.minimize(loss, np.full(counts.shape[1], 0.3), options={"gtol": 1e-7})
        yield printed.error({r"\min_D L_D": best.fun, **shares(counts)})
        given = shares(counts)
        found = np.abs(best.x - given["p(x)"] / (given["p(x)"] + given["q(x)"])).max()
        yield max(0.0, found - 1e-5)  # the search knows the place less well than the value


@checks("eq-hinge-optimum", tolerance=1e-8)
def hinge_optimum():
    printed = formula.read("eq-hinge-optimum")
    for counts in (COUNTS, COUNTS[:, :3], COUNTS[:, [0, 3]]):
        given, size = shares(counts), counts.shape[1]
        # Scores, and what each datum and each sample pays: the least mean payment.
        cost = np.concatenate([np.zeros(size), given["p(x)"], given["q(x)"]])
        one, none = np.eye(size), np.zeros((size, size))
        rows = np.block([[-one, -one, none], [one, none, -one]])
        bounds = [(None, None)] * size + [(0, None)] * 2 * size
        best = optimize.linprog(cost, A_ub=rows, b_ub=-np.ones(2 * size), bounds=bounds)
        yield printed.error({r"\min_a L_D": best.fun, **given})
        scores = torch.tensor(best.x[:size])
        real, fake = (scores[places(row)] for row in counts)
        yield abs(losses.hinge_discriminator_loss(real, fake).item() - best.fun)
