"""Exercises: what attention and a model of text will do, said before it is run."""

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts
from genai_utils.exercises.diagnosis import FINE, diagnosis, last
from genai_utils.solutions import attention

PAGE = "4-mathematics/self-attention"


def expect_spread():
    """The run: 100,000 pairs of queries and keys."""
    scores = (torch.randn(100_000, 64) * torch.randn(100_000, 64)).sum(1)
    return {"q·k": scores.std().item(), "q·k/√d": (scores / 64**0.5).std().item()}


SPREAD = Exercise(
    label="ex-attention-spread",
    solution=attention.spread_of_scores,
    probe=parts("q·k", "q·k/√d"),
    oracle=expect_spread,
    see=("eq-attention", PAGE),
    tolerance=0.03,
    asks=(
        (
            "q·k",
            "Each of the 64 products has a variance of 1. What is the variance of their sum, and "
            "its root, the standard deviation?",
        ),
        (
            "q·k/√d",
            "Divide the first quantity by √d. What becomes of a standard deviation that is divided "
            "by a number, and how large is √d for d = 64?",
        ),
    ),
    mistakes=(
        Mistake(
            '"q·k": 8.0',
            '"q·k": 64.0',
            "Variances of independent terms add up. Which quantity is asked for?",
            "64 is the variance of the sum; the standard deviation is its root.",
        ),
        Mistake(
            '"q·k": 8.0',
            '"q·k": 1.0',
            "How does the spread of a sum grow with the number of its terms?",
            "Each of the 64 products has variance 1. They add up.",
        ),
        Mistake(
            '"q·k/√d": 1.0',
            '"q·k/√d": 8.0',
            "By which number is the second quantity smaller than the first?",
            "By √d: that is what the division is for.",
        ),
        Mistake(
            '"q·k/√d": 1.0',
            '"q·k/√d": 0.125',
            "What is √d for d = 64, and what is divided by it?",
            "You have divided by the variance of the sum.",
        ),
    ),
)

DIAGNOSIS = diagnosis(
    label="ex-attention-diagnose",
    solution=attention.attention_diagnosis,
    record_name="attention",
    failures=("mask leaks", "learning rate too high", FINE),
    rules={
        "mask leaks": (
            lambda run, _: last(run, "held-out loss") < 0.5 * last(run, "entropy of the source"),
            {"held-out loss", "training loss"},
        ),
        "learning rate too high": (
            lambda run, _: last(run, "training loss") > 1.3 * last(run, "entropy of the source"),
            {"training loss", "held-out loss"},
        ),
        "nothing is wrong": (
            lambda run, _: (
                abs(last(run, "held-out loss") / last(run, "entropy of the source") - 1) < 0.1
            ),
            {"held-out loss", "loss of written text"},
        ),
    },
    see=("eq-causal-mask", PAGE),
    asks={
        "A": (
            "How far above the least possible loss, the entropy of the source, does A end, and "
            "does it come nearer or move up and down?",
            "Which of the recorded losses of A stays far above the entropy of the source while it "
            "trains?",
        ),
        "B": (
            "On which side of the entropy of the source do the losses of B end? Is it possible?",
            "Which recorded loss of B is below the entropy of the source, and so impossible?",
        ),
        "C": (
            "Where do the losses of C end, beside the entropy of the source: below it, far above "
            "it, or at it?",
            "Which loss says that C predicts sequences as well as possible that it hasn't seen in "
            "training?",
        ),
    },
    mistakes=(
        Mistake(
            '"B": ("mask leaks"',
            '"B": ("nothing is wrong"',
            "Can any model predict these sequences better than their own rule does? Is a loss "
            "below the entropy possible?",
            "No: the entropy of the source is the least possible loss. Who is below it has seen "
            "the answers. On its own, without them, B writes badly.",
        ),
        Mistake(
            '"C": ("nothing is wrong"',
            '"C": ("mask leaks"',
            "Is the loss of C below what is possible?",
            "It stays at the entropy of the source, and what it writes is as likely as real text.",
        ),
        Mistake(
            '"A": ("learning rate too high"',
            '"A": ("nothing is wrong"',
            "How far is A from the least possible loss, and does it come nearer?",
            "It stays far above it and moves up and down: its steps jump over what it looks for.",
        ),
        Mistake(
            '"A": ("learning rate too high"',
            '"A": ("mask leaks"',
            "A leak makes the loss too good. Is that of A too good?",
            "It is far too bad, in training already.",
        ),
        Mistake(
            '("mask leaks", "held-out loss")',
            '("mask leaks", "loss of written text")',
            "Bad text has many causes. Which recorded number is impossible?",
            "A loss below the entropy of the source.",
        ),
    ),
)
