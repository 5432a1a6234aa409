"""Agreement and variety within a class: each measure sees what it should."""

import pytest
import torch

from genai_utils import data, judge


class Reader(torch.nn.Module):
    """A judge without training: the first number of an image is its class, all are features."""

    def features(self, x):
        return x

    def forward(self, x):
        return -(x[:, :1] - 10 * torch.arange(10)).abs()


def drawn(count, scale=1.0, seed=0):
    """`count` images of each class, around (10 c, 0), with the given standard deviation."""
    random = torch.Generator().manual_seed(seed)
    labels = torch.arange(10 * count) % 10
    images = scale * torch.randn(len(labels), 2, generator=random)
    images[:, 0] += 10 * labels
    return data.Images(images, labels)


REAL = drawn(50)


def found(samples):
    return judge.by_class(Reader(), REAL, samples.images, samples.labels)


def test_a_perfect_model_agrees_and_is_as_varied_as_the_data():
    measured = found(drawn(400, seed=1))
    assert measured["agreement"] == 1
    assert measured["spread"] == pytest.approx(1, abs=0.1)
    assert measured["recall in a class"] > 0.8


@pytest.mark.parametrize("scale", [0.5, 1.2])
def test_the_spread_is_a_ratio_of_variances(scale):
    assert found(drawn(4000, scale, seed=1))["spread"] == pytest.approx(scale**2, rel=0.1)


def test_misfiled_samples_cost_agreement_and_are_no_variety():
    samples = drawn(100, 0.5, seed=1)
    whole = found(samples)
    labels = samples.labels.clone()
    labels[:50] = (labels[:50] + 1) % 10
    measured = found(data.Images(samples.images, labels))
    assert measured["agreement"] == pytest.approx(0.95)
    assert measured["spread"] == pytest.approx(whole["spread"], abs=0.03)


def test_one_collapsed_class_is_seen_in_the_smallest_spread():
    samples = drawn(100, seed=1)
    samples.images[samples.labels == 7] = torch.tensor([70.0, 0.0])
    measured = found(samples)
    assert measured["smallest spread"] == 0
    assert measured["agreement"] == 1
    assert measured["recall in a class"] < 0.9


def test_real_digits_of_few_classes_are_measured_in_these():
    few = data.Images(REAL.images[REAL.labels < 2], REAL.labels[REAL.labels < 2])
    measured = judge.by_class(Reader(), few, REAL.images, REAL.labels)  # their own samples
    assert measured["spread"] == pytest.approx(1)
    assert measured["recall in a class"] == 1


def test_too_few_samples_of_a_class_are_refused():
    samples = drawn(50, seed=1)
    labels = torch.where(samples.labels == 3, 4, samples.labels)
    with pytest.raises(ValueError, match="at least as many samples of it"):
        judge.by_class(Reader(), REAL, samples.images, labels)
    with pytest.raises(ValueError, match="five real digits of each class"):
        judge.by_class(Reader(), drawn(4), samples.images, samples.labels)
