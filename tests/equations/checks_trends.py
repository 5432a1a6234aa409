"""Heun's rule, and the bound of a model that uncovers tokens: book/8-outlook/trends.md."""

import itertools
import math

import formula
import numpy as np
import torch
from registry import checks
from scipy import integrate

from genai_utils import models


def exact(slope, grows, x, t, h):
    """Where v = slope x + grows t leads, by the terms of the Taylor series up to h squared."""
    first = slope * x + grows * t
    return x + h * first + h**2 / 2 * (slope * first + grows)


@checks("eq-flow-heun", tolerance=1e-12)
def flow_heun():
    """Heun's rule agrees with the exact way up to the square of the step."""
    printed = formula.read("eq-flow-heun")
    for slope, grows, x, t, h in [(1, 0, 1, 0, 1), (-2, 0, 3, 0.25, 0.5), (0.7, 1.5, -1, 0.4, 0.2)]:
        first = slope * x + grows * t
        second = slope * (x + h * first) + grows * (t + h)
        yield printed.error(
            {
                r"x_{\tau + h}": exact(slope, grows, x, t, h),
                r"x_\tau": x,
                r"\tau": t,
                "h": h,
                r"v(x_\tau, \tau)": first,
                r"v(x_\tau + h v(x_\tau, \tau), \tau + h)": second,
            }
        )
    for steps in (1, 3):  # and the code, step by step
        x = 2.0
        for step in range(steps):
            x = exact(0.7, 1.5, x, step / steps, 1 / steps)
        start = torch.full((1, 1), 2.0, dtype=torch.double)
        moved = models.transport_heun(lambda x, t: 0.7 * x + 1.5 * t[:, None], start, steps)
        yield abs(moved.item() - x)


def conditional(joint, x, i, seen):
    """The true probability of token i of x, given the tokens at the places `seen`."""
    fits = [y for y in joint if all(y[j] == x[j] for j in seen)]
    return sum(joint[y] for y in fits if y[i] == x[i]) / sum(joint[y] for y in fits)


def covered_price(price, tokens):
    """The right side: all sets of covered places, each with its probability over u."""

    def integrand(u):
        total = 0.0
        for size in range(1, tokens + 1):
            for covered in itertools.combinations(range(tokens), size):
                whole = sum(price(i, covered) for i in covered)
                total += u ** (size - 1) * (1 - u) ** (tokens - size) * whole
        return total

    return integrate.quad(integrand, 0, 1)[0]


def prices_of_orders(price, tokens):
    """-log of the probability that each order gives, by the chain rule."""
    orders = itertools.permutations(range(tokens))
    return [sum(price(i, order[place:]) for place, i in enumerate(order)) for order in orders]


@checks("eq-masked-bound", tolerance=1e-9)
def masked_bound():
    """Covered tokens cost -log p(x) by true conditionals, and more than that by any others."""
    # Spelled out: the printed mean is over sets of places, which the reader doesn't know.
    random = np.random.default_rng(3)
    for tokens, letters in [(2, 2), (3, 2), (3, 3)]:
        every = list(itertools.product(range(letters), repeat=tokens))
        joint = dict(zip(every, random.dirichlet(np.ones(len(every))), strict=True))
        for x in every[:3]:

            def true_price(i, covered, x=x, joint=joint, tokens=tokens):
                seen = [j for j in range(tokens) if j not in covered]
                return -math.log(conditional(joint, x, i, seen))

            yield abs(covered_price(true_price, tokens) + math.log(joint[x]))
    for tokens in (2, 3, 4):  # answers that no one distribution has
        table = random.uniform(0.1, 3, (tokens, 2**tokens))
        other_price = lambda i, covered, table=table: table[i, sum(2**j for j in covered)]
        right, orders = covered_price(other_price, tokens), prices_of_orders(other_price, tokens)
        left = -math.log(np.mean(np.exp(np.negative(orders))))
        yield abs(right - np.mean(orders))
        yield max(0.0, left - right)
        assert right - left > 0.01, "the bound should be strict here"
