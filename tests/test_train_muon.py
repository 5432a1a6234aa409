"""Muon: beside PyTorch's own, and what it refuses."""

import pytest
import torch

from genai_utils.train import muon

SHAPES = ((8, 8), (24, 8), (8, 8), (8, 32))


def after_steps(optimizer_of, steps=4):
    """Weights after so many steps on gradients drawn with a fixed seed, less where they began."""
    draw = torch.Generator().manual_seed(0)
    weights = [torch.nn.Parameter(torch.randn(shape, generator=draw)) for shape in SHAPES]
    start, optimizer = [w.detach().clone() for w in weights], optimizer_of(weights)
    for _ in range(steps):
        for weight in weights:
            weight.grad = torch.randn(weight.shape, generator=draw)
        optimizer.step()
    return [w.detach() - old for w, old in zip(weights, start, strict=True)]


def library(weights):
    return torch.optim.Muon(weights, lr=0.01, weight_decay=0.5, adjust_lr_fn="match_rms_adamw")


@pytest.mark.parametrize("rate", [0.01, torch.tensor(0.01)])
def test_steps_are_those_of_the_library(rate):
    ours = after_steps(lambda weights: muon.Muon(weights, rate, 0.5))
    for own, other in zip(ours, after_steps(library), strict=True):
        # The library rounds to bfloat16, 1 in 256, in each of its products.
        assert (own - other).norm() < 0.02 * other.norm()


def test_directions_are_kept_and_all_asked_for_alike():
    draw = torch.Generator().manual_seed(1)
    left, _, right = torch.linalg.svd(torch.randn(2, 5, 5, generator=draw))
    values = torch.tensor([1.0, 0.5, 0.2, 0.05, 0.01])
    for shape in (slice(None), slice(3)):  # square and wide, and tall by transposing
        given = (left * values @ right)[:, shape]
        for matrices in (given, given.mT):
            found = torch.linalg.svdvals(muon.orthogonal(matrices))
            assert found.min() > 0.6
            assert found.max() < 1.3


def test_a_vector_is_refused():
    with pytest.raises(ValueError, match=r"\(3,\)"):
        muon.Muon([torch.nn.Parameter(torch.zeros(3))], 0.1)
