"""The likelihood of sequences against PyTorch's cross-entropy, its padding and what it refuses."""

import math

import pytest
import torch
from torch.nn import functional as F

from genai_utils import losses


def batch(dtype=torch.double):
    random = torch.Generator().manual_seed(0)
    logits = 3 * torch.randn(4, 6, 5, generator=random, dtype=dtype)
    return logits, torch.randint(5, (4, 6), generator=random)


def test_it_is_minus_pytorchs_summed_cross_entropy():
    logits, tokens = batch()
    oracle = -F.cross_entropy(logits.transpose(1, 2), tokens, reduction="none").sum(1)
    torch.testing.assert_close(losses.autoregressive_log_likelihood(logits, tokens), oracle)


@pytest.mark.parametrize("filler", [0, 4, -100, 999])
def test_padding_counts_for_nothing_whatever_it_holds(filler):
    logits, tokens = batch()
    lengths = torch.tensor([6, 3, 1, 0])
    counted = torch.arange(6) < lengths[:, None]
    padded = tokens.where(counted, filler)
    found = losses.autoregressive_log_likelihood(logits, padded, counted)
    for row, length in enumerate(lengths.tolist()):
        alone = losses.autoregressive_log_likelihood(
            logits[row, None, :length], tokens[row, None, :length]
        )
        assert found[row].item() == pytest.approx(alone.item(), abs=1e-12)


def test_padding_sends_no_gradient():
    logits, tokens = batch()
    logits.requires_grad_()
    counted = torch.arange(6).expand(4, 6) < 2
    losses.autoregressive_log_likelihood(logits, tokens, counted).sum().backward()
    assert logits.grad[:, :2].abs().min() > 0
    assert not logits.grad[:, 2:].any()


def test_extreme_logits_stay_exact():
    logits = torch.tensor([[[300.0, -300.0]]])
    found = [
        losses.autoregressive_log_likelihood(logits, torch.tensor([[i]])).item() for i in (0, 1)
    ]
    assert found == [0.0, -600.0]


def test_a_forbidden_token_may_be_padding():
    logits = torch.tensor([[[0.0, -math.inf], [0.0, -math.inf]]])
    counted = torch.tensor([[True, False]])
    tokens = torch.tensor([[0, 1]])
    assert losses.autoregressive_log_likelihood(logits, tokens, counted).item() == 0
    assert losses.autoregressive_log_likelihood(logits, tokens).item() == -math.inf


@pytest.mark.parametrize(
    ("logits", "tokens", "words"),
    [
        (torch.zeros(6, 5), torch.zeros(6, dtype=torch.long), r"\(6, 5\) and \(6,\)"),
        (torch.zeros(4, 6, 5), torch.zeros(4, 5, dtype=torch.long), r"\(4, 5\)"),
        (torch.zeros(1, 2, 5), torch.zeros(1, 2), "int64"),
        (torch.zeros(1, 2, 5, dtype=torch.long), torch.zeros(1, 2, dtype=torch.long), "int64"),
        (torch.zeros(1, 2, 5), torch.tensor([[0, 5]]), "0 to 4 have a logit, but got 0 to 5"),
        (torch.zeros(1, 2, 5), torch.tensor([[-100, 1]]), "got -100 to 1"),
        (torch.full((1, 2, 5), math.nan), torch.tensor([[0, 1]]), "10 NaN"),
    ],
)
def test_what_has_no_likelihood_is_refused_and_named(logits, tokens, words):
    with pytest.raises(ValueError, match=words):
        losses.autoregressive_log_likelihood(logits, tokens)


@pytest.mark.parametrize("counted", [torch.ones(4, 6), torch.ones(4, dtype=torch.bool)])
def test_a_mask_of_another_kind_is_refused(counted):
    with pytest.raises(ValueError, match="one boolean per token"):
        losses.autoregressive_log_likelihood(*batch(), counted)
