"""The judge of generated digits: a classifier of digits whose features the measures compare."""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from genai_utils import data, metrics, models

EPOCHS, BATCH = 8, 128
PEAK, LAST, DECAY = 3e-3, 0.05, 256  # Adam's rate falls to a twentieth over so many batches


def train(
    digits: data.Images,
    augment: Callable[[Tensor], Tensor] = data.shift,
    seed: int | None = None,
) -> models.DigitClassifier:
    """A classifier that has seen these digits eight times, each batch through `augment`.

    With a seed the order of the digits depends on it alone, and is that of `train.fit` for seed 0;
    without one it comes from PyTorch's global state, as first weights and shifts do in any case.
    Raises `ValueError` for images that aren't 28 x 28, and without any.

    >>> two = data.Images(torch.stack([torch.zeros(784), torch.ones(784)]), torch.tensor([0, 1]))
    >>> train(two, seed=0)(two.images).shape  # a logit for each digit and class
    torch.Size([2, 10])
    """
    if len(digits) == 0:
        raise ValueError("a judge needs digits to learn from, but got none.")
    judge = models.DigitClassifier()
    optimizer = torch.optim.Adam(judge.parameters(), lr=PEAK, fused=True)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, LAST, total_iters=DECAY)
    for epoch in range(EPOCHS):
        own = None if seed is None else torch.Generator().manual_seed(seed + epoch)
        for chosen in torch.randperm(len(digits), generator=own).split(BATCH):
            loss = functional.cross_entropy(
                judge(augment(digits.images[chosen])), digits.labels[chosen]
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return judge


@torch.no_grad()
def measures(
    judge: models.DigitClassifier, real_features: Tensor, samples: Tensor
) -> dict[str, float]:
    """How good samples in [0, 1] are, by the judge's features and by the classes it sees in them.

    Fréchet distance, precision and recall compare the features of real digits (n, 64) with those
    of the first n samples (m, 784); the classes are counted over all m. "Classes above 2 %": how
    many of the ten have so large a share of the samples or a larger one. Raises `ValueError` for
    fewer samples than real digits, and as `metrics` and the judge do.

    >>> samples, judge = torch.rand(20, 784), models.DigitClassifier().eval()
    >>> found = measures(judge, judge.features(samples), samples)  # samples that are the real ones
    >>> round(found["Fréchet distance"], 3) == 0, found["precision"], found["recall"]
    (True, 1.0, 1.0)
    """
    if len(samples) < len(real_features):
        raise ValueError(
            f"{len(real_features)} samples or more are needed, as many as real digits, but got "
            f"{len(samples)}: all three distances depend on the sizes of both sets."
        )
    features = judge.features(samples[: len(real_features)])
    shares = judge(samples).argmax(1).bincount(minlength=10) / len(samples)
    precision, recall = metrics.precision_and_recall(real_features, features)
    return {
        "Fréchet distance": metrics.frechet_distance(real_features, features),
        "precision": precision,
        "recall": recall,
        "classes above 2 %": int((shares >= 0.02).sum()),
        "smallest share": shares.min().item(),
    }


@torch.no_grad()
def by_class(
    judge: models.DigitClassifier, real: data.Images, samples: Tensor, labels: Tensor
) -> dict[str, float]:
    """Whether samples in [0, 1] are of the class that they were asked for, and how varied in it.

    "Agreement": the share of samples (m, 784) that the judge takes for their label. "Spread": the
    trace of the covariance of a class's features, over that of the real digits of the class; the
    mean over the classes, and the smallest. Only what the judge takes for its class counts there,
    or mistakes would pass for variety. "Recall in a class": the mean over the classes of the share
    of real digits of a class among as many samples of it. Raises `ValueError` unless each class
    that the real digits have is among the labels as often or more often, and at least five times.

    >>> images, labels = torch.rand(50, 784), torch.arange(50) % 10
    >>> found = by_class(models.DigitClassifier(), data.Images(images, labels), images, labels)
    >>> found["recall in a class"]  # samples that are the real ones
    1.0
    """
    counts = real.labels.bincount(minlength=10), labels.bincount(minlength=10)
    classes = real.labels.unique().tolist()
    if any(counts[0][c] < 5 or counts[1][c] < counts[0][c] for c in classes):
        raise ValueError(
            "five real digits of each class and at least as many samples of it are needed, but got "
            f"{counts[0].tolist()} and {counts[1].tolist()}, by class: a covariance needs them."
        )
    spreads, recalls = [], []
    for c in classes:
        images = real.images[real.labels == c], samples[labels == c]
        features = [judge.features(some) for some in images]
        own = [f[judge(some).argmax(1) == c] for f, some in zip(features, images, strict=True)]
        traces = [f.var(0).sum().item() if len(f) > 1 else 0.0 for f in own]
        spreads.append(traces[1] / traces[0] if traces[0] else math.nan)
        recalls.append(metrics.precision_and_recall(features[0], features[1][: len(images[0])])[1])
    return {
        "agreement": (judge(samples).argmax(1) == labels).double().mean().item(),
        "spread": sum(spreads) / len(spreads),
        "smallest spread": min(spreads),
        "recall in a class": sum(recalls) / len(recalls),
    }
