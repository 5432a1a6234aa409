"""What a training costs: book/8-outlook/compute.md."""

import itertools

import formula
import numpy as np
import torch
from registry import checks
from scipy import optimize
from torch import nn
from torch.nn import functional as F
from torch.utils.flop_counter import FlopCounterMode

from genai_utils import costs, models


def profiled(run):
    """Operations as PyTorch's profiler counts them, from the shapes that its kernels see."""
    with FlopCounterMode(display=False) as counter:
        run()
    return counter.get_total_flops()


def spelled(count):
    """Operations of a product whose indices run through `count`, one by one."""
    operations = 0
    for _ in itertools.product(*map(range, count)):
        operations += 2  # a multiplication, and an addition to what was found so far
    return operations


@checks("eq-linear-flops", tolerance=1e-12)
def linear_flops():
    """Operations of a linear layer: two for each row, input and output."""
    printed = formula.read("eq-linear-flops")
    for n, inputs, outputs in [(1, 1, 1), (10, 3, 4), (6, 5, 2)]:
        given = {"n": n, r"d_{\text{in}}": inputs, r"d_{\text{out}}": outputs}
        for found in (
            spelled((n, inputs, outputs)),
            profiled(lambda n=n, i=inputs, o=outputs: torch.ones(n, i) @ torch.ones(i, o)),
            costs.linear(n, inputs, outputs),
        ):
            yield printed.error({**given, r"F_{\text{linear}}": found}) / found


@checks("eq-convolution-flops", tolerance=1e-12)
def convolution_flops():
    """Operations of a convolution: those of a linear layer whose rows are patches."""
    printed = formula.read("eq-convolution-flops")
    for pictures, side, k, inputs, outputs in [(1, 3, 1, 1, 1), (2, 7, 3, 2, 5), (3, 6, 2, 4, 3)]:
        x, kernel = torch.ones(pictures, inputs, side, side), torch.ones(outputs, inputs, k, k)
        places = pictures * (side - k + 1) ** 2
        given = {"p": places, "k": k, r"c_{\text{in}}": inputs, r"c_{\text{out}}": outputs}
        for found in (
            profiled(lambda x=x, kernel=kernel: F.conv2d(x, kernel)),
            costs.convolution(places, k * k, inputs, outputs),
        ):
            yield printed.error({**given, r"F_{\text{convolution}}": found}) / found


@checks("eq-attention-flops", tolerance=1e-12)
def attention_flops():
    """Operations of attention: scores and means, each a product for every head."""
    printed = formula.read("eq-attention-flops")
    for h, n, m, width in [(1, 3, 5, 2), (4, 7, 7, 3), (2, 1, 9, 4)]:
        query, key = torch.ones(1, h, n, width), torch.ones(1, h, m, width)
        given = {"h": h, "n": n, "m": m, "d_k": width}
        for found in (
            2 * spelled((h, n, m, width)),
            profiled(lambda q=query, k=key: models.naive_attention(q, k, k)),
            costs.attention(1, h, n, m, width),
        ):
            yield printed.error({**given, r"F_{\text{attention}}": found}) / found


@checks("eq-backward-flops", tolerance=1e-12)
def backward_flops():
    """The way back takes twice the operations, where both gradients are asked for."""
    way_back, step = (formula.read("eq-backward-flops", place) for place in (0, 1))
    cases = [
        (nn.Linear(3, 4), torch.ones(5, 3)),
        (nn.Conv2d(2, 3, 3, padding=1), torch.ones(2, 2, 6, 5)),
        (nn.ConvTranspose2d(2, 3, 4, 2), torch.ones(2, 2, 3, 3)),
    ]
    for layer, x in cases:
        x.requires_grad_()
        forward = profiled(lambda layer=layer, x=x: layer(x))
        whole = profiled(lambda layer=layer, x=x: layer(x).sum().backward())
        given = {r"F_{\text{forward}}": forward}
        yield way_back.error({**given, r"F_{\text{backward}}": whole - forward}) / whole
        yield step.error({**given, r"F_{\text{step}}": whole}) / whole
        yield abs(sum(costs.counted(layer, lambda layer=layer, x=x: layer(x))) / whole - 1)


@checks("eq-transformer-flops", tolerance=1e-12)
def transformer_flops():
    """Operations of a transformer's training, from its sizes and the tokens that it reads."""
    printed = formula.read("eq-transformer-flops")
    for vocabulary, width, layers, n, batch in [(5, 4, 1, 3, 2), (11, 12, 3, 7, 1)]:
        model = models.Transformer(vocabulary, width, 2, layers, n, models.naive_attention)
        tokens = torch.zeros(batch, n, dtype=torch.long)
        found = profiled(lambda m=model, t=tokens: m(t).sum().backward())
        given = {"F": found, "T": batch * n, r"\ell": layers, "d": width, "V": vocabulary, "n": n}
        yield printed.error(given) / found


