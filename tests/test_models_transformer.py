"""The transformer predicts from the past only, writes the same with its cache, and can learn."""

import math

import pytest
import torch

from genai_utils import losses, models
from genai_utils.models.triples import Triples

KINDS = (models.naive_attention, models.fused_attention, models.blockwise_attention)


def small(positions="learned", **options):
    torch.manual_seed(0)
    sizes = {"vocabulary": 9, "width": 16, "heads": 2, "layers": 2, "context": 24}
    model = models.Transformer(**sizes | options, positions=positions)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    return model


def some_text(batch=3, length=6):
    return torch.randint(9, (batch, length), generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("positions", ["learned", "rotary"])
@pytest.mark.parametrize("greedy", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_cached_and_uncached_tokens_are_the_same(positions, greedy, kind):
    model, prompt = small(positions, attention=kind), some_text()
    written = [
        models.generate(
            model, prompt, 18, greedy, cached, torch.Generator().manual_seed(4)
        ).tolist()
        for cached in (True, False)
    ]
    assert written[0] == written[1]
    assert [row[:6] for row in written[0]] == prompt.tolist()
    assert len(written[0][0]) == 24


def test_drawn_tokens_follow_the_probabilities():
    model, prompt = small(), some_text(1, 4).expand(20_000, -1)
    random = torch.Generator().manual_seed(0)
    drawn = models.generate(model, prompt, 1, generator=random)[:, -1]
    expected = model(prompt[:1])[0, -1].softmax(0)
    shares = drawn.bincount(minlength=9) / len(drawn)
    assert (shares - expected).abs().max() < 4 * math.sqrt(0.25 / len(drawn))


def test_greedy_needs_no_randomness():
    before = torch.get_rng_state()
    models.generate(small(), some_text(), 3, greedy=True)
    torch.manual_seed(0)
    small()
    after_model = torch.get_rng_state()
    models.generate(small(), some_text(), 3, greedy=True)
    assert torch.equal(torch.get_rng_state(), after_model)
    torch.set_rng_state(before)


def test_at_the_start_the_model_knows_nothing():
    torch.manual_seed(0)
    model = models.Transformer(vocabulary=9, context=24)
    log_p = losses.autoregressive_log_likelihood(model(some_text(8, 20)), some_text(8, 20))
    assert log_p.mean().item() / 20 == pytest.approx(-math.log(9), abs=0.05)


@pytest.mark.parametrize("positions", ["learned", "rotary"])
def test_every_parameter_learns(positions):
    model, text = small(positions), some_text(4, 24)
    losses.autoregressive_log_likelihood(model(text[:, :-1]), text[:, 1:]).mean().backward()
    still = [n for n, p in model.named_parameters() if p.grad is None or not p.grad.any()]
    assert still == []


def test_it_learns_to_look_back_five_tokens():
    torch.manual_seed(0)
    model = models.Transformer(vocabulary=8, width=32, heads=2, layers=2, context=20)
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(250):
        start = torch.randint(8, (32, 5))
        text = start.repeat(1, 4)  # from the sixth token on, each is that of five ago
        log_p = losses.autoregressive_log_likelihood(model(text[:, :-1]), text[:, 1:])
        optimizer.zero_grad()
        (-log_p.mean()).backward()
        optimizer.step()
    fresh = torch.randint(8, (20, 5), generator=torch.Generator().manual_seed(1))
    written = models.generate(model, fresh, 15, greedy=True)
    assert (written == fresh.repeat(1, 4)).float().mean() > 0.97


def test_the_cache_holds_what_was_read():
    model, cache = small(), models.KeyValueCache()
    assert (len(cache), cache.bytes()) == (0, 0)
    model(some_text(), cache)
    assert len(cache) == 6
    model(some_text(length=1), cache)
    assert len(cache) == 7
    assert [key.shape for key, _ in cache.pairs] == [(3, 2, 7, 8)] * 2


def as_pytorchs(block, width=16, heads=2):
    """PyTorch's own layer with the same weights; ours has no biases in its attention."""
    layer = torch.nn.TransformerEncoderLayer(
        width, heads, 4 * width, 0.0, "gelu", batch_first=True, norm_first=True, dtype=torch.double
    )
    ours = block.state_dict()
    names = {"self_attn.in_proj_weight": "attention.project.weight"}
    names |= {"self_attn.out_proj.weight": "attention.output.weight"}
    for theirs, mine in {"linear1": "mlp.0", "linear2": "mlp.2"}.items():
        names |= {f"{theirs}.{part}": f"{mine}.{part}" for part in ("weight", "bias")}
    for theirs, mine in {"norm1": "norm_attention", "norm2": "norm_mlp"}.items():
        names |= {f"{theirs}.{part}": f"{mine}.{part}" for part in ("weight", "bias")}
    unused = {f"self_attn.{part}": torch.zeros(n * width) for part, n in BIASES.items()}
    layer.load_state_dict({name: ours[mine] for name, mine in names.items()} | unused)
    return layer


BIASES = {"in_proj_bias": 3, "out_proj.bias": 1}


def test_the_network_is_that_of_pytorchs_layers():
    model, text = small().double(), some_text()
    x = model.embedding.weight[text] + model.positions[:6]
    later = torch.ones(6, 6, dtype=torch.bool).triu(1)
    for block in model.blocks:
        x = as_pytorchs(block)(x, src_mask=later)
    # The last norm by its definition, and the head as a matrix.
    centred = x - x.mean(-1, keepdim=True)
    x = centred / (centred.square().mean(-1, keepdim=True) + 1e-5).sqrt()
    x = x * model.norm.weight + model.norm.bias
    expected = x @ model.head.weight.T + model.head.bias
    torch.testing.assert_close(model(text), expected, atol=1e-10, rtol=0)


def test_attention_can_be_any_of_the_kinds():
    text = some_text()
    outputs = [small(attention=kind)(text) for kind in KINDS]
    for output in outputs[1:]:
        torch.testing.assert_close(output, outputs[0], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"width": 15}, "the heads divide"),
        ({"layers": 0}, "layers=0"),
        ({"vocabulary": 0}, "vocabulary=0"),
        ({"context": -1}, "context=-1"),
        ({"positions": "none"}, "'none'"),
        ({"width": 12, "heads": 4, "positions": "rotary"}, "width=12 and heads=4, which is 3 a"),
        ({"width": 3, "heads": 3, "positions": "rotary"}, "which is 1 a head"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        models.Transformer(**{"vocabulary": 9, "width": 16, "heads": 2} | options)


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        (torch.zeros(2, 5), "int64"),
        (torch.zeros(5, dtype=torch.long), r"\(batch, n\)"),
        (torch.zeros(2, 0, dtype=torch.long), r"\(2, 0\)"),
        (torch.zeros(1, 25, dtype=torch.long), "at most 24 tokens are taken, but got 25"),
        (torch.tensor([[0, 9]]), "0 to 8 are known, but got 0 to 9"),
        (torch.tensor([[-1, 3]]), "got -1 to 3"),
    ],
)
def test_tokens_that_mean_nothing_are_refused(tokens, words):
    with pytest.raises(ValueError, match=words):
        small()(tokens)


