"""The judge of generated emoji: a classifier of group and skin tone, and what it measures."""

import torch
from torch import Tensor
from torch.nn import functional

from genai_utils import data, metrics, models

EPOCHS, BATCH = 60, 128
PEAK, LAST = 3e-3, 0.05  # Adam's rate falls to a twentieth


def train(emoji: data.Emoji, epochs: int = EPOCHS, seed: int = 0) -> models.EmojiJudge:
    """A classifier that has seen these emoji so often, mirrored and moved by up to two pixels.

    Depends on the seed alone. Raises `ValueError` without an emoji or an epoch.

    >>> some = data.openmoji().where(torch.arange(4045) < 9)
    >>> [logits.shape[1] for logits in train(some, epochs=1)(some.images)]
    [8, 6]
    """
    if len(emoji) == 0 or epochs < 1:
        raise ValueError(f"emoji and an epoch are needed, but got {len(emoji)} and {epochs}.")
    torch.manual_seed(seed)
    judge = models.EmojiJudge()
    optimizer = torch.optim.Adam(judge.parameters(), lr=PEAK, fused=True)
    turns = epochs * -(-len(emoji) // BATCH)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, LAST, total_iters=turns)
    for _epoch in range(epochs):
        for chosen in torch.randperm(len(emoji)).split(BATCH):
            group, tone = judge(data.jittered(emoji.images[chosen], by=2))
            loss = functional.cross_entropy(group, emoji.groups[chosen])
            loss = loss + functional.cross_entropy(tone, emoji.tones[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return judge.eval()


@torch.no_grad()
def accuracy(judge: models.EmojiJudge, emoji: data.Emoji) -> dict[str, float]:
    """The share of emoji whose group, and the share of those with a tone whose tone, is found.

    >>> some = data.openmoji().where(torch.arange(4045) > 4000)
    >>> sorted(accuracy(models.EmojiJudge(), some))
    ['group', 'tone']
    """
    group, tone = judge(emoji.images)
    toned = emoji.tones > 0
    return {
        "group": (group.argmax(1) == emoji.groups).double().mean().item(),
        "tone": (tone.argmax(1) == emoji.tones)[toned].double().mean().item(),
    }


@torch.no_grad()
def measures(judge: models.EmojiJudge, real: data.Emoji, samples: Tensor) -> dict[str, float]:
    """How good samples in [0, 1] are that were asked for the groups and tones of `real`.

    Precision, recall and Fréchet distance in the judge's 64 features; the shares that the judge
    takes for the group, and of those with a tone for the tone, that was asked for. One sample for
    each real emoji, in the same order. Raises `ValueError` for another number.

    >>> some = data.openmoji().where(torch.arange(4045) > 4000)
    >>> found = measures(models.EmojiJudge(), some, some.images)
    >>> found["precision"], found["recall"]
    (1.0, 1.0)
    """
    if samples.shape != real.images.shape:
        raise ValueError(
            f"a sample for each of {len(real)} emoji is needed, but got {tuple(samples.shape)}."
        )
    features, its = judge.features(real.images), judge.features(samples)
    precision, recall = metrics.precision_and_recall(features, its)
    asked = data.Emoji(samples, real.codes, real.groups, real.tones, real.families)
    return {
        "precision": precision,
        "recall": recall,
        "Fréchet distance": metrics.frechet_distance(features, its),
        **accuracy(judge, asked),
    }
