"""The block, its weights and its work: book/4-mathematics/transformer.md."""

import itertools
import math

import formula
import numpy as np
import torch
from checks_attention_cost import multiplications
from registry import checks
from scipy import special, stats

from genai_utils import models

RANDOM = np.random.default_rng(11)


def filled(sizes):
    """A transformer whose every weight is random, gains and biases too; in double precision."""
    torch.manual_seed(3)
    model = models.Transformer(attention=models.naive_attention, **sizes).double().eval()
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.5)
    return model


MODEL = filled({"vocabulary": 7, "width": 6, "heads": 2, "layers": 2, "context": 9})


def numbers(weights):
    return weights.detach().numpy()


def layer_norm(rows, gain=1.0, bias=0.0, small=1e-5):
    """By loops over rows, with Python's own mean."""
    found = []
    for row in np.atleast_2d(rows):
        mean = sum(row) / len(row)
        spread = sum((number - mean) ** 2 for number in row) / len(row)
        found.append((row - mean) / math.sqrt(spread + small) * gain + bias)
    return np.array(found)


def attention_by_loops(rows, layer):
    """Head by head and position by position, from the matrices that the layer holds."""
    width, size = rows.shape[1], rows.shape[1] // layer.heads
    query, key, value = (rows @ part.T for part in np.split(numbers(layer.project.weight), 3))
    out = np.zeros_like(rows)
    for t, head in itertools.product(range(len(rows)), range(layer.heads)):
        cut = slice(head * size, (head + 1) * size)
        scores = [query[t, cut] @ key[u, cut] / math.sqrt(size) for u in range(t + 1)]
        out[t, cut] = special.softmax(scores) @ value[: t + 1, cut]
    assert out.shape[1] == width
    return out @ numbers(layer.output.weight).T


def gelu(u):
    return u * stats.norm.cdf(u)


def mlp(rows, layers):
    first, _, second = layers
    wide = gelu(rows @ numbers(first.weight).T + numbers(first.bias))
    return wide @ numbers(second.weight).T + numbers(second.bias)


def normed(layer):
    return lambda rows: layer_norm(rows, numbers(layer.weight), numbers(layer.bias))


@checks("eq-layer-norm", tolerance=1e-10)
def norm():
    """A vector brought to mean 0 and variance 1, then to a learned gain and bias."""
    printed, layer = formula.read("eq-layer-norm"), MODEL.norm
    for scale in (0.001, 1.0, 40.0):
        e = scale * RANDOM.normal(size=6) + 2
        with torch.no_grad():
            given = {r"\operatorname{norm}(e)": layer(torch.tensor(e)).numpy(), "e": e}
        given |= {r"\operatorname{mean}": np.mean, r"\operatorname{var}": np.var}
        given |= {"g": numbers(layer.weight), r"\odot": 1.0, "b": numbers(layer.bias)}
        left, right = printed.values(given)
        yield np.abs(left - right).max()


@checks("eq-norm-invariance", tolerance=1e-9)
def norm_invariance():
    """A norm forgets the length of a vector; what comes out has a length of its own."""
    same, allowed, mean, size = (formula.read("eq-norm-invariance", n) for n in range(4))
    exact = lambda e: layer_norm(e, small=0)[0]
    for alpha, width in [(0.3, 4), (50.0, 9), (-1.0, 5)]:
        e = RANDOM.normal(size=width)
        given = {r"\operatorname{norm}": exact, r"\operatorname{mean}": np.mean}
        given |= {"e": e, r"\alpha": alpha, "d": width}
        left, right = same.values(given)
        # A negative factor turns the vector round.
        yield np.abs(left - right if allowed.holds(given) else left + right).max()
        yield np.abs(exact(e + 3.7) - right).max()
        yield mean.error(given)
        yield size.error(given)
        with torch.no_grad():
            found = torch.nn.functional.layer_norm(torch.tensor(e), [width], eps=1e-12).numpy()
        yield np.abs(found - right).max()


@checks("eq-mlp", tolerance=1e-10)
def small_network():
    """The small network of a block: wider, bent, and back."""
    layers = MODEL.blocks[0].mlp
    e = np.asmatrix(RANDOM.normal(size=(1, 6)))
    with torch.no_grad():
        found = layers(torch.tensor(np.asarray(e))).numpy()
    given = {r"\operatorname{mlp}(e)": found, "e": e}
    given[r"\operatorname{gelu}"] = lambda u: np.asmatrix(gelu(np.asarray(u)))
    for place, layer in (("1", layers[0]), ("2", layers[2])):
        given[f"W_{place}"] = np.asmatrix(numbers(layer.weight).T)
        given[f"b_{place}"] = numbers(layer.bias)
    left, right = formula.read("eq-mlp").values(given)
    yield np.abs(left - right).max()
    for u in (-3.0, -1.0, 0.0, 1.0, 2.5):
        code = torch.nn.functional.gelu(torch.tensor(u, dtype=torch.double)).item()
        given = {r"\operatorname{gelu}(u)": code, "u": u, r"\Phi": stats.norm.cdf}
        yield formula.read("eq-mlp", 1).error(given)


