"""A picture has one noise level, and a step back needs more signal before than after."""

import pytest
import torch

from genai_utils import losses

PICTURES = torch.linspace(-1, 1, 12).reshape(3, 4)
NOISED = {
    "diffuse": lambda share: losses.diffuse(PICTURES, PICTURES, share),
    "velocity": lambda share: losses.velocity(PICTURES, PICTURES, share),
    "posterior": lambda share: losses.diffusion_posterior(PICTURES, PICTURES, share, 1.0),
    "term": lambda share: losses.diffusion_term(PICTURES, PICTURES, share, 0.99),
}


@pytest.mark.parametrize("name", NOISED)
@pytest.mark.parametrize("bad", [-0.01, 1.01, float("nan")])
def test_a_share_outside_the_unit_interval_is_refused(name, bad):
    with pytest.raises(ValueError, match=r"share and lies in \[0, 1\], but got"):
        NOISED[name](torch.tensor([0.5, bad, 0.5]))


@pytest.mark.parametrize("name", NOISED)
def test_pixels_of_one_picture_share_their_noise(name):
    with pytest.raises(ValueError, match="pixels of one example share"):
        NOISED[name](torch.full((3, 4), 0.5))


@pytest.mark.parametrize("function", [losses.diffuse, losses.velocity])
def test_each_picture_has_its_own_noise_level(function):
    shares = torch.tensor([1.0, 0.3, 0.0])
    together = function(PICTURES, 2 * PICTURES, shares)
    for picture, share, found in zip(PICTURES, shares, together, strict=True):
        assert torch.allclose(function(picture, 2 * picture, share), found)


@pytest.mark.parametrize("before", [0.5, 0.4])
def test_a_step_that_brings_signal_back_is_refused(before):
    with pytest.raises(ValueError, match="can't bring signal back"):
        losses.diffusion_posterior(PICTURES, PICTURES, 0.5, before)


def test_the_step_down_to_the_data_has_no_divergence():
    with pytest.raises(ValueError, match="likelihood, not a divergence"):
        losses.diffusion_term(PICTURES, PICTURES, 0.9, 1.0)
    with pytest.raises(ValueError, match="can't bring signal back"):
        losses.diffusion_term(PICTURES, PICTURES, 0.9, 0.5)
