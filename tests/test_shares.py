"""Shares behind a judge: its errors are taken out, and the interval holds the truth."""

import pytest
import torch

from genai_utils import shares

MATRIX = torch.tensor([[0.95, 0.05, 0.0], [0.1, 0.85, 0.05], [0.0, 0.3, 0.7]]).double()


def crowd(true, size, seed):
    """Classes with these shares, and what a judge with `MATRIX` says of them."""
    drawn = torch.Generator().manual_seed(seed)
    truth = torch.multinomial(true, size, replacement=True, generator=drawn)
    return truth, torch.multinomial(MATRIX[truth], 1, generator=drawn)[:, 0]


def test_a_judge_that_overlooks_a_class_is_corrected():
    true = torch.tensor([0.2, 0.3, 0.5]).double()
    _, said = crowd(true, 50_000, 0)
    shown = said.bincount(minlength=3).double() / len(said)
    assert shown[2] < 0.4  # uncorrected, a tenth would be missing
    assert shares.corrected(shown, MATRIX)[2].item() == pytest.approx(0.5, abs=0.01)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    true, even, inside = torch.tensor([0.7, 0.2, 0.1]).double(), torch.ones(3).double() / 3, 0
    for seed in range(60):
        _, said = crowd(true, 800, 2 * seed)
        _, low, high = shares.share_interval(
            said, crowd(even, 300, 2 * seed + 1), 3, resamples=300, seed=seed
        )
        inside += int(((low <= true) & (true <= high)).sum())
    assert 0.9 < inside / 180 <= 1.0


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="an example of each of 2"):
        shares.confusion(torch.tensor([0, 0]), torch.tensor([0, 1]), classes=2)
    with pytest.raises(ValueError, match="two classes look alike"):
        shares.corrected(torch.tensor([0.5, 0.5]), torch.tensor([[0.5, 0.5], [0.5, 0.5]]))
    with pytest.raises(ValueError, match="square matrix for 3"):
        shares.corrected(torch.ones(3) / 3, torch.eye(2))
