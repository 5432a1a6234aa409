"""The U-Net and the flow: shapes, Euler's rule on known velocities, and RePaint's parts."""

import math

import pytest
import torch

from genai_utils import models
from genai_utils.models.unet import time_features


def test_the_network_is_small_and_takes_any_side_that_fits():
    network = models.UNet(channels=1, context=3)
    assert sum(it.numel() for it in network.parameters()) <= 300_000
    for side in (28, 32):
        assert network(torch.rand(2, 4, side, side), torch.rand(2)).shape == (2, 1, side, side)


def test_the_network_hears_of_time_and_context():
    torch.manual_seed(0)
    network = models.UNet(channels=1, context=1)
    for weights in network.parameters():
        torch.nn.init.normal_(weights, std=0.1)
    x, t = torch.rand(2, 2, 8, 8), torch.tensor([0.2, 0.2])
    before = network(x, t)
    assert not torch.allclose(before, network(x, t + 0.5))
    other = x.clone()
    other[:, 1, 0, 0] += 1
    assert not torch.allclose(before, network(other, t))


@pytest.mark.parametrize("widths", [(40, 30), (0, 64), (6, 64)])
def test_widths_that_a_norm_cannot_group_are_refused(widths):
    with pytest.raises(ValueError, match=r"4|unit"):
        models.UNet(widths=widths)


def test_times_far_apart_and_near_have_different_features():
    features = time_features(torch.linspace(0, 1, 50))
    assert torch.cdist(features, features).add(torch.eye(50)).min() > 0.1


def test_noise_goes_where_the_exact_velocity_of_a_normal_leads():
    """Data N(3, 0.5²): the flow is linear, and maps noise z to 3 + 0.5 z."""

    def velocity(x, t):
        t = t[:, None]
        variance = (1 - t) ** 2 + (0.5 * t) ** 2
        return 3 + (0.25 * t - (1 - t)) / variance * (x - 3 * t)

    noise = torch.randn(50, 1, generator=torch.Generator().manual_seed(0)).double()
    found = models.transport(velocity, noise, steps=2000)
    torch.testing.assert_close(found, 3 + 0.5 * noise, atol=5e-3, rtol=0)


def test_more_steps_come_nearer():
    def velocity(x, t):
        return 3 * x

    start = torch.ones(1, 1, dtype=torch.double)
    errors = [abs(models.transport(velocity, start, n).item() - math.exp(3)) for n in (10, 20, 40)]
    assert errors[0] > 1.5 * errors[1] > 2.25 * errors[2]


def test_back_in_time_has_the_distribution_of_that_time():
    generator = torch.Generator().manual_seed(0)
    noise, fresh = torch.randn(2, 200_000, generator=generator)
    x, later, earlier = 1.5, 0.8, 0.3
    found = models.back_in_time((1 - later) * noise + later * x, later, earlier, fresh)
    assert found.mean().item() == pytest.approx(earlier * x, abs=0.01)
    assert found.std().item() == pytest.approx(1 - earlier, abs=0.01)


@pytest.mark.parametrize(("later", "earlier"), [(0.2, 0.5), (1.2, 0.5), (0.0, 0.0), (0.5, -0.1)])
def test_a_step_that_is_not_back_is_refused(later, earlier):
    with pytest.raises(ValueError, match="earlier"):
        models.back_in_time(torch.zeros(2), later, earlier, torch.zeros(2))


def two_pixels(x, t):
    """The exact velocity of two pixels that are both 1 or both -1."""
    t = t[:, None]
    shares = (2 * t * x.sum(1, keepdim=True) / (1 - t) ** 2).clamp(-60, 60).sigmoid()
    return ((2 * shares - 1) - x) / (1 - t)


def share_that_ignores_the_seen_one(repeats):
    torch.manual_seed(0)
    seen = torch.tensor([1.0, 0.0]).expand(4000, 2)
    missing = torch.tensor([0.0, 1.0]).expand(4000, 2)
    *_, end = models.repaint_path(two_pixels, seen, missing, steps=20, repeats=repeats)
    assert (end[:, 0] == 1).all()
    return (end[:, 1] < 0).float().mean()


def test_going_back_lets_the_missing_pixel_hear_of_the_seen_one():
    once, often = (share_that_ignores_the_seen_one(repeats) for repeats in (1, 8))
    assert once > 0.02
    assert often < once / 3


@pytest.mark.parametrize("numbers", [{"steps": 0}, {"steps": 2, "repeats": 0}, {"steps": 1.5}])
def test_no_step_is_refused(numbers):
    with pytest.raises(ValueError, match="one step"):
        next(models.repaint_path(two_pixels, torch.zeros(1, 2), torch.ones(1, 2), **numbers))
