"""The layer, its scale, its gradients and its heads: book/4-mathematics/self-attention.md."""

import itertools
import math

import numpy as np
import torch
from registry import checks
from routes import slopes
from scipy import special

from genai_utils import models

KINDS = (models.naive_attention, models.fused_attention, models.blockwise_attention)


def triple(seed, queries=5, keys=5, d_k=4, d_v=3, scale=1.0):
    random = torch.Generator().manual_seed(seed)
    sizes = ((queries, d_k), (keys, d_k), (keys, d_v))
    return [scale * torch.randn(s, generator=random, dtype=torch.double) for s in sizes]


def one_row(q, keys, values):
    """Softmax and mean of one query in NumPy: weights, output."""
    p = special.softmax([q @ k / math.sqrt(len(q)) for k in keys])
    return p, sum(weight * value for weight, value in zip(p, values, strict=True))


@checks("eq-attention", tolerance=1e-12)
def attention():
    """Attention: each position takes a mean of the values, by softmax of scaled scores."""
    for seed, (queries, keys) in enumerate([(1, 1), (5, 5), (3, 7), (6, 2)]):
        q, k, v = triple(seed, queries, keys, scale=2.0)
        rows = [one_row(row, k.numpy(), v.numpy()) for row in q.numpy()]
        weights = models.attention_weights(q, k).numpy()
        yield np.abs(weights - np.array([p for p, _ in rows])).max()
        for kind in KINDS:
            yield np.abs(kind(q, k, v).numpy() - np.array([out for _, out in rows])).max()


@checks("eq-softmax-shift", tolerance=1e-12)
def softmax_shift():
    """A constant added to all scores changes no softmax."""
    q, k, v = triple(0)
    common = torch.tensor([3.0, -1.0, 2.0, 5.0], dtype=torch.double)
    for kind, size in itertools.product(KINDS, (1.0, 300.0)):  # what all keys share is invisible
        shift = size * common  # the larger one shifts scores by far more than an exponential bears
        yield (kind(q, k + shift, v) - kind(q, k, v)).abs().max() / size
    scores = np.random.default_rng(0).normal(size=6)
    for shift in (-700.0, 2.0, 700.0):
        plain = np.exp(scores) / np.exp(scores).sum()
        yield np.abs(torch.from_numpy(scores + shift).softmax(0).numpy() - plain).max()


def signs(d_k):
    """All vectors of d_k entries that are 1 or -1: independent, mean 0, variance 1, exactly."""
    return np.array(list(itertools.product((-1.0, 1.0), repeat=d_k)))


@checks("eq-score-variance", tolerance=1e-12)
def score_variance():
    """A score of random vectors has a variance that grows with their length."""
    for d_k, (s_q, s_k) in itertools.product((1, 3, 6), ((1.0, 1.0), (0.5, 3.0))):
        scores = (s_q * signs(d_k)) @ (s_k * signs(d_k)).T
        yield abs(scores.var() / (d_k * s_q**2 * s_k**2) - 1)


@checks("eq-scaled-variance", tolerance=1e-9)
def scaled_variance():
    """Divided by the root of the length, a score's variance doesn't grow."""
    # The library's scores, up to a constant a row, are the logarithms of its weights.
    for d_k, (s_q, s_k) in itertools.product((1, 3, 6), ((1.0, 1.0), (0.5, 2.0))):
        q, k = (torch.from_numpy(s * signs(d_k)) for s in (s_q, s_k))
        scores = models.attention_weights(q, k).log()
        scores = scores - scores.mean(1, keepdim=True)  # all keys together have mean score 0
        yield abs(scores.var(correction=0).item() / (s_q * s_k) ** 2 - 1)


def jacobian(function, x, h=1e-5):
    """Central differences, one column an argument."""
    return np.array(slopes(lambda *at: function(np.array(at)), x, h)).T


def softmax(scores):
    """The library's: the weights of one query, of one number, for keys that are the scores."""
    query, keys = torch.ones(1, 1, dtype=torch.double), torch.from_numpy(scores)[:, None]
    return models.attention_weights(query, keys)[0].numpy()


def score_lists():
    random = np.random.default_rng(0)
    return [scale * random.normal(size=n) for n, scale in [(2, 1.0), (5, 1.0), (5, 4.0), (9, 2.0)]]


@checks("eq-softmax-jacobian", tolerance=1e-9)
def softmax_jacobian():
    """The softmax's derivatives."""
    for s in score_lists():
        p = special.softmax(s)
        yield np.abs(jacobian(softmax, s) - np.diag(p) + np.outer(p, p)).max()


@checks("eq-softmax-covariance", tolerance=1e-8)
def softmax_covariance():
    """The softmax's Jacobian is a covariance."""
    random = np.random.default_rng(1)
    for s in score_lists():
        f, g = random.normal(size=(2, len(s)))
        found = f @ jacobian(softmax, s) @ g
        yield abs(found - np.cov(f, g, aweights=special.softmax(s), ddof=0)[0, 1])


@checks("eq-softmax-saturation", tolerance=1e-9)
def softmax_saturation():
    """A softmax that is sure has hardly any slope."""

    def bound(top):
        return 2 * top * (1 - top)

    most = 1 / 2
    for s in [*score_lists(), np.zeros(2), np.array([9.0, 0.0, 0.0])]:
        norm = np.linalg.norm(jacobian(softmax, s), 2)
        top = special.softmax(s).max()
        yield max(0.0, norm - bound(top), bound(top) - most)
    for p in (0.5, 0.7, 0.99):  # equality for two
        matrix = jacobian(softmax, np.array([special.logit(p), 0.0]))
        yield abs(np.linalg.norm(matrix, 2) - bound(p))
    yield abs(np.linalg.norm(jacobian(softmax, np.zeros(2)), 2) - most)


