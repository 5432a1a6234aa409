"""The maps of the logits: against a plain count with Python's numbers, and at their edges."""

import math

import pytest
import torch

from genai_utils import models

SHARES = (0.3, 0.05, 0.3, 0.2, 0.15)


def logits(shares=SHARES):
    return torch.tensor([shares, shares[::-1]]).log() + torch.tensor([[0.0], [5.0]])


def shares_of(found):
    return found.softmax(-1).tolist()


def likeliest(shares):
    """The places from the likeliest on; of equal ones the earlier first."""
    return sorted(range(len(shares)), key=lambda place: (-shares[place], place))


def renormalised(shares, kept):
    mass = sum(shares[place] for place in kept)
    return [share / mass if place in kept else 0 for place, share in enumerate(shares)]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_top_k_keeps_the_likeliest(count):
    for found, shares in zip(
        shares_of(models.top_k(logits(), count)), (SHARES, SHARES[::-1]), strict=True
    ):
        assert found == pytest.approx(renormalised(shares, likeliest(shares)[:count]), abs=1e-6)


@pytest.mark.parametrize("mass", [0.01, 0.29, 0.31, 0.7, 0.94, 0.96, 1])
def test_the_nucleus_is_the_fewest_with_that_mass(mass):
    for found, shares in zip(
        shares_of(models.nucleus(logits(), mass)), (SHARES, SHARES[::-1]), strict=True
    ):
        order, kept = likeliest(shares), 1
        while sum(shares[place] for place in order[:kept]) < mass - 1e-9:
            kept += 1
        assert found == pytest.approx(renormalised(shares, order[:kept]), abs=1e-6)


@pytest.mark.parametrize(("mass", "kept"), [(0.25, 1), (0.5, 2), (0.75, 3)])
def test_a_mass_that_is_just_reached_needs_no_further_token(mass, kept):
    even = torch.zeros(4)  # shares of exactly a quarter
    assert models.nucleus(even, mass).isfinite().sum() == kept


@pytest.mark.parametrize("temperature", [0.1, 1.0, 3.0])
def test_a_temperature_is_a_power_of_the_shares(temperature):
    powers = [share ** (1 / temperature) for share in SHARES]
    expected = [power / sum(powers) for power in powers]
    found = shares_of(models.at_temperature(logits(), temperature))[0]
    assert found == pytest.approx(expected, abs=1e-6)


def test_the_whole_mass_is_every_token():
    """In float32 the first shares sum to 1 already."""
    rare = torch.cat([torch.zeros(3), torch.full((5,), -30.0)])
    assert models.nucleus(rare, 1.0).isfinite().all()
    assert models.nucleus(rare, 0.999).isfinite().sum() == 3


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_maps_keep_shape_and_dtype_and_follow_one_another(dtype):
    x = logits().to(dtype).expand(3, 2, 5)
    found = models.nucleus(models.top_k(models.at_temperature(x, 0.5), 3), 0.6)
    assert found.shape == x.shape
    assert found.dtype == dtype
    assert (found.isfinite().sum(-1) == 2).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: models.at_temperature(logits(), 0.0), "temperature is needed, but got 0.0"),
        (lambda: models.at_temperature(logits(), math.inf), "finite temperature"),
        (lambda: models.at_temperature(logits(), math.nan), "but got nan"),
        (lambda: models.top_k(logits(), 0), "between 1 and 5 tokens can stay, but got count=0"),
        (lambda: models.top_k(logits(), 6), "count=6"),
        (lambda: models.nucleus(logits(), 0.0), "a mass above 0 and up to 1"),
        (lambda: models.nucleus(logits(), 1.1), "but got 1.1"),
        (lambda: models.nucleus(torch.zeros(2, 0), 0.5), r"logits \(..., vocabulary\)"),
        (lambda: models.top_k(torch.ones(3, dtype=torch.long), 1), "torch.int64"),
    ],
)
def test_bad_input_is_refused_with_reasons(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("cached", [True, False])
def test_generate_draws_from_what_the_map_leaves(cached):
    torch.manual_seed(0)
    model = models.Transformer(6, 16, 2, 1, 12)
    torch.nn.init.normal_(model.head.weight)
    prompt, random = torch.tensor([[1, 2]] * 40), torch.Generator().manual_seed(1)
    options = {"cached": cached, "generator": random, "decode": lambda x: models.top_k(x, 2)}
    texts = models.generate(model, prompt, 8, **options)
    with torch.no_grad():
        likely = model(texts[:, :-1])[:, 1:].topk(2).indices
    drawn = texts[:, 2:, None] == likely
    assert drawn.any(-1).all()
    assert drawn.any(1).all(0).any(), "both of the two are drawn"
    greedy = models.generate(model, prompt, 8, greedy=True, cached=cached)
    one = models.generate(model, prompt, 8, cached=cached, decode=lambda x: models.top_k(x, 1))
    assert torch.equal(greedy, one)
