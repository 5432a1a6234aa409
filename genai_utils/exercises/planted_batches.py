"""Exercise: batches in which images and labels stay together."""

import collections
import itertools

import torch

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import practice

CASES = (23, 5), (16, 5)  # images and size; in the second, chunks of equal size differ
EPOCHS, FEW = 400, 4
ONCE, PAIRED, NEW = "every image comes once", "every label is with its image", "two epochs differ"
ORDERS = "how many of the 24 orders of four images come up in 400 epochs"
FAIR = "no order comes far more often than its 17 times"
OFTEN = 40  # a fair order comes so often once in a million epochs of 400


def _sizes(count, size):
    return f"the sizes of the batches, {count} images by {size}"


def _epoch(answer, count, size):
    """The pairs of one epoch as lists; image number i holds 500 + i, its label is 100 + i."""
    images = 500 + torch.arange(count)[:, None] * torch.ones(1, 3)
    pairs = answer(images, 100 + torch.arange(count), size)
    try:
        pairs = itertools.islice(iter(pairs), 2 * count)
        return [((batch[:, 0] - 500).tolist(), (marks - 100).tolist()) for batch, marks in pairs]
    except (AttributeError, IndexError, TypeError, ValueError):
        raise NotYet("wrong type", "a list of pairs (images, labels) is needed") from None


def see_batches(answer):
    seen = {}
    for count, size in CASES:
        epoch = _epoch(answer, count, size)
        seen[_sizes(count, size)] = [len(batch) for batch, _ in epoch]
    order = [number for batch, _ in epoch for number in batch]
    counts = collections.Counter(str(_epoch(answer, FEW, 2)) for _ in range(EPOCHS))
    return seen | {
        ONCE: sorted(order) == list(range(count)),
        PAIRED: [mark for _, marks in epoch for mark in marks] == order,
        NEW: _epoch(answer, count, size) != epoch,
        ORDERS: float(len(counts)),
        FAIR: max(counts.values()) <= OFTEN,
    }


def expect_batches():
    """What is asked for, as it stands in the text; every order is possible, and none is rare."""
    sizes = {_sizes(n, k): [k] * (n // k) + [n % k] for n, k in CASES}
    return sizes | {ONCE: True, PAIRED: True, NEW: True, ORDERS: 24.0, FAIR: True}


PAIRS = Exercise(
    label="ex-bug-batches",
    solution=practice.paired_batches,
    probe=see_batches,
    oracle=expect_batches,
    see=("walkthrough-lessons", "5-practice/walkthrough"),
    asks=(
        *(
            (
                _sizes(*case),
                "Each batch has the size that was asked for, and only the last may be smaller. "
                "Which sizes do yours have?",
            )
            for case in CASES
        ),
        (ONCE, "Does every image come, and none twice? Count those of one epoch."),
        (PAIRED, "Follow one image: is the label beside it its own?"),
        (NEW, "Is the order of a second epoch a new one?"),
        (
            ORDERS,
            "Is every order possible, each as often as any other? In yours some images keep their "
            "place or their neighbours: shuffle them all.",
        ),
        (
            FAIR,
            "All orders are possible, but not equally often: the data's own comes too often. What "
            "happens to two images that draw the same number?",
        ),
    ),
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
            "Is the order of two epochs the same?",
            "It is, batch by batch: nothing is drawn, or a seed makes it always the same draw.",
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
