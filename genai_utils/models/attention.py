"""Attention written out, fused and block by block, and two ways to tell it the positions.

Queries are (..., m, d_k), keys (..., n, d_k), values (..., n, d_v); the leading axes, batch and
heads say, are shared. With `causal` the m queries are the last m of the n positions. Half precision
is computed in float32 inside, also under autocast, and rounded once, at the end: in float16 a score
overflows from 65,520 on.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional as F


def _check_triple(query: Tensor, key: Tensor, value: Tensor, causal: bool) -> None:
    """Raise `ValueError` unless the three fit together."""
    shapes = f"{tuple(query.shape)}, {tuple(key.shape)} and {tuple(value.shape)}"
    if min(query.dim(), key.dim(), value.dim()) < 2 or 0 in (*query.shape, *key.shape):
        raise ValueError(f"(..., tokens, width) is needed three times, but got {shapes}.")
    if query.shape[-1] != key.shape[-1] or key.shape[-2] != value.shape[-2]:
        raise ValueError(
            f"queries as wide as keys and one value a key are needed, but got {shapes}: each "
            "query is multiplied with each key."
        )
    if not query.is_floating_point() or not query.dtype == key.dtype == value.dtype:
        raise ValueError(
            f"one floating-point dtype is needed, but got {query.dtype}, {key.dtype} and "
            f"{value.dtype}."
        )
    if causal and query.shape[-2] > key.shape[-2]:
        raise ValueError(
            f"at most as many queries as keys are needed, but got {shapes}: under a causal mask "
            "the first query would see nothing."
        )


def in_single(x: Tensor) -> Tensor:
    """x in float32 if its dtype is a shorter one, else as it is."""
    return x.to(torch.promote_types(x.dtype, torch.float))


def _product(left: Tensor, right: Tensor) -> Tensor:
    """The matrix product in float32 or wider; autocast would round its factors again."""
    with torch.autocast(left.device.type, enabled=False):
        return in_single(left) @ in_single(right)


def _scores(query: Tensor, key: Tensor) -> Tensor:
    """What is inside the softmax, in float32 or wider. (..., m, n)."""
    # Scaled before the product, so that only a result that is too large itself can overflow.
    return _product(in_single(query) / math.sqrt(query.shape[-1]), key.transpose(-2, -1))


def causal_mask(queries: int, keys: int) -> Tensor:
    """Which key each query may see: those up to its own position. Booleans (queries, keys).

    Eq. `eq-causal-mask`. The queries are the last ones, so that a cache needs no other mask.

    >>> causal_mask(2, 3).tolist()
    [[True, True, False], [True, True, True]]
    """
    own = torch.arange(keys - queries, keys)
    return torch.arange(keys) <= own[:, None]


def _weights(query: Tensor, key: Tensor, causal: bool) -> Tensor:
    """The weights before they are rounded to the inputs' dtype. (..., m, n)."""
    scores = _scores(query, key)
    if causal:
        mask = causal_mask(*scores.shape[-2:]).to(scores.device)
        scores = scores.masked_fill(~mask, -math.inf)
    return scores.softmax(dim=-1)


def attention_weights(query: Tensor, key: Tensor, causal: bool = False) -> Tensor:
    """How much of each value each query takes; rows sum to 1. (..., m, n).

    Eq. `eq-attention`, the part in front of V; for maps, too. Source: vaswani2017attention, eq. 1.
    Raises `ValueError` for shapes or dtypes that don't fit.

    >>> attention_weights(torch.zeros(1, 2), torch.eye(2))
    tensor([[0.5000, 0.5000]])
    """
    _check_triple(query, key, key, causal)
    return _weights(query, key, causal).to(query.dtype)


def naive_attention(query: Tensor, key: Tensor, value: Tensor, causal: bool = False) -> Tensor:
    """The weighted means of the values, with all weights in memory at once. (..., m, d_v).

    Eq. `eq-attention`. Raises `ValueError` for shapes or dtypes that don't fit.

    >>> naive_attention(torch.zeros(1, 2), torch.eye(2), torch.tensor([[1.0], [3.0]]))
    tensor([[2.]])
    """
    _check_triple(query, key, value, causal)
    weights = _weights(query, key, causal)  # (..., m, n)
    return _product(weights, value).to(value.dtype)  # (..., m, d_v)


def fused_attention(query: Tensor, key: Tensor, value: Tensor, causal: bool = False) -> Tensor:
    """The same by PyTorch's own kernel, which keeps no (m, n) matrix. (..., m, d_v).

    Eq. `eq-attention`. Raises `ValueError` for shapes or dtypes that don't fit.

    >>> fused_attention(torch.zeros(1, 2), torch.eye(2), torch.tensor([[1.0], [3.0]]))
    tensor([[2.]])
    """
    _check_triple(query, key, value, causal)
    m, n = query.shape[-2], key.shape[-2]
    if not causal or m in (1, n):
        return F.scaled_dot_product_attention(query, key, value, is_causal=causal and m > 1)
    # PyTorch's `is_causal` takes the queries for the first m positions; ours are the last.
    mask = causal_mask(m, n).to(query.device)
    return F.scaled_dot_product_attention(query, key, value, attn_mask=mask)


