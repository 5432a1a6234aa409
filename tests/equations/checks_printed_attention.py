"""The printed formulas of the pages on attention and the transformer: cases added to its checks."""

import math

import formula
import numpy as np
import torch
from registry import further
from routes import pair
from scipy import stats
from signs import Law, Terms

from genai_utils import losses, metrics, models

RANDOM = np.random.default_rng(7)
QUERIES, KEYS, VALUES = RANDOM.normal(size=(3, 5, 4))
SCORES = QUERIES @ KEYS.T / 2


def weights(scores):
    """The softmax of one row of scores."""
    return np.exp(scores) / np.exp(scores).sum()


def as_heads(*arrays):
    return (torch.tensor(array)[None, None] for array in arrays)


@further("eq-attention")
def attention():
    one, softmax, together = (formula.read("eq-attention", place) for place in range(3))
    output = models.naive_attention(*as_heads(QUERIES, KEYS, VALUES))[0, 0].numpy()
    a = models.attention_weights(*as_heads(QUERIES, KEYS))[0, 0].numpy()
    names = {"Q": QUERIES, "K": KEYS, "V": VALUES, "A": a, "O": output}
    given = {name: np.asmatrix(value) for name, value in names.items()} | {"d_k": 4}
    for statement in (softmax, together):
        left, right = statement.values(given)
        yield np.abs(left - right).max()
    for t in range(1, 6):
        left, right = one.values({"n": 5, "t": t, "A": a, "v_u": Terms(VALUES), "o": output})
        yield np.abs(left - right).max()


@further("eq-softmax-shift")
def softmax_shift():
    printed = formula.read("eq-softmax-shift")
    for i in (1, 3, 5):
        given = {"s": SCORES[0], "c": 2.7, r"\sum_j": range(1, 6), "i": i}
        yield np.ptp(printed.values(given))


@further("eq-score-variance")
def score_variance():
    yield formula.read("eq-score-variance").error({r"\Var[q \cdot k]": spread(3), **SPREADS})


@further("eq-scaled-variance")
def scaled_variance():
    left = {r"\Var[ \frac{q \cdot k}{\sqrt{d_k}} ]": spread(3) / 3}
    yield formula.read("eq-scaled-variance").error({**left, **SPREADS})


SPREADS = {r"\sigma_q": 0.7, r"\sigma_k": 1.9, "d_k": 3}


def spread(size):
    """The variance of q·k over all signs of the components, each ± its standard deviation."""
    signs = np.array(np.meshgrid(*[[-1, 1]] * (2 * size))).reshape(2 * size, -1)
    return np.var(np.sum(0.7 * signs[:size] * 1.9 * signs[size:], axis=0))


@further("eq-softmax-jacobian")
def softmax_jacobian():
    scores = torch.tensor(SCORES[1])
    found = torch.autograd.functional.jacobian(lambda s: s.softmax(0), scores).numpy()
    p = np.asmatrix(weights(SCORES[1])).T
    given = {r"\frac{\partial p}{\partial s}": found, "p": p}
    left, right = formula.read("eq-softmax-jacobian").values(
        {**given, r"\diag": lambda p: np.asmatrix(np.diag(np.ravel(p)))}
    )
    yield np.abs(left - right).max()


@further("eq-softmax-gap")
def softmax_gap():
    printed = formula.read("eq-softmax-gap")
    for row in SCORES:
        ahead = np.sort(row)[-1] - np.sort(row)[-2]
        given = {r"p_{\max}": weights(row).max(), "n": 5, r"\delta": ahead}
        yield printed.error(given)
    # With four equal others the left side is the right one times the largest weight.
    p = weights(np.array([1.7, 0, 0, 0, 0])).max()
    left, right = printed.values({r"p_{\max}": p, "n": 5, r"\delta": 1.7})
    yield abs(left - right * p)


@further("eq-softmax-saturation")
def softmax_saturation():
    printed = formula.read("eq-softmax-saturation")
    name = r"\Bigl\lVert \frac{\partial p}{\partial s} \Bigr\rVert"
    for row in (*SCORES, np.array([0.3, 0.3])):
        p = weights(row)
        size = np.linalg.norm(np.diag(p) - np.outer(p, p), 2)
        yield printed.error({name: size, r"p_{\max}": p.max()})
    yield np.ptp(printed.values({name: size, r"p_{\max}": p.max()}))  # two equal keys: tight