def test_a_cache_counts_towards_the_context():
    model, cache = small(), models.KeyValueCache()
    model(some_text(length=24), cache)
    with pytest.raises(ValueError, match="at most 24 tokens are taken, but got 25"):
        model(some_text(length=1), cache)


@pytest.mark.parametrize(
    "other",
    [
        {"layers": 1},
        {"layers": 3},
        {"heads": 4},
        {"width": 32},
        {"batch": 2},
    ],
)
def test_a_cache_that_others_filled_is_refused_before_it_grows(other):
    texts, cache = some_text(other.pop("batch", 3)), models.KeyValueCache()
    small(**other)(texts, cache)
    before = [key.shape for key, _ in cache.pairs]
    with pytest.raises(ValueError, match=r"2 layers of \(texts, heads, d_k\) = \(3, 2, 8\)"):
        small()(some_text(length=1), cache)
    assert [key.shape for key, _ in cache.pairs] == before


@pytest.mark.parametrize("positions", ["learned", "rotary"])
@pytest.mark.parametrize("dtype", [torch.half, torch.bfloat16])
def test_half_precision_and_autocast_compute_and_write(positions, dtype):
    model, text = small(positions), some_text()
    exact = model(text)
    with torch.autocast("cpu", dtype):
        cast = model(text)
    for found in (cast, model.to(dtype)(text)):
        assert found.dtype == dtype
        assert (found - exact).abs().max() < 0.05 * exact.abs().max()
    assert models.generate(model, text, 3).shape == (3, 9)