def blockwise_attention(
    query: Tensor, key: Tensor, value: Tensor, causal: bool = False, block: int = 64
) -> Tensor:
    """The same, `block` keys at a time, exactly. (..., m, d_v).

    Eq. `eq-online-softmax`: what is kept is a running maximum, a running sum and the unfinished
    output. After dao2022flashattention, whose kernel also splits the queries. Raises `ValueError`.

    >>> blockwise_attention(torch.zeros(1, 2), torch.eye(2), torch.tensor([[1.0], [3.0]]), block=1)
    tensor([[2.]])
    """
    _check_triple(query, key, value, causal)
    if block < 1:
        raise ValueError(f"a block needs at least one key, but got {block}.")
    m, n = query.shape[-2], key.shape[-2]
    own = torch.arange(n - m, n, device=query.device)[:, None]
    total = torch.zeros_like(in_single(query[..., :1]))  # (..., m, 1)
    largest = torch.full_like(total, -math.inf)
    output = total.new_zeros(*query.shape[:-1], value.shape[-1])  # (..., m, d_v)
    for start in range(0, n, block):
        part = slice(start, min(start + block, n))
        scores = _scores(query, key[..., part, :])  # (..., m, block)
        if causal:
            # Made block by block, too: a whole mask would be the (m, n) matrix again.
            later = torch.arange(start, part.stop, device=query.device) > own
            scores = scores.masked_fill(later, -math.inf)
        # Never -inf: the first block holds key 0, which every query sees.
        now = torch.maximum(largest, scores.amax(-1, keepdim=True))
        shrink = torch.exp(largest - now)
        weights = torch.exp(scores - now)
        total = shrink * total + weights.sum(-1, keepdim=True)
        output = shrink * output + _product(weights, value[..., part, :])
        largest = now
    return (output / total).to(value.dtype)


def _frequencies(width: int, base: float = 10_000.0) -> Tensor:
    """The angular frequencies of width/2 pairs of coordinates, from 1 downwards. (width/2,)."""
    if width < 2 or width % 2:
        raise ValueError(f"an even width is needed, but got {width}: coordinates turn in pairs.")
    return base ** (-torch.arange(0, width, 2, dtype=torch.double) / width)


def sinusoidal_positions(length: int, width: int) -> Tensor:
    """A vector for each position: sines at even coordinates, cosines at odd. (length, width).

    Eq. `eq-sinusoidal`. Source: vaswani2017attention, sec. 3.5. Raises `ValueError` for an odd
    width or a length below one.

    >>> sinusoidal_positions(2, 2)  # sin 0, cos 0; sin 1, cos 1
    tensor([[0.0000, 1.0000],
            [0.8415, 0.5403]])
    """
    if length < 1:
        raise ValueError(f"a table needs at least one position, but got length={length}.")
    angles = torch.arange(length, dtype=torch.double)[:, None] * _frequencies(width)
    pairs = torch.stack([angles.sin(), angles.cos()], dim=-1)  # (length, width/2, 2)
    return pairs.flatten(1).to(torch.get_default_dtype())


def rotary(x: Tensor, start: int = 0) -> Tensor:
    """Queries or keys turned by angles that grow with their position. Same shape.

    Eq. `eq-rotary`. x is (..., n, width) with positions start, ..., start + n - 1. Source:
    su2021roformer, sec. 3.2. Raises `ValueError` for an odd width, or for whole numbers.

    >>> rotary(torch.tensor([[1.0, 0.0], [1.0, 0.0]]))  # by 0 and by 1
    tensor([[1.0000, 0.0000],
            [0.5403, 0.8415]])
    """
    if x.dim() < 2 or not x.is_floating_point():
        raise ValueError(
            f"floating-point (..., n, width) is needed, but got {tuple(x.shape)} of {x.dtype}: "
            "each row is turned by its own angle, and whole numbers can't be turned."
        )
    positions = torch.arange(start, start + x.shape[-2], dtype=torch.double)
    # In double: at position 10,000 a single-precision angle is off by 0.001.
    angles = positions[:, None] * _frequencies(x.shape[-1])  # (n, width/2)
    wide = in_single(x)
    cos, sin = angles.cos().to(wide), angles.sin().to(wide)
    first, second = wide[..., 0::2], wide[..., 1::2]
    turned = [cos * first - sin * second, sin * first + cos * second]
    return torch.stack(turned, dim=-1).flatten(-2).to(x.dtype)
