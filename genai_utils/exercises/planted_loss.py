"""Exercise: a loss that fits shapes together which shouldn't."""

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import practice

LABELS = [1.0, 0.0, 0.0, 1.0, 1.0]
COIN, ROW, COLUMN = "logits of 0", "the loss of a row of logits", "the loss of a column of logits"
ALONE, SLOPE = "a batch of one, as a column", "the slope in each logit"
LOGITS = {
    COIN: [0.0, 0.0, 0.0, 0.0, 0.0],
    ROW: [2.0, -1.0, 0.5, -3.0, 1.5],
    COLUMN: [[2.0], [-1.0], [0.5], [-3.0], [1.5]],
    ALONE: [[2.0]],
    "very certain and right, logits of ±200": [200.0, -200.0, -200.0, 200.0, 200.0],
    "very certain and wrong, logits of ±200": [-200.0, 200.0, 200.0, -200.0, -200.0],
}
STEEP = [[2.0], [30.0], [0.5], [-30.0], [60.0]]


def _labels(logits):
    return torch.tensor(LABELS[: len(logits)])


def see_cross_entropy(answer):
    seen = {name: answer(torch.tensor(logits), _labels(logits)) for name, logits in LOGITS.items()}
    leaf = torch.tensor(STEEP, requires_grad=True)
    (slope,) = slopes(answer(leaf, _labels(STEEP)), leaf)
    return seen | {SLOPE: slope}


def expect_cross_entropy():
    """One example after the other: a logit costs log(1 + exp(-a)) if the label is 1."""
    right = {}
    for name, logits in LOGITS.items():
        column = torch.tensor(logits, dtype=torch.double).flatten()
        costs = torch.logaddexp(-(2 * _labels(logits) - 1) * column, torch.zeros(()).double())
        right[name] = costs.mean()
    column = torch.tensor(STEEP)
    return right | {SLOPE: (column.sigmoid() - _labels(STEEP)[:, None]) / len(STEEP)}


LOST = "Where is it lost: in a sigmoid that is rounded to 0 or 1, or in a number that is cut off?"
BROADCAST = Exercise(
    label="ex-bug-loss",
    solution=practice.cross_entropy,
    probe=see_cross_entropy,
    oracle=expect_cross_entropy,
    see=("walkthrough-lessons", "5-practice/walkthrough"),
    asks=(
        (
            COIN,
            "A logit of 0 is a coin's: it costs log 2 nats, whatever the label, also on the mean. "
            "What does yours cost, and do both labels pay?",
        ),
        (
            ROW,
            "A row of logits: for each example the cross-entropy of its own logit and label. "
            "Is the logit taken as a logit, once, and is a large one good for the label 1?",
        ),
        (
            COLUMN,
            "A row is right and a column isn't. What shape has the product of labels and logits "
            "then?",
        ),
        (ALONE, "What shape is left of a column of one logit, of size (1, 1), in your code?"),
        (
            "very certain and right, logits of ±200",
            "Certain and right costs nothing. Do you take the logarithm of 0 on the way there?",
        ),
        (
            "very certain and wrong, logits of ±200",
            "A certain logit that is wrong costs 200 nats. " + LOST,
        ),
        (
            SLOPE,
            "The values are right. Does a gradient reach each logit, the largest where it is "
            "certain and wrong? " + LOST,
        ),
    ),
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
            "What shapes have labels and logits in your product if the logits are a row?",
            "The labels are a column then, and every logit meets every label. Take the shape of "
            "the one from the other.",
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
