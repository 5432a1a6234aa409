"""Exercises: a step of SMOTE, and the steps of two arms."""

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts
from genai_utils.solutions import augmentation as solutions

PAGE = "6-applications/augmentation"

# From the first row the second is nearest by Euclidean distance, the third by a sum of distances.
ROWS = torch.tensor([[1.0, 2.0], [3.1, 4.1], [4.0, 2.0], [1.0, 7.0], [-5.0, 3.0]])
WAYS = {
    "from row 0, rank 1, at share 1": (0, 1, 1.0),
    "from row 0, rank 1, at share 0": (0, 1, 0.0),
    "from row 0, rank 1, at share 0.25": (0, 1, 0.25),
    "from row 3, rank 2, at share 0.5": (3, 2, 0.5),
}
KEPT = "the rows are as they were"


def see_points(answer):
    rows = ROWS.clone()
    seen = {name: answer(rows, *way) for name, way in WAYS.items()}
    return seen | {KEPT: torch.equal(rows, ROWS)}


def expect_points():
    """By sorting pairs of numbers; the point as a weighted mean of its two ends."""
    seen = {}
    for name, (index, rank, share) in WAYS.items():
        start = ROWS[index].tolist()
        others = [row for place, row in enumerate(ROWS.tolist()) if place != index]
        others.sort(key=lambda row, s=start: sum((a - b) ** 2 for a, b in zip(row, s, strict=True)))
        pairs = zip(start, others[rank - 1], strict=True)
        seen[name] = torch.tensor([(1 - share) * a + share * b for a, b in pairs])
    return seen | {KEPT: True}


SMOTE = Exercise(
    label="ex-augment-smote",
    solution=solutions.smote_point,
    probe=see_points,
    oracle=expect_points,
    see=("augmentation-table", PAGE),
    asks=(
        (
            "from row 0, rank 1, at share 1",
            "At share 1 the point is the neighbour itself. Which row does yours end at, and is "
            "it the nearest other one by Euclidean distance?",
        ),
        (
            "from row 0, rank 1, at share 0",
            "At share 0 nothing of the way is gone. Where is the point then?",
        ),
        (
            "from row 0, rank 1, at share 0.25",
            "A quarter of the way from the row to its neighbour: which end has the weight ¾?",
        ),
        (
            "from row 3, rank 2, at share 0.5",
            "Here the row isn't the first and the neighbour isn't the nearest. Are `index` and "
            "`rank` both used?",
        ),
        (KEPT, "The table that was handed over has changed. Which line of yours writes to it?"),
    ),
    mistakes=(
        Mistake(
            "[rank - 1]",
            "[rank]",
            "Which place has the nearest row in your order? Python counts from 0.",
            "With rank 1 yours ends at the second nearest row.",
        ),
        Mistake(
            "distances[index] = torch.inf",
            "distances[index] = 0.0",
            "Which row is nearest to a row? The points don't leave their row.",
            "It is the row itself, at distance 0: it has to be left out of the order.",
        ),
        Mistake(
            "share * (neighbour - rows[index])",
            "share * neighbour",
            "At share 1 the point should be the neighbour. What is it in yours?",
            "A way from one place to another is a difference of the two.",
        ),
        Mistake(
            "return rows[index] + share",
            "return neighbour + share",
            "At share 0 the point should be the row. From which end does yours start?",
            "From the neighbour, so the point lies beyond the segment.",
        ),
        Mistake(
            "(rows - rows[index]).norm(dim=1)",
            "(rows - rows[index]).abs().sum(dim=1)",
            "Which distance do you sort by? The shortest way isn't along the axes.",
            "The Euclidean distance is the root of a sum of squares.",
        ),
    ),
)


def expect_steps():
    """Counted: the batches of an epoch as PyTorch splits them."""
    few, many = (len(torch.arange(digits).split(64)) for digits in (50, 10_050))
    return {
        "steps with 50 digits": float(1000 * few),
        "steps in 1,000 epochs with 10,050": float(1000 * many),
        "whole epochs within the old number of steps": float(1000 * few // many),
    }


STEPS = Exercise(
    label="ex-augment-steps",
    solution=solutions.equal_steps,
    probe=parts(*solutions.equal_steps()),
    oracle=expect_steps,
    see=("augmentation-protocol", PAGE),
    tolerance=1e-9,
    asks=(
        (
            "steps with 50 digits",
            "A step is taken for each batch, a smaller one as well. How many batches has an epoch "
            "of 50 digits?",
        ),
        (
            "steps in 1,000 epochs with 10,050",
            "Divide 10,050 by 64. What becomes of the digits that are left over?",
        ),
        (
            "whole epochs within the old number of steps",
            "How many steps were there before, and how many does one epoch take now?",
        ),
    ),
    mistakes=(
        Mistake(
            '50 digits": 1000',
            '50 digits": 50_000',
            "Is a step taken for each digit, or for each batch?",
            "For each batch, and 50 digits fit into one.",
        ),
        Mistake(
            "158_000",
            "157_000",
            "Is 10,050 a multiple of 64?",
            "The digits that are left make a batch of their own.",
        ),
        Mistake(
            'steps": 6',
            'steps": 1000',
            "As many epochs as before: are those as many steps?",
            "An epoch takes far more of them now, so this arm would be trained far longer.",
        ),
        Mistake(
            'steps": 6',
            'steps": 7',
            "Multiply your epochs by the steps of one. Is that within the old number?",
            "It is more: the last epoch doesn't fit in.",
        ),
    ),
)
