"""Mask, cost, blocks and cache: book/4-mathematics/self-attention.md."""

import itertools
import math

import numpy as np
import torch
from checks_attention_layer import KINDS, triple
from registry import checks
from scipy import special
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

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
    for positions, kind in itertools.product(POSITIONS, KINDS):
        model, x = lively(positions, attention=kind), text()
        whole = model(x)
        for t in range(1, 9):
            yield (model(x[:, :t])[0, -1] - whole[0, t - 1]).abs().max()
    for u in range(8):  # and a changed token moves nothing before itself
        changed = x.clone()
        changed[0, u] = (x[0, u] + 1) % 7
        yield (model(changed) - whole)[0, :u].abs().sum()


@checks("eq-causal-gradient", tolerance=1e-12)
def causal_gradient():
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


def multiplications(function, *operations):
    """How many multiplications PyTorch's own counter finds, by operation; it counts two each."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        function()
    counts = counter.get_flop_counts()["Global"]
    return sum(n for op, n in counts.items() if not operations or str(op) in operations) / 2


@checks("eq-attention-work", tolerance=1e-12)
def attention_work():
    for n, heads, d in [(1, 1, 4), (8, 2, 12), (30, 4, 16), (64, 8, 16)]:
        model = models.Transformer(5, d, heads, 1, n, models.naive_attention)
        x = torch.randn(1, n, d)
        found = multiplications(lambda x=x, m=model: m.blocks[0].attention(x, 0, None, 0))
        yield abs(found / (4 * n * d**2 + 2 * n**2 * d) - 1)


@checks("eq-layer-work", tolerance=1e-12)
def layer_work():
    for n, d, k in [(5, 4, 3), (16, 8, 5)]:
        cell = torch.nn.RNNCell(d, d, bias=False)

        def recurrent(n=n, d=d, cell=cell):
            state = torch.zeros(1, d)
            for x in torch.randn(n, 1, d):
                state = torch.tanh(x @ cell.weight_ih.T + state @ cell.weight_hh.T)

        yield abs(multiplications(recurrent) / (2 * n * d**2) - 1)
        conv, x = torch.nn.Conv1d(d, d, k, bias=False), torch.randn(1, d, n + k - 1)
        yield abs(multiplications(lambda conv=conv, x=x: conv(x)) / (k * n * d**2) - 1)


def layers_needed(reach):
    """The fewest layers after which the last position has heard of the first; by search."""
    heard = {len(reach) - 1}
    for layer in itertools.count(1):
        heard |= {u for t in heard for u in reach(t, layer)}
        if 0 in heard:
            return layer


class Reach:
    """Which positions one layer looks at, from its definition."""

    def __init__(self, n, look):
        self.n, self.look = n, look

    def __len__(self):
        return self.n

    def __call__(self, t, layer):
        return [u for u in self.look(t, layer) if 0 <= u < self.n]


@checks("eq-path-length", tolerance=1e-12)
def path_length():
    for n in (2, 5, 27, 28, 100):
        yield abs(layers_needed(Reach(n, lambda t, layer: range(t + 1))) - 1)
        yield abs(layers_needed(Reach(n, lambda t, layer: [t - 1])) - (n - 1))
        for k in (2, 3, 5):
            near = Reach(n, lambda t, layer, k=k: range(t - k + 1, t + 1))
            yield abs(layers_needed(near) - math.ceil((n - 1) / (k - 1)))
            # Dilations 1, k, k², ...; in the search the last layer is met first, which is the same.
            far = Reach(n, lambda t, layer, k=k: [t - i * k ** (layer - 1) for i in range(k)])
            yield abs(layers_needed(far) - math.ceil(round(math.log(n, k), 9)))


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
    random = np.random.default_rng(0)
    for scale, cut in itertools.product((1.0, 50.0), (1, 3, 6)):
        scores, values = scale * random.normal(size=7), random.normal(size=(7, 2))
        for order in (np.arange(7), np.argsort(scores), np.argsort(-scores)):
            s, v = scores[order], values[order]
            merged = merge(parts(s[:cut], v[:cut]), parts(s[cut:], v[cut:]))
            for found, whole in zip(merged, parts(s, v), strict=True):
                yield np.abs(found - whole).max()


@checks("eq-online-softmax", tolerance=1e-12)
def online_softmax():
    for seed, (block, scale) in enumerate(itertools.product((1, 2, 3, 9, 64), (1.0, 30.0))):
        q, k, v = triple(seed, 9, 9, scale=scale)
        for order in (slice(None), (q[0] @ k.T).argsort()):  # rising scores: every maximum is new
            scores = (q @ k[order].T).numpy() / 2
            expected = special.softmax(scores, axis=1) @ v.numpy()
            found = models.blockwise_attention(q, k[order], v, block=block).numpy()
            yield np.abs(found - expected).max() / scale
            sums = np.exp(scores - scores.max(1, keepdims=True)).sum(1)
            yield max(0.0, 1 - sums.min(), sums.max() - 9)


class Largest(TorchDispatchMode):
    """The number of entries of the largest array that any operation makes."""

    entries = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        out = function(*args, **(kwargs or {}))
        if isinstance(out, torch.Tensor):
            self.entries = max(self.entries, out.numel())
        return out


@checks("eq-attention-memory", tolerance=1e-12)
def attention_memory():
    for n, heads, d_k, block in [(64, 2, 8, 16), (100, 1, 8, 4), (128, 4, 16, 32)]:
        q, k, v = torch.randn(3, heads, n, d_k)
        for causal in (False, True):
            with Largest() as seen:
                models.naive_attention(q, k, v, causal)
            yield abs(seen.entries / (heads * n**2) - 1)
            with Largest() as seen:
                models.blockwise_attention(q, k, v, causal, block)
            yield abs(seen.entries / (heads * n * max(block, d_k)) - 1)


@checks("eq-cache-step", tolerance=1e-12)
def cache_step():
    for positions, kind in itertools.product(POSITIONS, KINDS):
        model, x = lively(positions, attention=kind), text()
        whole = model(x)
        for sizes in ([1] * 8, [3, 1, 4], [8]):
            cache, start = models.KeyValueCache(), 0
            for size in sizes:
                logits = model(x[:, start : start + size], cache)
                yield (logits - whole[:, start : start + size]).abs().max()
                start += size


@checks("eq-cache-work", tolerance=1e-12)
def cache_work():
    for n, heads, d in [(4, 1, 8), (9, 2, 8), (17, 4, 16)]:
        model = models.Transformer(5, d, heads, 1, n + 1, models.naive_attention)
        prompt = torch.zeros(1, 1, dtype=torch.long)

        def write(cached, model=model, prompt=prompt, n=n):
            models.generate(model, prompt, n, greedy=True, cached=cached)

        with_cache = multiplications(lambda: write(True), "aten.bmm")
        without = multiplications(lambda: write(False), "aten.bmm")
        yield abs(with_cache / (n * (n + 1) * d) - 1)
        yield abs(without / (n * (n + 1) * (2 * n + 1) * d / 3) - 1)


@checks("eq-cache-bytes", tolerance=1e-12)
def cache_bytes():
    cases = itertools.product((1, 3), (1, 5), (1, 2), ((torch.float, 4), (torch.double, 8)))
    for layers, n, texts, (dtype, size) in cases:
        model = models.Transformer(5, 12, 3, layers, 8).to(dtype)
        cache = models.KeyValueCache()
        model(torch.zeros(texts, n, dtype=torch.long), cache)
        yield abs(cache.bytes() / (2 * layers * n * 12 * size * texts) - 1)
