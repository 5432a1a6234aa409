"""Weights of random queries over 32 random keys of width 64, with the root and without it.

Eq. `eq-scaled-variance`.
"""

import matplotlib.pyplot as plt
import numpy as np

from genai_utils.plots import PALETTE

KEYS, WIDTH, QUERIES = 32, 64, 4000


def softmax(scores):
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def draw():
    random = np.random.default_rng(0)
    query, key = random.normal(size=(QUERIES, 1, WIDTH)), random.normal(size=(QUERIES, KEYS, WIDTH))
    scores = (query * key).sum(-1)
    fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.4), sharex="col", sharey="col")
    for (left, right), divisor, name in zip(axes, (8, 1), ("with", "without"), strict=True):
        weights = softmax(scores / divisor)
        for place, (row, mark) in enumerate(zip(np.sort(weights[:3])[:, ::-1], "os^", strict=True)):
            left.plot(range(1, KEYS + 1), row, mark + "-", ms=4, color=PALETTE[place])
        left.set(ylabel="weight", ylim=(-0.03, 1.03))
        left.set_title(f"{name} the root: three queries", loc="left", fontsize=10.5)
        right.hist(weights.max(1), np.linspace(0, 1, 26), color=PALETTE[3])
        right.set_title("4,000 queries", loc="left", fontsize=10.5)
        right.set(ylabel="queries")
    left.set(xlabel="keys, the largest weight first")
    right.set(xlabel="largest weight")
    return fig