@checks("eq-transformer-block", tolerance=1e-10)
def block():
    """A block adds attention to its input, and then a small network."""
    first, second = (formula.read("eq-transformer-block", place) for place in range(2))
    for layer in MODEL.blocks:
        x = RANDOM.normal(size=(5, 6))
        with torch.no_grad():
            found = layer(torch.tensor(x)[None], 0, None, 0)[0].numpy()
        given = {"X": x, r"\operatorname{norm}_1": normed(layer.norm_attention)}
        given |= {r"\operatorname{norm}_2": normed(layer.norm_mlp)}
        given[r"\operatorname{attention}"] = lambda rows, at=layer: attention_by_loops(
            rows, at.attention
        )
        given[r"\operatorname{mlp}"] = lambda rows, at=layer: mlp(rows, at.mlp)
        y = first.values({**given, "Y": x})[1]
        left, right = second.values({**given, "Y": y, r"\operatorname{block}(X)": found})
        yield np.abs(left - right).max()


@checks("eq-token-embedding", tolerance=1e-12)
def embedding():
    """What enters the blocks: the token's row of a table, and the vector of its position."""
    text = np.array([3, 0, 6, 6, 1])
    entered = []
    hook = MODEL.blocks[0].register_forward_pre_hook(lambda _, given: entered.append(given[0]))
    with torch.no_grad():
        MODEL(torch.tensor(text)[None])
    hook.remove()
    table, places = numbers(MODEL.embedding.weight), numbers(MODEL.positions)
    for t, token in enumerate(text):
        by_hand = [table[token, i] + places[t, i] for i in range(6)]
        yield np.abs(entered[0][0, t].numpy() - by_hand).max()


@checks("eq-transformer-logits", tolerance=1e-10)
def logits():
    """The logits: a last norm and one matrix.

    From the tokens on, with every part by the loops of this file.
    """
    text = np.array([3, 0, 6, 6, 1])
    with torch.no_grad():
        found = MODEL(torch.tensor(text)[None])[0].numpy()
    x = numbers(MODEL.embedding.weight)[text] + numbers(MODEL.positions)[:5]
    for layer in MODEL.blocks:
        x = x + attention_by_loops(normed(layer.norm_attention)(x), layer.attention)
        x = x + mlp(normed(layer.norm_mlp)(x), layer.mlp)
    given = {r"\operatorname{norm}": lambda e: np.asmatrix(normed(MODEL.norm)(e)), "e": x}
    given |= {"W_C": np.asmatrix(numbers(MODEL.head.weight).T), "b_C": numbers(MODEL.head.bias)}
    for t in range(1, 6):
        left, right = formula.read("eq-transformer-logits").values({**given, "a": found, "t": t})
        yield np.abs(left - right).max()


@checks("eq-parameter-count", tolerance=1e-12)
def parameter_count():
    """How many weights a transformer has."""
    printed = formula.read("eq-parameter-count")
    cases = [(27, 64, 4, 2, 29), (5, 6, 1, 1, 3), (11, 24, 3, 4, 50)]
    for (vocabulary, width, heads, layers, context), turned in itertools.product(cases, (0, 1)):
        kind = "rotary" if turned else "learned"
        model = models.Transformer(vocabulary, width, heads, layers, context, positions=kind)
        count = sum(weights.numel() for weights in model.parameters())
        given = {r"\text{weights}": count, "N": layers, "d": width, "C": vocabulary}
        # Nothing is added to the vectors where they turn.
        yield printed.error({**given, r"n_{\max}": 0 if turned else context}) / count


@checks("eq-block-work", tolerance=1e-12)
def block_work():
    """Multiplications of a whole block: linear and quadratic in the length."""
    printed = formula.read("eq-block-work")
    for n, heads, d in [(1, 1, 4), (30, 4, 16), (64, 8, 16)]:
        model = models.Transformer(5, d, heads, 1, n, models.naive_attention)
        x = torch.randn(1, n, d)
        found = multiplications(lambda x=x, m=model: m.blocks[0](x, 0, None, 0))
        yield abs(found / printed.values({"n": n, "d": d})[0] - 1)
