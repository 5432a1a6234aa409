"""What attention costs, and its neighbours: book/4-mathematics/transformer.md."""

import itertools
import math

import torch
from registry import checks
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import FlopCounterMode

from genai_utils import models


def multiplications(function, *operations):
    """How many multiplications PyTorch's own counter finds, by operation; it counts two each."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        function()
    counts = counter.get_flop_counts()["Global"]
    return sum(n for op, n in counts.items() if not operations or str(op) in operations) / 2


@checks("eq-attention-work", tolerance=1e-12)
def attention_work():
    """Multiplications of an attention layer."""
    for n, heads, d in [(1, 1, 4), (8, 2, 12), (30, 4, 16), (64, 8, 16)]:
        model = models.Transformer(5, d, heads, 1, n, models.naive_attention)
        x = torch.randn(1, n, d)
        found = multiplications(lambda x=x, m=model: m.blocks[0].attention(x, 0, None, 0))
        yield abs(found / (4 * n * d**2 + 2 * n**2 * d) - 1)


@checks("eq-layer-work", tolerance=1e-12)
def layer_work():
    """Multiplications of a recurrent layer and of a convolution."""
    for n, d, k in [(5, 4, 3), (16, 8, 5)]:
        recurrent, x = torch.nn.RNN(d, d, bias=False), torch.randn(n, 1, d)
        yield abs(multiplications(lambda layer=recurrent, x=x: layer(x)) / (2 * n * d**2) - 1)
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
    """Steps between two positions, by kind of layer."""
    for n in (2, 5, 27, 28, 100):
        yield abs(layers_needed(Reach(n, lambda t, layer: range(t + 1))) - 1)
        yield abs(layers_needed(Reach(n, lambda t, layer: [t - 1])) - (n - 1))
        for k in (2, 3, 5):
            near = Reach(n, lambda t, layer, k=k: range(t - k + 1, t + 1))
            yield abs(layers_needed(near) - math.ceil((n - 1) / (k - 1)))
            # Dilations 1, k, k², ...; in the search the last layer is met first, which is the same.
            far = Reach(n, lambda t, layer, k=k: [t - i * k ** (layer - 1) for i in range(k)])
            yield abs(layers_needed(far) - math.ceil(round(math.log(n, k), 9)))


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
    """Numbers that attention holds at a time, at once and in blocks."""
    for n, heads, d_k, block in [(64, 2, 8, 16), (100, 1, 8, 4), (128, 4, 16, 32)]:
        q, k, v = torch.randn(3, heads, n, d_k)
        for causal in (False, True):
            with Largest() as seen:
                models.naive_attention(q, k, v, causal)
            yield abs(seen.entries / (heads * n**2) - 1)
            with Largest() as seen:
                models.blockwise_attention(q, k, v, causal, block)
            yield abs(seen.entries / (heads * n * max(block, d_k)) - 1)


@checks("eq-cache-work", tolerance=1e-12)
def cache_work():
    """Multiplications of writing n tokens, with a cache and without."""
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
    """Bytes of a cache of keys and values."""
    cases = itertools.product((1, 3), (1, 5), (1, 2), ((torch.float, 4), (torch.double, 8)))
    for layers, n, texts, (dtype, size) in cases:
        model = models.Transformer(5, 12, 3, layers, 8).to(dtype)
        cache = models.KeyValueCache()
        model(torch.zeros(texts, n, dtype=torch.long), cache)
        yield abs(cache.bytes() / (2 * layers * n * 12 * size * texts) - 1)
