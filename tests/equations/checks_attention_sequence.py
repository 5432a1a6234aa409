"""Mask, blocks and cache: book/4-mathematics/self-attention.md and transformer.md."""

import itertools
import math

import numpy as np
import torch
from checks_attention_layer import KINDS, triple
from registry import checks
from scipy import special

from genai_utils import models

POSITIONS = ("learned", "rotary")


def lively(positions="learned", layers=2, attention=models.naive_attention, context=9):
    """A transformer whose weights are large enough for every dependence to show."""
    torch.manual_seed(0)
    model = models.Transformer(7, 12, 2, layers, context, attention, positions).double()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.4 * torch.randn_like(parameter))
    return model.requires_grad_(False)


def text(length=8):
    return torch.randint(7, (1, length), generator=torch.Generator().manual_seed(1))


@checks("eq-causal-mask", tolerance=1e-12)
def causal_mask():
    """Causal attention gives no weight to later positions."""
    for seed, (queries, keys) in enumerate([(1, 1), (6, 6), (2, 6), (1, 5)]):
        q, k, v = triple(seed, queries, keys)
        scores = (q @ k.T).numpy() / math.sqrt(q.shape[1])
        expected = np.zeros((queries, keys))
        for t in range(queries):
            seen = keys - queries + t + 1  # the queries are the last positions
            exponentials = np.exp(scores[t, :seen])
            expected[t, :seen] = exponentials / exponentials.sum()
        yield np.abs(models.attention_weights(q, k, causal=True).numpy() - expected).max()
        for kind in KINDS:
            yield np.abs(kind(q, k, v, True).numpy() - expected @ v.numpy()).max()


@checks("eq-causal-prefix", tolerance=1e-12)
def causal_prefix():
    """An output of causal attention depends on the text up to its position alone."""
    for positions, kind in itertools.product(POSITIONS, KINDS):
        model, x = lively(positions, attention=kind), text()
        whole = model(x)
        for t in range(1, 9):
            yield (model(x[:, :t])[0, -1] - whole[0, t - 1]).abs().max()
        for u in range(8):  # and a changed token moves nothing before itself
            changed = x.clone()
            changed[0, u] = (x[0, u] + 1) % 7
            moved = (model(changed) - whole)[0].abs().amax(-1)
            yield moved[:u].sum()
            yield float((moved[u:] < 1e-9).any())  # and all that comes after


@checks("eq-causal-gradient", tolerance=1e-12)
def causal_gradient():
    """No gradient of an output reaches a later token."""
    for positions, kind in itertools.product(POSITIONS, KINDS):
        model, x = lively(positions, attention=kind), text()
        embedded = model.embedding(x).detach().requires_grad_()
        handle = model.embedding.register_forward_hook(lambda *_, e=embedded: e)
        logits = model(x)
        handle.remove()
        for t in range(8):
            (slope,) = torch.autograd.grad(logits[0, t].sum(), embedded, retain_graph=True)
            sizes = slope[0].abs().amax(-1)
            yield sizes[t + 1 :].sum()
            yield float((sizes[: t + 1] < 1e-9).any())  # what it may see, it does see
        # The layer alone, where no sum carries a position's own token past a blind mask.
        layer, vectors = model.blocks[0].attention, model.embedding(x).requires_grad_()
        out = layer(vectors, 0, None, 0)
        for t in range(8):
            (slope,) = torch.autograd.grad(out[0, t].sum(), vectors, retain_graph=True)
            sizes = slope[0].abs().amax(-1)
            yield sizes[t + 1 :].sum()
            yield float((sizes[: t + 1] < 1e-9).any())


def parts(scores, values):
    """Maximum, sum and unfinished output of one set of keys, from their definitions."""
    m = scores.max()
    return m, np.exp(scores - m).sum(), np.exp(scores - m) @ values


def merge(one, two):
    m = max(one[0], two[0])
    a, b = math.exp(one[0] - m), math.exp(two[0] - m)
    return m, a * one[1] + b * two[1], a * one[2] + b * two[2]


@checks("eq-online-merge", tolerance=1e-12)
def online_merge():
    """Two blocks' sums are merged after bringing them to one maximum."""
    random = np.random.default_rng(0)
    for scale, cut in itertools.product((1.0, 50.0), (1, 3, 6)):
        scores, values = scale * random.normal(size=7), random.normal(size=(7, 2))
        for order in (np.arange(7), np.argsort(scores), np.argsort(-scores)):
            s, v = scores[order], values[order]
            merged = merge(parts(s[:cut], v[:cut]), parts(s[cut:], v[cut:]))
            for found, whole in zip(merged, parts(s, v), strict=True):
                yield np.abs(found - whole).max()
            # The library merges block by block; with one query of one number the scores are s.
            q, k, values_of = (torch.from_numpy(a) for a in (np.ones((1, 1)), s[:, None], v))
            found = models.blockwise_attention(q, k, values_of, block=cut)[0].numpy()
            yield np.abs(found - merged[2] / merged[1]).max()


def bounds(n):
    """Between which the sum of n exponentials lies, relative to the largest score."""
    return 1, n


def violation(scores):
    low, high = bounds(len(scores))
    total = parts(scores, np.zeros(len(scores)))[1]
    return max(0.0, low - total, total - high)


@checks("eq-online-softmax", tolerance=1e-12)
def online_softmax():
    """Attention in blocks gives what attention at once gives."""
    for seed, (block, scale) in enumerate(itertools.product((1, 2, 3, 9, 64), (1.0, 30.0))):
        q, k, v = triple(seed, 9, 9, scale=scale)
        for order in (slice(None), (q[0] @ k.T).argsort()):  # rising scores: every maximum is new
            scores = (q @ k[order].T).numpy() / 2
            expected = special.softmax(scores, axis=1) @ v.numpy()
            found = models.blockwise_attention(q, k[order], v, block=block).numpy()
            yield np.abs(found - expected).max() / scale
            yield max(0.0, *(violation(row) for row in scores))
    # Both bounds are reached: by one score far ahead, and by equal ones.
    low, high = bounds(9)
    yield abs(parts(np.array([900.0] + [0.0] * 8), np.zeros(9))[1] - low)
    yield abs(parts(np.full(9, 900.0), np.zeros(9))[1] - high)


@checks("eq-cache-step", tolerance=1e-12)
def cache_step():
    """A step with stored keys and values equals the last row of the whole."""
    for positions, kind in itertools.product(POSITIONS, KINDS):
        model, x = lively(positions, attention=kind), text()
        whole = model(x)
        for sizes in ([1] * 8, [3, 1, 4], [8]):
            cache, start = models.KeyValueCache(), 0
            for size in sizes:
                logits = model(x[:, start : start + size], cache)
                yield (logits - whole[:, start : start + size]).abs().max()
                start += size
