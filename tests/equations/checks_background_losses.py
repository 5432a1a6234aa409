"""One loss for each kind of data: book/1-background/index.md."""

import itertools
import math

import formula
import gauss
import numpy as np
import torch
from registry import checks
from routes import integral
from scipy import special, stats

from genai_utils import losses


def as_row(values):
    return torch.tensor(values, dtype=torch.double)


@checks("eq-nll-normal", tolerance=1e-10)
def nll_normal():
    """What real numbers cost under normal distributions: squared errors, and a price of width."""
    printed = formula.read("eq-nll-normal")
    random = np.random.default_rng(0)
    for size in (1, 2, 5):
        x, mean = random.normal(size=(2, size))
        spread = random.uniform(0.2, 3, size)
        # The density itself, from a quadratic that is normalised by quadrature.
        kernel = lambda z: math.exp(-z * z / 2)
        density = [
            kernel((a - m) / s) / (s * integral(kernel))
            for a, m, s in zip(x, mean, spread, strict=True)
        ]
        paid = -np.log(density).sum()
        given = {"D": size, "x": x, "m": mean, r"\sigma": spread}
        yield printed.error({"p(x)": math.exp(-paid), **given})
        log_var = 2 * as_row(spread).log()
        yield abs(paid + losses.normal_log_density(as_row(x), as_row(mean), log_var).item())


@checks("eq-nll-bernoulli", tolerance=1e-12)
def nll_bernoulli():
    """What a yes or a no costs when the network puts out a logit."""
    printed = formula.read("eq-nll-bernoulli")
    logits = np.array([-3.0, 0.4, 2.5])
    chances = special.expit(logits)
    for x in itertools.product((0, 1), repeat=3):
        paid = -stats.bernoulli.logpmf(x, chances).sum()
        yield printed.error({"p(x)": math.exp(-paid), "D": 3, "x": np.array(x), "a": logits})
        function = losses.bernoulli_log_likelihood(as_row(logits), as_row(x))
        yield abs(paid + function.item())


@checks("eq-nll-categorical", tolerance=1e-12)
def nll_categorical():
    """What one of C symbols costs when the network puts out a logit for each."""
    printed = formula.read("eq-nll-categorical")
    random = np.random.default_rng(1)
    for size in (2, 3, 6):
        logits = 2 * random.normal(size=size)
        shares = np.exp(logits) / np.exp(logits).sum()
        for symbol in range(size):
            once = np.eye(size, dtype=int)[symbol]
            paid = -stats.multinomial.logpmf(once, 1, shares)
            yield printed.error({"p(x)": math.exp(-paid), "C": size, "a": logits, "x": symbol + 1})
            seen = as_row(logits)[None, None], torch.tensor([[symbol]])
            yield abs(paid + losses.autoregressive_log_likelihood(*seen).item())


@checks("eq-nll-cell", tolerance=1e-9)
def nll_cell():
    """What a whole number costs when a normal density is cut into cells."""
    printed = formula.read("eq-nll-cell")
    for mean, spread in ((0.7, 0.6), (3.2, 1.0), (-1.0, 2.5)):
        nodes, weights = np.polynomial.legendre.leggauss(80)
        for count in range(4):
            share = weights @ gauss.pdf(count + (nodes + 1) / 2, mean, spread) / 2
            given = {"k": count, "m": mean, r"\sigma": spread, r"\Phi": stats.norm.cdf}
            yield printed.error({"P(k)": share, **given})
