"""Exercises: three programs that run and are wrong in one place, to be put right."""

import torch
from torch import nn

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import practice

PAGE = "5-practice/walkthrough"
SEE = ("walkthrough-lessons", PAGE)

LOGITS = [2.0, -1.0, 0.5, -3.0, 60.0]
LABELS = [1.0, 0.0, 0.0, 1.0, 1.0]


def see_cross_entropy(answer):
    logits, labels = torch.tensor(LOGITS), torch.tensor(LABELS)
    return {
        "the loss of a column of logits": answer(logits[:, None], labels),
        "the loss of a row of logits": answer(logits, labels),
    }


def expect_cross_entropy():
    """From the probabilities, in double precision, one example after the other."""
    logits = torch.tensor(LOGITS, dtype=torch.double)
    chances = [p if y else 1 - p for p, y in zip(logits.sigmoid(), LABELS, strict=True)]
    loss = -torch.stack(chances).log().mean().float()
    return {"the loss of a column of logits": loss, "the loss of a row of logits": loss}


BROADCAST = Exercise(
    label="ex-bug-loss",
    solution=practice.cross_entropy,
    probe=see_cross_entropy,
    oracle=expect_cross_entropy,
    see=SEE,
    mistakes=(
        Mistake(
            "    logits = logits.reshape(labels.shape)\n",
            "",
            "How many numbers does the product of labels and logits hold, for n examples?",
            "n times n, if one is a column and the other a row: every logit is held against every "
            "label, and the mean of it all is a loss, too.",
        ),
        Mistake(
            "logits = logits.reshape(labels.shape)",
            "labels = labels.reshape(-1, 1)",
            "It is right for a column of logits. And for a row?",
            "Then the labels are a column and the logits a row, and all is as before. Take the "
            "shape of the one from the other.",
        ),
        Mistake(
            "labels * logits",
            "(1 - labels) * logits",
            "Is a large logit a good answer to the label 1, or to the label 0?",
            "To 1. This loss rewards the opposite.",
        ),
        Mistake(
            ".mean()",
            ".sum()",
            "The mean over the examples is asked for. What did you take?",
            "The sum: it grows with the batch.",
        ),
    ),
)

EXAMPLES, SIZE = 23, 5


def see_batches(answer):
    images = torch.arange(EXAMPLES)[:, None] * torch.ones(1, 3)
    labels = 100 + torch.arange(EXAMPLES)
    epochs = []
    for _ in range(2):
        pairs = answer(images, labels, SIZE)
        try:
            epochs.append([(batch[:, 0].tolist(), marks.tolist()) for batch, marks in pairs])
        except (AttributeError, IndexError, TypeError, ValueError):
            raise NotYet("wrong type", "a list of pairs (images, labels) is needed") from None
    seen = [number for batch, _ in epochs[0] for number in batch]
    marks = [mark for _, batch in epochs[0] for mark in batch]
    return {
        "the sizes of the batches": [len(batch) for batch, _ in epochs[0]],
        "every image comes once": sorted(seen) == list(range(EXAMPLES)),
        "every label is with its image": marks == [100 + number for number in seen],
        "the order is a new one": epochs[0] != epochs[1] and seen != sorted(seen),
    }


def expect_batches():
    """What is asked for, as it stands in the text."""
    full, rest = divmod(EXAMPLES, SIZE)
    return {
        "the sizes of the batches": [SIZE] * full + [rest],
        "every image comes once": True,
        "every label is with its image": True,
        "the order is a new one": True,
    }


PAIRS = Exercise(
    label="ex-bug-batches",
    solution=practice.paired_batches,
    probe=see_batches,
    oracle=expect_batches,
    see=SEE,
    mistakes=(
        Mistake(
            "labels[chosen]",
            "labels[torch.randperm(len(labels))[: len(chosen)]]",
            "Follow the first image of the first batch. Which label lies beside it?",
            "One that was drawn by an order of its own. One permutation has to serve both.",
        ),
        Mistake(
            "torch.randperm(len(images))",
            "torch.arange(len(images))",
            "Are two epochs alike?",
            "They are, batch by batch, and the data are sorted by class: shuffle.",
        ),
        Mistake(
            "torch.randperm(len(images))",
            "torch.randint(len(images), (len(images),))",
            "How often does an image come in one epoch?",
            "Once, it should be. Drawn with replacement, one in three isn't seen at all.",
        ),
        Mistake(
            "order.split(size)",
            "order.split(size)[:-1]",
            "Count the images of an epoch.",
            "The last, smaller batch is missing.",
        ),
    ),
)

DECAY, STEPS, START = 0.9, 4, [0.5, -1.0, 2.0]


def see_average(answer):
    network = nn.Linear(2, 1)
    with torch.no_grad():
        network.weight.copy_(torch.tensor([START[:2]]))
        network.bias.copy_(torch.tensor(START[2:]))

    def step():
        with torch.no_grad():
            for number, weight in enumerate(network.parameters(), start=1):
                weight += number

    average = answer(network, step, STEPS, DECAY)
    if not isinstance(average, list | tuple) or len(average) != 2:
        raise NotYet("wrong type", "a list with a tensor for each parameter is needed")
    return {
        "the average of the weight": average[0],
        "the average of the bias": average[1],
        "the network's own bias": network.bias.detach(),
    }


def expect_average():
    """In closed form: the weight after step k is start + k · pace, and the average a finite sum."""

    def closed(start, pace):
        shares = [(1 - DECAY) * DECAY ** (STEPS - k) for k in range(1, STEPS + 1)]
        return start + pace * sum(share * k for k, share in enumerate(shares, start=1))

    return {
        "the average of the weight": torch.tensor([[closed(value, 1) for value in START[:2]]]),
        "the average of the bias": torch.tensor([closed(START[2], 2)]),
        "the network's own bias": torch.tensor([START[2] + 2.0 * STEPS]),
    }


AVERAGE = Exercise(
    label="ex-bug-average",
    solution=practice.averaged_weights,
    probe=see_average,
    oracle=expect_average,
    see=SEE,
    mistakes=(
        Mistake(
            ".detach().clone()",
            ".detach()",
            "The average equals the last weights, to the last bit. What is it made of?",
            "Of the weights' own memory: `detach` cuts the history, not the storage. What the "
            "optimiser writes, the average shows.",
        ),
        Mistake(
            "old.mul_(decay).add_(new.detach(), alpha=1 - decay)",
            "old.mul_(1 - decay).add_(new.detach(), alpha=decay)",
            "With a decay of 0.999, how much of the last weights should the average hold?",
            "A thousandth. The two shares are exchanged.",
        ),
        Mistake(
            "        step()\n",
            "",
            "Did the network train at all?",
            "Nobody calls the step, so the average is one of a single value.",
        ),
        Mistake(
            "alpha=1 - decay",
            "alpha=1",
            "Do the two shares add up to one?",
            "They don't, so this isn't an average: it grows.",
        ),
    ),
)