@further("eq-token-log-likelihood")
def token_log_likelihood():
    text = np.array([2, 0, 3])
    logits = RANDOM.normal(size=(3, 4))
    total = losses.autoregressive_log_likelihood(
        torch.tensor(logits)[None], torch.tensor(text)[None]
    ).item()
    chosen = Terms(logits[np.arange(3), text])
    given = {"n": 3, "C": 4, "a": logits, "a_{t, x_t}": chosen, r"p_\theta(x)": math.exp(total)}
    yield formula.read("eq-token-log-likelihood").error(given)


@further("eq-cross-entropy")
def cross_entropy():
    data = r"p_{\text{data}}"
    p, q = pair(3)
    given = {rf"\sim {data}": Law({"x": q}, p), r"p_\theta": lambda x: x}
    given |= {rf"H({data})": stats.entropy(p), rf"\KL({data} \Vert p_\theta)": stats.entropy(p, q)}
    yield formula.read("eq-cross-entropy").error(given)


@further("eq-bits-per-character")
def bits_per_character():
    bits = metrics.bits_per_character(torch.tensor([-12.5]), torch.tensor([7]))
    given = {r"\text{bits per character}": float(bits), "n": 7, r"p_\theta(x)": math.exp(-12.5)}
    yield formula.read("eq-bits-per-character").error(given)


@further("eq-perplexity")
def perplexity():
    chances = [0.5, 0.02, 0.9, 0.3]
    code = float(metrics.perplexity(torch.tensor([np.log(chances).sum()]), torch.tensor([4])))
    given = {"n": 4, r"p_\theta": lambda p: p, "x_t": Terms(chances), r"\given": 1, "x_{<t}": 1}
    given[r"p_\theta(x)"] = np.prod(chances)
    left, right = formula.read("eq-perplexity").values(given)
    yield abs(left - right) / right
    yield abs(left - code) / right


@further("eq-sinusoidal-product")
def sinusoidal_product():
    width, t, u = 8, 3, 7
    frequencies = 10000.0 ** (-2 * np.arange(width // 2) / width)
    place = lambda t: np.concatenate([np.sin(frequencies * t), np.cos(frequencies * t)])
    given = {r"\rho_t": place(t), r"\rho_u": place(u), "t": t, "u": u}
    given |= {r"\sum_j": ..., r"\omega_j": frequencies}
    yield formula.read("eq-sinusoidal-product").error(given)


@further("eq-online-merge")
def online_merge():
    statements = [formula.read("eq-online-merge", place) for place in range(3)]
    first, second = slice(0, 2), slice(2, 5)
    for halves in ((first, second), (second, first)):  # the larger score on either side
        given = {}
        for name, part in zip(("", "_1", "_2"), (slice(0, 5), *halves), strict=True):
            score, value = SCORES[2][part], VALUES[part, 0]
            exponents = np.exp(score - score.max())
            given[f"m{name}"], given[rf"\ell{name}"] = score.max(), exponents.sum()
            given[f"y{name}"] = exponents @ value
        for statement in statements:
            yield statement.error(given)


@further("eq-online-softmax")
def online_softmax():
    output, limits = (formula.read("eq-online-softmax", place) for place in range(2))
    for score in (*SCORES, np.zeros(5), np.array([900.0, 0, 0, 0, 0])):
        exponents = np.exp(score - score.max())
        given = {"y": exponents @ VALUES[:, 0], r"\ell": exponents.sum(), "n": 5}
        yield output.error({**given, "o": weights(score - score.max()) @ VALUES[:, 0]})
        yield limits.error(given)
    least, found, _ = limits.values(given)
    yield abs(found - least)
    _, found, most = limits.values({r"\ell": 5.0, "n": 5})
    yield abs(found - most)


@further("eq-causal-mask")
def causal_mask():
    seen, hidden = formula.read("eq-causal-mask"), formula.read("eq-causal-mask", 2)
    past, future = formula.read("eq-causal-mask", 1), formula.read("eq-causal-mask", 3)
    a = models.attention_weights(*as_heads(QUERIES, KEYS), causal=True)
    a = a[0, 0].numpy()
    for t in range(1, 6):
        for u in range(1, 6):
            given = {"t": t, "u": u, "A_{tu}": a[t - 1, u - 1], "s": SCORES}
            assert past.holds(given) != future.holds(given)
            assert past.holds(given) == (u <= t)
            yield (seen if u <= t else hidden).error(given)