@pytest.mark.parametrize("length", [0, 19])
def test_a_length_beyond_the_context_is_refused_before_it_writes(length):
    with pytest.raises(ValueError, match=f"a prompt of 6 and {length} more"):
        models.generate(small(), some_text(), length)


def test_dropout_works_in_training_and_nowhere_else():
    text = some_text(4, 12)
    plain, dropping = small(), small(dropout=0.5)
    assert list(plain.state_dict()) == list(dropping.state_dict())
    first, second = dropping(text), dropping(text)
    assert not torch.equal(first, second)
    assert torch.equal(dropping.eval()(text), plain(text))
    before = torch.get_rng_state()
    plain(text)  # without dropout nothing is drawn
    assert torch.equal(torch.get_rng_state(), before)


def test_dropout_sets_its_share_of_each_addition_to_zero():
    model = small(dropout=0.25, layers=1, width=64)
    seen = []
    for part in (model.dropout, model.blocks[0].dropout):
        part.register_forward_hook(lambda _, inputs, output: seen.append((inputs[0], output)))
    model(some_text(64, 24))
    assert len(seen) == 3  # the embedding, attention, the small network
    for put_in, got_out in seen:
        kept = got_out != 0
        assert 1 - kept.double().mean().item() == pytest.approx(0.25, abs=0.02)
        torch.testing.assert_close(got_out[kept], put_in[kept] / 0.75)


@pytest.mark.parametrize("share", [-0.1, 1.0, math.nan])
def test_a_dropout_that_leaves_nothing_is_refused(share):
    with pytest.raises(ValueError, match="dropout must be a share"):
        small(dropout=share)


@pytest.mark.parametrize("greedy", [False, True])
def test_with_triples_cached_and_uncached_tokens_are_the_same(greedy):
    model, prompt = small(triples=4), some_text()
    written = [
        models.generate(model, prompt, 18, greedy, cached, torch.Generator().manual_seed(4))
        for cached in (True, False)
    ]
    assert torch.equal(*written)


def test_a_triple_is_a_token_and_the_two_before_it():
    triples = Triples(vocabulary=9, width=16, size=4)
    row = 9 * (9 * 3 + 7) + 5  # 3, 7, 5
    expected = triples.widen(triples.table.weight[row])
    torch.testing.assert_close(triples(torch.tensor([[1, 3, 7, 5, 2]]))[0, 3], expected)
    first = triples.widen(triples.table.weight[4])  # 0 stands before the beginning
    torch.testing.assert_close(triples(torch.tensor([[4, 3]]))[0, 0], first)


def test_triples_learn_and_look_no_further_than_two_back():
    model, text = small(triples=4, layers=1), some_text(4, 24)
    losses.autoregressive_log_likelihood(model(text[:, :-1]), text[:, 1:]).mean().backward()
    assert [n for n, p in model.named_parameters() if p.grad is None or not p.grad.any()] == []
    alone = model.triples(text)
    other = text.clone()
    other[:, 5] = (other[:, 5] + 1) % 9
    moved = (model.triples(other) != alone).any(dim=2).all(dim=0)
    assert moved.nonzero().flatten().tolist() == [5, 6, 7]


def test_a_negative_size_of_triples_is_refused():
    with pytest.raises(ValueError, match="triples must be a size"):
        small(triples=-1)
