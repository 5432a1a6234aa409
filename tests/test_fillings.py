"""The ways to fill a hole: seen pixels are kept, and none looks at what is missing."""

import pytest
import torch

from genai_utils import fillings, models
from genai_utils.data import holes, photographs

PATCHES = photographs.grid(photographs.photograph("gravel"))[:4].contiguous()
MISSING = holes.square().expand_as(PATCHES).contiguous()
STORED = photographs.grid(photographs.photograph("grass"), stride=16)


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    network = models.UNet(channels=1, context=3)
    torch.nn.init.normal_(network.out.weight, std=0.05)
    return network


def methods(network):
    return {
        "copy": lambda x: fillings.copied(x, MISSING, STORED),
        "biharmonic": lambda x: fillings.biharmonic(x, MISSING),
        "regression": lambda x: fillings.regressed(network, x, MISSING),
        "flow": lambda x: fillings.flowed(network, x, MISSING, k=2, steps=3),
        "RePaint": lambda x: fillings.repainted(network, x, MISSING, k=2, steps=3, repeats=2),
    }


NAMES = ("copy", "biharmonic", "regression", "flow", "RePaint")


@pytest.mark.parametrize("name", NAMES)
def test_seen_pixels_are_kept_and_missing_ones_are_not_looked_at(name, network):
    method, other = methods(network)[name], torch.where(MISSING == 1, 1 - PATCHES, PATCHES)
    torch.manual_seed(0)
    found = method(PATCHES)
    torch.manual_seed(0)
    assert torch.equal(found, method(other))
    kept = torch.where(MISSING == 1, found, PATCHES)
    assert torch.equal(found, kept)
    assert 0 <= found.min()
    assert found.max() <= 1


@pytest.mark.parametrize("name", ["flow", "RePaint"])
def test_two_draws_differ(name, network):
    one, other = methods(network)[name](PATCHES)
    assert (one - other).abs().max() > 0.01


def test_a_copy_comes_from_the_patch_that_fits():
    found = fillings.copied(STORED[5:6] * 0.5 + 0.1, MISSING[:1], STORED)
    torch.testing.assert_close(found, STORED[5:6] * 0.5 + 0.1)


def test_a_smooth_surface_goes_through_a_ramp():
    ramp = torch.linspace(0.1, 0.9, 32).expand(1, 1, 32, 32).contiguous()
    torch.testing.assert_close(fillings.biharmonic(ramp, MISSING[:1]), ramp, atol=1e-4, rtol=0)


@pytest.mark.parametrize("spoilt", [
    (PATCHES[0], MISSING[0]),
    (PATCHES, MISSING[:2]),
    (PATCHES, torch.ones_like(MISSING)),
    (PATCHES, 0.5 * MISSING),
])  # fmt: skip
def test_what_cannot_be_filled_is_refused(spoilt):
    with pytest.raises(ValueError, match="masks of 0 and 1"):
        fillings.biharmonic(*spoilt)


def test_copies_need_one_mask():
    masks = MISSING.clone()
    masks[1] = holes.square(top=3)
    with pytest.raises(ValueError, match="one mask"):
        fillings.copied(PATCHES, masks, STORED)
