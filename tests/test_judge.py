"""The judge of digits is the one that the notebook on GANs writes out, and orders what it must."""

import cells
import pytest
import torch

from genai_utils import data, judge, metrics, models, train

FEW = data.mnist()
FEW = data.Images(FEW.images[::16], FEW.labels[::16])


def written_out(digits):
    """The names after the notebook's own cells, and PyTorch's state before they were run."""
    names = {"torch": torch, "data": data, "metrics": metrics, "models": models}
    names |= {"F": torch.nn.functional, "train_digits": digits}
    return cells.run(cells.tagged("3-gan", "judge"), names)


def same_weights(one, other):
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_the_notebook_writes_out_what_the_package_does():
    torch.manual_seed(1)
    names = written_out(FEW)
    torch.manual_seed(1)
    found = judge.train(FEW)
    assert same_weights(names["judge"], found)
    samples = torch.rand(700, 784)
    with torch.no_grad():
        names["real_features"] = found.features(data.mnist().images[::10])
    shown = names["measures"](samples)
    assert shown == judge.measures(found, names["real_features"], samples)
    assert list(shown) == list(judge.measures(found, names["real_features"], samples))


def test_with_a_seed_the_order_is_that_of_the_loop_of_the_package():
    def step(classifier, chosen):
        logits = classifier(data.shift(FEW.images[chosen]))
        return {"loss": torch.nn.functional.cross_entropy(logits, FEW.labels[chosen])}

    torch.manual_seed(1)
    classifier = models.DigitClassifier()
    optimizer = torch.optim.Adam(classifier.parameters(), lr=3e-3, fused=True)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=8 * 32)
    order = torch.arange(len(FEW))
    train.fit(classifier, order, step, optimizer, epochs=8, schedule=schedule)
    torch.manual_seed(1)
    assert same_weights(classifier, judge.train(FEW, seed=0))
    torch.manual_seed(1)
    assert not same_weights(classifier, judge.train(FEW))


def test_real_digits_are_measured_as_better_than_noise():
    torch.manual_seed(0)
    training, held_out = data.split(FEW, held_out=100)
    classifier = judge.train(training)
    with torch.no_grad():
        features = classifier.features(training.images[:100])
    real = judge.measures(classifier, features, held_out.images)
    noise = judge.measures(classifier, features, torch.rand(100, 784))
    assert real["Fréchet distance"] < 0.1 * noise["Fréchet distance"]
    assert real["recall"] > noise["recall"]
    assert real["classes above 2 %"] > noise["classes above 2 %"]
    assert real["smallest share"] >= noise["smallest share"]


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="needs digits to learn from"):
        judge.train(data.Images(torch.zeros(0, 784), torch.zeros(0, dtype=torch.long)))
    with pytest.raises(ValueError, match="10 samples or more"):
        judge.measures(models.DigitClassifier(), torch.randn(10, 64), torch.rand(9, 784))
