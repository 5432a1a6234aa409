"""Exercise: a table is balanced by copies, and the test must know nothing of it."""

import torch

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import augmentation as solutions

LABELS = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]
HELD_OUT = 4
APART = "no row of the test is among the training rows"
TEST, OF_TEST = "the rows of the test", "the labels of the test"
KINDS = "training rows of label 0 and of label 1"
PAIRED = "each training row has its own label"
ORDER = "the training rows, the copies last"


def table():
    """Row number i holds 10 i and 10 i + 1."""
    places = torch.arange(len(LABELS))
    return torch.stack([10.0 * places, 10.0 * places + 1], dim=1), torch.tensor(LABELS)


def _numbers(rows):
    return (rows[:, 0] / 10).round().long().tolist()


def see_parts(answer):
    try:
        rows, labels, test_rows, test_labels = answer(*table(), HELD_OUT)
        seen, held = _numbers(rows), _numbers(test_rows)
        marks = [int(label) for label in labels]
        of_test = [int(label) for label in test_labels]
    except (AttributeError, IndexError, TypeError, ValueError):
        words = "four tensors are needed: training rows and labels, test rows and labels"
        raise NotYet("wrong type", words) from None
    return {
        TEST: held,
        OF_TEST: of_test,
        APART: not set(seen) & set(held),
        KINDS: [marks.count(0), marks.count(1)],
        PAIRED: len(marks) == len(seen)
        and all(LABELS[row] == mark for row, mark in zip(seen, marks, strict=True)),
        ORDER: seen,
    }


def expect_parts():
    """Counted by hand: rows 0 to 7 train, of which 1 and 5 are rare and six aren't."""
    return {
        TEST: [8, 9, 10, 11],
        OF_TEST: [0, 0, 1, 0],
        APART: True,
        KINDS: [6, 6],
        PAIRED: True,
        ORDER: [0, 1, 2, 3, 4, 5, 6, 7, 1, 5, 1, 5],
    }


PARTS = Exercise(
    label="ex-augment-leak",
    solution=solutions.balanced_parts,
    probe=see_parts,
    oracle=expect_parts,
    see=("augmentation-leak", "6-applications/augmentation"),
    asks=(
        (TEST, "The test is the last rows of the table as it came. Which rows are yours?"),
        (OF_TEST, "Are the labels of the test those of its rows?"),
        (APART, "Look for the rows of the test among the training rows. When were they copied?"),
        (
            KINDS,
            "Count the training rows of each label. How many copies are lacking, and of which?",
        ),
        (PAIRED, "Follow one copied row: is the label beside it its own?"),
        (
            ORDER,
            "First the training rows as they are, then the copies of the rare ones, in their "
            "order and again from the first. What comes in yours?",
        ),
    ),
    mistakes=(
        Mistake(
            "rare = places[labels[:cut] == 1]",
            "rare = torch.arange(len(rows))[labels == 1]",
            "Which rows may be copied? One of yours lies in the test.",
            "The split comes first, and the copies are taken from the training part alone.",
        ),
        Mistake(
            "chosen = torch.cat([places, rare.repeat(times)[:lacking]])",
            "chosen = torch.cat([places, rare.repeat(times)[:lacking]])\n"
            "    rows, labels = rows[chosen], labels[chosen]\n"
            "    cut, chosen = len(rows) - held_out, torch.arange(len(rows) - held_out)",
            "Which rows are in your test, and which of them is a copy?",
            "The copies were made before the test was cut off, so the test is made of them.",
        ),
        Mistake(
            "labels[:cut] == 1",
            "labels[:cut] >= 0",
            "Which rows are copied, and how many copies are there: of the rare ones, as many as "
            "are lacking?",
            "Only rows of label 1 are lacking.",
        ),
        Mistake(
            "cut - 2 * len(rare)",
            "cut - len(rare)",
            "How many rows of label 1 are there already?",
            "They count as well: only the rest has to be made up.",
        ),
        Mistake(
            "rows[cut:], labels[cut:]",
            "rows[:held_out], labels[:held_out]",
            "From which end of the table is your test taken?",
            "It is the first rows, and they are among the training rows.",
        ),
    ),
)
