"""Three ways to compute attention agree, forwards and backwards, and refuse what has no meaning."""

import math

import pytest
import torch
from torch.nn import functional as F

from genai_utils import models

KINDS = (models.naive_attention, models.fused_attention, models.blockwise_attention)


def triple(*leading, queries=6, keys=6, d_k=4, d_v=5, dtype=torch.float):
    random = torch.Generator().manual_seed(0)
    sizes = ((queries, d_k), (keys, d_k), (keys, d_v))
    return [torch.randn(*leading, *s, generator=random, dtype=dtype) for s in sizes]


@pytest.mark.parametrize("kind", KINDS[1:])
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(("queries", "keys"), [(1, 1), (130, 130), (3, 200), (1, 77)])
def test_the_kinds_agree_in_single_precision(kind, causal, queries, keys):
    inputs = triple(2, 3, queries=queries, keys=keys)
    expected = models.naive_attention(*inputs, causal)
    assert (kind(*inputs, causal) - expected).abs().max() < 1e-5
    assert kind(*inputs, causal).shape == (2, 3, queries, 5)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_their_gradients_agree(kind):
    gradients = []
    for function in (models.naive_attention, kind):
        inputs = [x.requires_grad_() for x in triple(2, dtype=torch.double)]
        function(*inputs, True).square().sum().backward()
        gradients.append([x.grad for x in inputs])
    for expected, found in zip(*gradients, strict=True):
        torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("block", [1, 5, 6, 100])
def test_any_block_size_gives_the_same(block):
    inputs = triple(dtype=torch.double)
    found = models.blockwise_attention(*inputs, True, block)
    torch.testing.assert_close(found, models.naive_attention(*inputs, True))


@pytest.mark.parametrize("kind", KINDS)
def test_huge_scores_stay_finite(kind):
    query, key, value = triple()
    assert torch.isfinite(kind(1000 * query, 1000 * key, value, True)).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [40.0, 500.0])
@pytest.mark.parametrize("causal", [False, True])
def test_scores_beyond_half_precision_stay_finite(kind, size, causal):
    query, value = torch.full((1, 4, 64), size).half(), triple(1, keys=4)[2].half()
    seen = value.double().cumsum(1) / torch.arange(1, 5)[:, None]  # equal scores: plain means
    expected = seen if causal else seen[:, -1:].expand(1, 4, 5)
    found = kind(query, query, value, causal)
    assert found.dtype == torch.half
    assert (found - expected).abs().max() < 2e-3


@pytest.mark.parametrize("kind", [models.naive_attention, models.blockwise_attention])
@pytest.mark.parametrize("dtype", [torch.half, torch.bfloat16])
def test_half_precision_is_rounded_once(kind, dtype):
    inputs = [5 * x.to(dtype) for x in triple(2, queries=130, keys=130, d_k=64)]
    exact = models.naive_attention(*(x.double() for x in inputs), True)
    for found in (kind(*inputs, True), under_autocast(kind, *inputs, True)):
        assert (found.double() - exact.to(dtype)).abs().max() <= torch.finfo(dtype).eps * 20


def under_autocast(function, *inputs):
    with torch.autocast("cpu", torch.bfloat16):
        return function(*inputs)


@pytest.mark.parametrize("kind", [models.naive_attention, models.blockwise_attention])
def test_autocast_does_not_shorten_single_precision(kind):
    inputs = triple(2, d_k=64)
    assert torch.equal(under_autocast(kind, *inputs, True), kind(*inputs, True))


def test_an_infinite_value_stays_what_it_is_in_blocks():
    query, key, value = triple()
    value[0, 0] = math.inf
    found = models.blockwise_attention(query, key, value, True, block=2)
    torch.testing.assert_close(found, models.naive_attention(query, key, value, True))


def test_pytorchs_own_causal_flag_means_other_queries():
    # The reason for the mask in fused_attention: if this fails, the mask has become needless.
    query, key, value = triple(queries=2)
    theirs = F.scaled_dot_product_attention(query, key, value, is_causal=True)
    assert (theirs - models.fused_attention(query, key, value, True)).abs().max() > 0.1