@checks("eq-checkpoint-flops", tolerance=1e-12)
def checkpoint_flops():
    """What computing again costs: a part of the way forward more."""
    printed = formula.read("eq-checkpoint-flops")
    for layers, width, n in [(2, 8, 5), (5, 12, 9)]:
        model = models.Transformer(7, width, 2, layers, n, models.naive_attention)
        tokens = torch.zeros(3, n, dtype=torch.long)
        forward = profiled(lambda m=model, t=tokens: m(t))
        whole = profiled(lambda m=model, t=tokens: m(t).sum().backward())
        # The head, and the last map of each block, whose result nobody kept.
        once = 2 * 3 * n * (width * 7 + layers * 4 * width**2)
        costs.checkpoint_blocks(model)
        again = profiled(lambda m=model, t=tokens: m(t).sum().backward())
        left = {r"\frac{F_{\text{checkpoints}}}{F_{\text{step}}}": again / whole}
        yield printed.error({**left, "s": once / forward})


LAWS = [(1.2, 3e3, 0.4, 5e4, 0.3), (0.0, 800.0, 0.7, 2e3, 0.45)]


@checks("eq-scaling-law", tolerance=1e-9)
def scaling_law():
    """The loss falls to a floor by a power of the weights and by one of the tokens."""
    printed = formula.read("eq-scaling-law")
    for (floor, a, alpha, b, beta), N, T in itertools.product(LAWS, (1e3, 2e5), (1e4, 3e6)):
        # With 2^(1/alpha) times the weights the second term is half as large, by definition.
        few = np.exp2(-alpha * np.log2(N / a))
        short = np.exp2(-beta * np.log2(T / b))
        given = {r"L_\infty": floor, "A": a, r"\alpha": alpha, "B": b, r"\beta": beta}
        yield printed.error({**given, "L(N, T)": floor + few + short, "N": N, "T": T})
        yield abs(costs.Law(floor, a, alpha, b, beta).loss(N, T) - (floor + few + short))


@checks("eq-best-split", tolerance=1e-5)
def best_split():
    """How many weights have the lowest loss when 6 N T operations are given."""
    printed = formula.read("eq-best-split")
    for (floor, a, alpha, b, beta), operations in itertools.product(LAWS, (1e9, 4e13)):

        def loss(log_n, floor=floor, a=a, alpha=alpha, b=b, beta=beta, F=operations):
            n = np.exp(log_n)
            return floor + (a / n) ** alpha + (b * 6 * n / F) ** beta

        best = optimize.minimize_scalar(
            loss, bounds=(0, 40), method="bounded", options={"xatol": 1e-12}
        )
        N = np.exp(best.x)
        given = {"A": a, r"\alpha": alpha, "B": b, r"\beta": beta, "F": operations}
        left, right = printed.values({**given, "N": N})
        yield abs(np.log(left / right)) / 10
        weights, tokens = costs.Law(floor, a, alpha, b, beta).best_split(operations)
        yield abs(np.log(weights / N)) / 10
        yield abs(6 * weights * tokens / operations - 1)


def ring(K, M):
    """Numbers that each process sends, by walking the ring: pieces that still have to move."""
    sent = np.zeros(K)
    for owner in range(K):  # the piece whose sum ends at its owner, and then goes to all others
        path = [(owner + 1 + step) % K for step in range(K - 1)]
        path += [(owner + step) % K for step in range(K - 1)]
        for process in path:
            sent[process] += M / K
    assert np.ptp(sent) < 1e-9
    return sent[0]


@checks("eq-ring-numbers", tolerance=1e-12)
def ring_numbers():
    """Numbers that a process sends so that all have the mean: less than twice their number."""
    printed = formula.read("eq-ring-numbers")
    for K, M in [(1, 6), (2, 8), (3, 12), (8, 64)]:
        gradients = list(torch.arange(float(K * M)).view(K, M))
        means, sent = costs.ring_mean(gradients)
        for found in (ring(K, M), sent):
            yield printed.error({"m": found, "K": K, "M": M})
        plain = sum(g.double() for g in gradients) / K
        yield max((mean - plain).abs().max().item() for mean in means)


@checks("eq-ring-seconds", tolerance=1e-12)
def ring_seconds():
    """Seconds of a ring: in each round a message that begins, and a piece that is carried."""
    printed = formula.read("eq-ring-seconds")
    for K, b, a, w in [(2, 1e9, 0.0, 1e9), (3, 7.0, 0.5, 2.0), (8, 100.0, 0.01, 3.0)]:
        clock = 0.0
        for _ in range(K - 1):  # sums
            clock += a + b / K / w
        for _ in range(K - 1):  # and means
            clock += a + b / K / w
        given = {"K": K, "b": b, "a": a, "w": w, r"t_{\text{ring}}": clock}
        yield printed.error(given) / clock
        yield abs(costs.ring_seconds(K, b, a, w) / clock - 1)


@checks("eq-speed-up", tolerance=1e-12)
def speed_up():
    """How many times faster several processes are, if nothing overlaps."""
    printed = formula.read("eq-speed-up")
    for K, t, b, a, w in [
        (2, 2.0, 1e9, 0.0, 1e9),
        (4, 1.0, 8.0, 0.01, 64.0),
        (1, 3.0, 5.0, 1.0, 1.0),
    ]:
        exchange = costs.ring_seconds(K, b, a, w)
        given = {"K": K, "t_1": t, r"t_{\text{ring}}": exchange}
        found = 1 / (1 / K + exchange / t)
        yield printed.error({**given, "S(K)": found})
        yield abs(costs.speed_up(K, t, b, a, w) - found)
