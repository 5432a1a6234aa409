"""Maps of the next token's distribution, and exposure: book/4-mathematics/transformer.md."""

import itertools

import formula
import numpy as np
import torch
from registry import checks
from routes import pair
from scipy import special, stats
from signs import Law

from genai_utils import models

RANDOM = np.random.default_rng(5)
LOGITS = [RANDOM.normal(size=6), np.array([0.0, 0, 1, 1, -2]), np.array([8.0, 1, 0])]


def code(change, logits):
    """The probabilities that one of the package's maps leaves."""
    return change(torch.tensor(logits)).softmax(-1).numpy()


@checks("eq-temperature", tolerance=1e-10)
def temperature():
    """A temperature takes a power of each probability."""
    printed = formula.read("eq-temperature")
    for logits, tau in itertools.product(LOGITS, (0.3, 1.0, 4.0)):
        found = code(lambda x, tau=tau: models.at_temperature(x, tau), logits)
        p = np.exp(logits) / np.exp(logits).sum()
        for i in range(1, len(p) + 1):
            given = {r"p_{\tau, i}": found[i - 1], "a": logits, r"\tau": tau, "p": p, "i": i}
            yield np.ptp(printed.values({**given, r"\sum_j": range(1, len(p) + 1)}))


def entropy(logits, tau):
    return stats.entropy(special.softmax(logits / tau))


@checks("eq-temperature-entropy", tolerance=1e-6)
def temperature_entropy():
    """The entropy never falls as the temperature rises."""
    printed = formula.read("eq-temperature-entropy")
    for logits, tau in itertools.product(LOGITS, (0.4, 1.0, 3.0)):
        step = 1e-5 * tau
        slope = (entropy(logits, tau + step) - entropy(logits, tau - step)) / (2 * step)
        p = special.softmax(logits / tau)
        given = {r"\frac{\d}{\d\tau} H(p_\tau)": slope, r"\tau": tau, "a": np.asmatrix(logits).T}
        given |= {r"p_\tau": np.asmatrix(p).T, r"\sim p_\tau": Law({"a": logits}, p)}
        given[r"\diag"] = lambda p: np.asmatrix(np.diag(np.ravel(p)))
        left, form, spread, zero = (np.asarray(side).item() for side in printed.values(given))
        yield abs(left - form)
        yield abs(form - spread)
        yield formula.COMPARE[printed.relations[-1]](spread, zero)
    # Two even tokens and a third that never comes: log 2; all even at last.
    yield abs(entropy(np.array([0.0, 0, -900]), 1.0) - np.log(2))
    yield abs(entropy(LOGITS[0], 1e9) - np.log(6))


def subsets(size):
    every = itertools.product((False, True), repeat=size)
    return [np.array(kept) for kept in every if any(kept)]


@checks("eq-truncation", tolerance=1e-10)
def truncation():
    """What is left of a distribution when some tokens are forbidden."""
    inside, outside = formula.read("eq-truncation"), formula.read("eq-truncation", 2)
    for logits in LOGITS:
        p = special.softmax(logits)
        order = sorted(range(len(p)), key=lambda place: (-p[place], place))
        for count in range(1, len(p) + 1):
            kept, mass = order[:count], p[order[:count]].sum()
            top = code(lambda x, count=count: models.top_k(x, count), logits)
            # A mass between those of one set and the next smaller one asks for this set.
            share = mass - p[kept[-1]] / 2
            core = code(lambda x, share=share: models.nucleus(x, share), logits)
            for found, i in itertools.product((top, core), range(len(p))):
                given = {"p_{A, i}": found[i], "p_i": p[i], "p(A)": mass}
                yield (inside if i in kept else outside).error(given)


@checks("eq-truncation-divergence", tolerance=1e-10)
def truncation_divergence():
    """How far a truncation goes: minus the logarithm of the mass that stays."""
    printed = formula.read("eq-truncation-divergence")
    p, other = pair(5, 5)
    for kept in subsets(5):
        cut = np.where(kept, p, 0) / p[kept].sum()
        found = stats.entropy(cut, p)
        yield printed.error({r"\KL(p_A \Vert p)": found, "p(A)": p[kept].sum()})
        # Nothing with its mass on these tokens is nearer, and the excess is a divergence.
        rival = np.where(kept, other, 0) / other[kept].sum()
        yield abs(stats.entropy(rival, p) - stats.entropy(rival, cut) - found)
        yield max(0, found - stats.entropy(rival, p))
    for logits, eta in itertools.product(LOGITS, (0.5, 0.9, 0.99)):
        core = code(lambda x, eta=eta: models.nucleus(x, eta), logits)
        yield max(0, stats.entropy(core, special.softmax(logits)) + np.log(eta))


@checks("eq-exposure-bound", tolerance=1e-12)
def exposure_bound():
    """A small divergence bounds how often anything may differ.

    All sets of four texts, for models near the data and far away; tight for near ones.
    """
    printed = formula.read("eq-exposure-bound")
    even = np.full(4, 0.25)
    for size in (1e-3, 0.1, 0.9):
        q = even + 0.25 * size * np.array([1, 1, -1, -1])
        divergence, worst = stats.entropy(even, q), 0.0
        for inside in subsets(4):
            sides = {r"p_{\text{data}}(A)": even[inside].sum(), r"p_\theta(A)": q[inside].sum()}
            given = {**sides, r"\KL(p_{\text{data}} \Vert p_\theta)": divergence}
            yield printed.error(given)
            worst = max(worst, printed.values(given)[0])
        if size < 0.01:  # a factor above the root's half would show
            yield max(0, printed.values(given)[1] / worst - 1.001)
