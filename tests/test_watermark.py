"""The watermark: its law without a mark, what it does to a model, edits, and bad input."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from genai_utils import data, models, rewriting, watermark
from genai_utils import watermark_law as law

MARK = watermark.Mark(key=3, before=2, share=0.25, strength=2.0)
TEXT = data.encode_text(data.prose()[5].text[:250])


def small_model():
    torch.manual_seed(0)
    return models.Transformer(vocabulary=12, width=8, heads=2, layers=1, context=16).eval()


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_over_keys_the_score_has_mean_0_and_variance_1(share):
    scores = [watermark.score(replace(MARK, key=k, share=share), TEXT) for k in range(1500)]
    assert abs(np.mean(scores)) < 0.1
    assert abs(np.var(scores) - 1) < 0.12
    assert np.mean(np.array(scores) > 2.326) < 0.025  # one side: 1 in 100, and a little skewed


def test_a_text_that_repeats_itself_is_no_more_suspicious():
    dull = data.encode_text("a generator and a critic, " * 12)
    scores = [watermark.score(replace(MARK, key=k), dull) for k in range(1000)]
    assert abs(np.var(scores) - 1) < 0.15


def test_marked_text_has_a_high_score_and_only_with_its_key():
    begun = torch.zeros(4, 1, dtype=torch.long)
    drawn = torch.Generator().manual_seed(0)
    texts = watermark.write(small_model(), begun, 300, MARK, drawn)
    assert texts.shape == (4, 301)
    for text in texts:
        assert watermark.score(MARK, text) > 5
        assert abs(watermark.score(replace(MARK, key=4), text)) < 4.5


def test_the_green_share_is_the_derived_one():
    """A model that is equally undecided everywhere: the mass of a list is its share."""
    torch.manual_seed(1)
    model = models.Transformer(vocabulary=60, width=8, heads=2, layers=1, context=64).eval()
    torch.nn.init.zeros_(model.head.weight)
    torch.nn.init.zeros_(model.head.bias)
    texts = watermark.write(model, torch.zeros(20, 1, dtype=torch.long), 300, MARK)
    counts = np.array([watermark.counted(MARK, text) for text in texts]).sum(0)
    flat = torch.full((60,), 1 / 60)
    drawn = torch.rand(4000, 60, generator=torch.Generator().manual_seed(0)) < MARK.share
    hoped = law.marked_share((drawn * flat).sum(1), MARK.strength).mean().item()
    assert counts[0] / counts[1] == pytest.approx(hoped, abs=0.02)
    assert hoped > law.least_share(flat, MARK.share, MARK.strength).item()


def test_without_strength_nothing_is_marked():
    begun = torch.zeros(2, 1, dtype=torch.long)
    weak = replace(MARK, strength=0.0)
    pair = [
        watermark.write(small_model(), begun, 40, mark, torch.Generator().manual_seed(2))
        for mark in (weak, None)
    ]
    assert torch.equal(*pair)


def test_edits():
    drawn = torch.Generator().manual_seed(0)
    changed = rewriting.replaced(TEXT, 0.3, 96, drawn)
    assert 0.2 < (changed != TEXT).double().mean() < 0.4
    assert 0.6 < len(rewriting.deleted(TEXT, 0.3, drawn)) / len(TEXT) < 0.8


def test_words_said_anew_leave_the_others():
    model, ends = small_model(), {0}
    old = torch.tensor([[5, 0, 6, 7, 0, 8, 9, 0, 3]])
    assert rewriting.reworded(model, old, 0.0, ends)[0].tolist() == old[0].tolist()
    new = rewriting.reworded(model, old, 1.0, ends, torch.Generator().manual_seed(0))[0]
    assert new[:2].tolist() == [5, 0]  # the first word stays
    assert new[2:].tolist() != old[0, 2:].tolist()
    torch.nn.init.constant_(model.head.weight, 0.0)
    model.head.bias.data = torch.tensor([1e4] + [0.0] * 11)  # it says nothing but the end
    assert rewriting.reworded(model, old, 1.0, ends)[0].tolist() == [5, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: watermark.Mark(1, before=0), "a token before"),
        (lambda: watermark.Mark(1, share=1.0), "share in"),
        (lambda: watermark.Mark(1, strength=-1.0), "strength of 0 or more"),
        (lambda: watermark.z_score(5, 4, 0.5), "greens <= runs"),
        (lambda: watermark.score(MARK, TEXT[:2]), "more than 2 tokens"),
        (lambda: watermark.green(MARK, TEXT[:3], TEXT[:1]), "2 tokens before"),
        (lambda: watermark.write(small_model(), TEXT[None, :1], 0), "a token or more"),
        (lambda: law.power(10, 0.4, 0.5, 3.0), "share < marked"),
        (lambda: law.runs_needed(1.0, 0.6, 0.5, 3.0), r"power in \(0, 1\)"),
        (lambda: law.after_edits(0.6, 0.5, 1.5, 2), "a share and a token"),
        (lambda: rewriting.replaced(TEXT, 2.0, 96), r"share in \[0, 1\]"),
        (lambda: rewriting.reworded(small_model(), TEXT[None], 0.5, {0}), "up to 16 tokens"),
    ],
)
def test_bad_input_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