@checks("eq-softmax-gap", tolerance=1e-12)
def softmax_gap():
    """How sure a softmax is when the largest score leads by delta."""

    def bound(s):
        first, second = np.sort(s)[::-1][:2]
        return (len(s) - 1) * math.exp(second - first)

    for s in score_lists():
        yield max(0.0, np.sort(softmax(s))[:-1].sum() - bound(s))
    for n in (2, 4, 9):  # no smaller factor would do: equal scores far behind the first
        s = np.array([40.0] + [0.0] * (n - 1))
        yield abs(softmax(s)[1:].sum() / bound(s) - 1)


@checks("eq-attention-gradient-query", tolerance=1e-8)
def gradient_query():
    """The output's slope in a query is a covariance of values and keys."""
    for seed in range(4):
        q, k, v = (x.numpy() for x in triple(seed, queries=1))
        p, _ = one_row(q[0], k, v)
        # The joint covariance of values and keys under the weights.
        both = np.cov(np.hstack([v, k]).T, aweights=p, ddof=0)[: v.shape[1], v.shape[1] :]

        def output(x, k=k, v=v):
            tensors = (torch.from_numpy(a) for a in (x[None], k, v))
            return models.naive_attention(*tensors)[0].numpy()

        yield np.abs(jacobian(output, q[0]) - both / math.sqrt(k.shape[1])).max()


@checks("eq-attention-gradient-key", tolerance=1e-8)
def gradient_key():
    """The slopes of a loss in values and keys."""
    for seed in range(4):
        q, k, v = (x.numpy() for x in triple(seed, queries=1))
        g = np.random.default_rng(seed).normal(size=v.shape[1])
        p, o = one_row(q[0], k, v)

        def loss(flat, q=q, k=k, v=v, g=g):
            keys, values = np.split(flat, [k.size])
            return np.array([g @ one_row(q[0], keys.reshape(k.shape), values.reshape(v.shape))[1]])

        slopes = jacobian(loss, np.concatenate([k.ravel(), v.ravel()]))[0]
        keys, values = np.split(slopes, [k.size])
        found = p[:, None] / math.sqrt(k.shape[1]) * ((v - o) @ g)[:, None] * q
        yield np.abs(keys.reshape(k.shape) - found).max()
        yield np.abs(values.reshape(v.shape) - p[:, None] * g).max()
        for kind in KINDS:  # and the library's three ways, by PyTorch's own differentiation
            inputs = [torch.from_numpy(x).requires_grad_() for x in (q, k, v)]
            out = (kind(*inputs)[0] * torch.from_numpy(g)).sum()
            _, by_key, by_value = torch.autograd.grad(out, inputs)
            yield np.abs(by_key.numpy() - found).max()
            yield np.abs(by_value.numpy() - p[:, None] * g).max()


def layer(heads, width=12):
    """The library's self-attention and its matrices in NumPy, head by head."""
    torch.manual_seed(heads)
    model = models.Transformer(5, width=width, heads=heads, layers=1).double()
    module = model.blocks[0].attention
    weights = torch.randn(4 * width, width, dtype=torch.double)
    with torch.no_grad():
        module.project.weight.copy_(weights[: 3 * width])
        module.output.weight.copy_(weights[3 * width :])
    d_k = width // heads
    q, k, v, out = (part.T.reshape(width, width) for part in weights.numpy().reshape(4, width, -1))
    parts = [slice(i * d_k, (i + 1) * d_k) for i in range(heads)]
    return module, [(q[:, i], k[:, i], v[:, i], out[i]) for i in parts]


def causal_rows(scores):
    """Softmax of each row over the keys up to its own."""
    rows = np.zeros_like(scores)
    for t in range(len(scores)):
        rows[t, : t + 1] = special.softmax(scores[t, : t + 1])
    return rows


@checks("eq-multi-head", tolerance=1e-10)
def multi_head():
    """Heads side by side, then one matrix: the same as a sum over the heads."""
    x = np.random.default_rng(0).normal(size=(6, 12))
    for heads in (1, 2, 3, 6):
        module, blocks = layer(heads)
        total = 0.0
        for w_q, w_k, w_v, w_o in blocks:
            scores = (x @ w_q) @ (x @ w_k).T / math.sqrt(12 // heads)
            total = total + causal_rows(scores) @ x @ (w_v @ w_o)
        found = module(torch.from_numpy(x)[None], 0, None, 0)[0].detach().numpy()
        yield np.abs(found - total).max()


@checks("eq-head-rank", tolerance=1e-9)
def head_rank():
    """A head compares by a matrix whose rank is at most its width."""
    x = np.random.default_rng(0).normal(size=(16, 12)) / 4
    for heads in (1, 2, 3, 6):
        module, blocks = layer(heads)
        d_k, seen = 12 // heads, []
        module.attention = lambda q, k, v, causal, seen=seen: seen.append((q[0], k[0])) or v
        module(torch.from_numpy(x)[None], 0, None, 0)
        for i, (w_q, w_k, _, _) in enumerate(blocks):
            bilinear = x @ (w_q @ w_k.T) @ x.T / math.sqrt(d_k)
            weights = models.attention_weights(*(part[i].detach() for part in seen[0]))
            yield np.abs(weights.numpy() - special.softmax(bilinear, axis=1)).max()
            # The library's scores, of which the weights' logarithms know all but a shift a row:
            # their rank is d_k, no more and, for matrices drawn at random, no less.
            scores = weights.log().numpy() @ (np.eye(16) - 1 / 16)
            singular = np.linalg.svd(scores, compute_uv=False)
            yield (singular / singular[0])[d_k:].max(initial=0.0)
            yield float(singular[d_k - 1] / singular[0] < 1e-4)
