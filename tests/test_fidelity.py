"""The measures of fillings, against scikit-image and by hand."""

import math

import pytest
import torch
from skimage import metrics as reference

from genai_utils import fidelity

TRUTH = torch.rand(3, 1, 16, 16, generator=torch.Generator().manual_seed(0), dtype=torch.double)
OTHER = torch.rand(3, 1, 16, 16, generator=torch.Generator().manual_seed(1), dtype=torch.double)
MISSING = torch.zeros(3, 1, 16, 16, dtype=torch.double)
MISSING[..., 4:12, 5:11] = 1
FILLING = torch.where(MISSING == 1, OTHER, TRUTH)


def test_psnr_is_that_of_scikit_image_inside_the_hole():
    for found, x, y in zip(fidelity.psnr(FILLING, TRUTH, MISSING), FILLING, TRUTH, strict=True):
        hole = x[0, 4:12, 5:11].numpy(), y[0, 4:12, 5:11].numpy()
        assert found == pytest.approx(reference.peak_signal_noise_ratio(*hole, data_range=1.0))


def test_ssim_is_that_of_scikit_image_at_the_missing_pixels():
    for found, x, y in zip(fidelity.ssim(FILLING, TRUTH, MISSING), FILLING, TRUTH, strict=True):
        pair = x[0].numpy(), y[0].numpy()
        _, whole = reference.structural_similarity(*pair, data_range=1.0, full=True)
        assert found == pytest.approx(whole[4:12, 5:11].mean(), abs=1e-10)


def test_what_is_seen_changes_no_psnr():
    spoilt = torch.where(MISSING == 1, FILLING, 0.0)
    assert torch.equal(
        fidelity.psnr(spoilt, TRUTH, MISSING), fidelity.psnr(FILLING, TRUTH, MISSING)
    )


def test_many_fillings_are_measured_one_by_one():
    both = torch.stack([FILLING, OTHER])
    for measure in (fidelity.psnr, fidelity.ssim):
        found = measure(both, TRUTH.expand_as(both), MISSING)
        alone = [measure(one, TRUTH, MISSING) for one in both]
        torch.testing.assert_close(found, torch.stack(alone))


def test_the_truth_is_perfect():
    assert (fidelity.psnr(TRUTH, TRUTH, MISSING) == math.inf).all()
    torch.testing.assert_close(fidelity.ssim(TRUTH, TRUTH, MISSING), torch.ones(3).double())
    assert fidelity.sharpness(TRUTH, TRUTH, MISSING) == pytest.approx(1)


def test_a_blurred_truth_is_less_sharp_and_noise_is_sharper():
    blurred = torch.nn.functional.avg_pool2d(TRUTH, 3, stride=1, padding=1)
    assert fidelity.sharpness(blurred, TRUTH, MISSING) < 0.6
    noisy = TRUTH + torch.randn(3, 1, 16, 16, generator=torch.Generator().manual_seed(2)).double()
    assert fidelity.sharpness(noisy, TRUTH, MISSING) > 1.5


def test_the_border_of_the_hole_counts_for_no_gradient():
    even = torch.where(MISSING == 1, 0.5, TRUTH)
    assert fidelity.gradient_sum(even, MISSING).tolist() == [0, 0, 0]


def test_the_spread_is_the_root_of_the_mean_variance():
    drawn = torch.stack([TRUTH, OTHER, FILLING])
    inside = drawn[:, :, 0, 4:12, 5:11].numpy().var(axis=0, ddof=1).mean((1, 2)) ** 0.5
    torch.testing.assert_close(fidelity.spread(drawn, MISSING), torch.from_numpy(inside))


def test_the_best_has_the_highest_psnr_of_all():
    drawn = torch.stack([OTHER, 0.5 * (OTHER + TRUTH), 0.9 * TRUTH])
    best = fidelity.best_of(drawn, TRUTH, MISSING)
    all_of_them = fidelity.psnr(drawn, TRUTH.expand_as(drawn), MISSING)
    torch.testing.assert_close(fidelity.psnr(best, TRUTH, MISSING), all_of_them.amax(0))


@pytest.mark.parametrize("call", [
    lambda: fidelity.psnr(TRUTH, OTHER, torch.zeros_like(MISSING)),
    lambda: fidelity.psnr(TRUTH, OTHER, 0.5 * MISSING),
    lambda: fidelity.psnr(TRUTH[:2], OTHER, MISSING),
    lambda: fidelity.spread(TRUTH[None], MISSING),
    lambda: fidelity.ssim(TRUTH, OTHER, torch.eye(16)[[0] * 16].expand(3, 1, 16, 16)),
    lambda: fidelity.sharpness(TRUTH, 0 * TRUTH, MISSING),
])  # fmt: skip
def test_what_has_no_value_is_refused(call):
    with pytest.raises(ValueError, match=r"needed|needs|window|nothing"):
        call()