def test_the_weights_are_those_of_the_means():
    query, key, value = triple(3)
    weights = models.attention_weights(query, key, causal=True)
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 6))
    torch.testing.assert_close(weights @ value, models.naive_attention(query, key, value, True))


def test_the_mask_shows_each_query_its_past_and_itself():
    assert models.causal_mask(3, 3).int().tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert models.causal_mask(1, 3).int().tolist() == [[1, 1, 1]]
    assert models.causal_mask(2, 4).int().tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        (((5, 4), (5, 3), (5, 4)), "as wide as keys"),
        (((5, 4), (5, 4), (6, 4)), "one value a key"),
        (((4,), (5, 4), (5, 4)), "tokens, width"),
        (((5, 4), (0, 4), (0, 4)), "tokens, width"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_and_named(kind, shapes, words):
    with pytest.raises(ValueError, match=words) as error:
        kind(*(torch.zeros(shape) for shape in shapes))
    assert all(str(shape) in str(error.value) for shape in shapes)


@pytest.mark.parametrize("kind", KINDS)
def test_more_queries_than_keys_have_no_past(kind):
    inputs = triple(queries=7)
    assert torch.isfinite(kind(*inputs)).all()
    with pytest.raises(ValueError, match="at most as many queries as keys"):
        kind(*inputs, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtypes", [("double", "float", "float"), ("long", "long", "long")])
def test_mixed_or_whole_numbers_are_refused(kind, dtypes):
    inputs = [x.to(getattr(torch, name)) for x, name in zip(triple(), dtypes, strict=True)]
    with pytest.raises(ValueError, match="one floating-point dtype"):
        kind(*inputs)


def test_a_block_without_keys_is_refused():
    with pytest.raises(ValueError, match="at least one key, but got 0"):
        models.blockwise_attention(*triple(), block=0)


def test_rotation_keeps_lengths_and_leaves_position_zero_alone():
    x = triple(2, 3, d_k=8)[0]
    turned = models.rotary(x, start=50)
    torch.testing.assert_close(turned.norm(dim=-1), x.norm(dim=-1))
    torch.testing.assert_close(models.rotary(x)[..., 0, :], x[..., 0, :])
    torch.testing.assert_close(turned[..., 2:3, :], models.rotary(x[..., 2:3, :], start=52))


def test_far_positions_are_turned_exactly_in_single_precision():
    x = torch.tensor([[1.0, 0.0]])
    found = models.rotary(x, start=100_000)
    expected = [math.cos(100_000), math.sin(100_000)]
    torch.testing.assert_close(found, torch.tensor([expected]), atol=1e-6, rtol=0)


def test_half_precision_is_turned_in_single_precision():
    x = triple(queries=4, d_k=8, dtype=torch.bfloat16)[0]
    exact = models.rotary(x.double(), start=1000)
    assert models.rotary(x, start=1000).dtype == torch.bfloat16
    assert (models.rotary(x, start=1000) - exact.bfloat16()).abs().max() == 0


@pytest.mark.parametrize("x", [torch.ones(3, 4, dtype=torch.long), torch.ones(4)])
def test_what_can_not_be_turned_is_refused(x):
    with pytest.raises(ValueError, match=r"\(\.\.\., n, width\) is needed, but got \("):
        models.rotary(x)


@pytest.mark.parametrize("length", [0, -3])
def test_a_table_without_positions_is_refused(length):
    with pytest.raises(ValueError, match=f"at least one position, but got length={length}"):
        models.sinusoidal_positions(length, 8)


@pytest.mark.parametrize("width", [1, 7])
def test_an_odd_width_makes_no_pairs(width):
    with pytest.raises(ValueError, match=f"an even width is needed, but got {width}"):
        models.sinusoidal_positions(4, width)
    with pytest.raises(ValueError, match="turn in pairs"):
        models.rotary(torch.zeros(3, width))
