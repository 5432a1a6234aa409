"""The classifier of digits that gives the features."""

import pytest
import torch

from genai_utils.models import DigitClassifier


def test_logits_come_from_the_features():
    torch.manual_seed(0)
    model, x = DigitClassifier(), torch.rand(3, 784)
    assert model(x).shape == (3, 10)
    assert model.features(x).shape == (3, 64)
    assert torch.equal(model(x), model.head(model.features(x)))
    assert sum(p.numel() for p in model.parameters()) == 89_546


def test_an_image_does_not_depend_on_its_batch():
    model, x = DigitClassifier(), torch.rand(5, 784)
    assert torch.allclose(model(x)[:2], model(x[:2]), atol=1e-6)


@pytest.mark.parametrize("wrong", [torch.rand(3, 783), torch.rand(784), torch.ones(3, 784).long()])
def test_other_images_are_refused(wrong):
    with pytest.raises(ValueError, match=r"\(batch, 784\)"):
        DigitClassifier()(wrong)
