"""Exercise: the share of samples that count as copies, by a threshold that unseen pictures set."""

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import emoji as solutions

PAGE = "6-applications/emoji"
UNSEEN = torch.linspace(0.4, 1.35, 20, dtype=torch.double).flip(0)
SAMPLES = torch.tensor([0.9, 0.02, 1.1, 0.43, 0.6, 0.23, 1.2, 0.8], dtype=torch.double)
CASES = {
    "eight samples, alarms 0.05": (SAMPLES, UNSEEN, 0.05),
    "the same, alarms 0.25": (SAMPLES, UNSEEN, 0.25),
    "the unseen themselves, alarms 0.25": (UNSEEN, UNSEEN, 0.25),
    "samples far from all, alarms 0.25": (SAMPLES + 5, UNSEEN, 0.25),
}


def see_shares(answer):
    return {name: answer(*case) for name, case in CASES.items()}


def expect_shares():
    """By sorting: the threshold stands at `alarms` of the way through the ordered ratios."""
    seen = {}
    for name, (ratios, unseen, alarms) in CASES.items():
        ordered = np.sort(unseen.numpy())
        threshold = np.interp(alarms * (len(ordered) - 1), np.arange(len(ordered)), ordered)
        seen[name] = sum(float(ratio) < threshold for ratio in ratios) / len(ratios)
    return seen


COPIES = Exercise(
    label="ex-emoji-copies",
    solution=solutions.copy_share,
    probe=see_shares,
    oracle=expect_shares,
    see=("emoji-copies", PAGE),
    asks=(
        (
            "eight samples, alarms 0.05",
            "Of twenty unseen ratios from 0.40 to 1.35 a twentieth should lie below the threshold. "
            "Which of the eight samples lie below it, and what share of the eight is that?",
        ),
        (
            "the same, alarms 0.25",
            "With more false alarms allowed the threshold rises. Does yours come from the unseen "
            "ratios and this share?",
        ),
        (
            "the unseen themselves, alarms 0.25",
            "Held to their own threshold, a quarter of the unseen pictures lie below. What share "
            "do you find?",
        ),
        (
            "samples far from all, alarms 0.25",
            "No sample has a small ratio here. What share of them is below the threshold?",
        ),
    ),
    mistakes=(
        Mistake(
            "unseen.quantile",
            "ratios.quantile",
            "Whose ratios say how small a ratio may be for a picture that is no copy?",
            "Held to their own threshold, samples count as copies as often as you allow alarms, "
            "whatever they are.",
        ),
        Mistake(
            "quantile(alarms)",
            "quantile(1 - alarms)",
            "Which end of the unseen ratios is suspicious, the small or the large one?",
            "The share `alarms` lies below the threshold, the rest above.",
        ),
        Mistake(
            "ratios < threshold",
            "ratios > threshold",
            "Does a copy have a small ratio or a large one?",
            "It is near to a training picture and far from those of other families.",
        ),
        Mistake(
            "threshold = unseen.quantile(alarms)",
            "threshold = alarms",
            "Is the threshold a share of pictures or a ratio of distances?",
            "It is the ratio below which that share of the unseen pictures lies.",
        ),
        Mistake(
            "unseen.quantile(alarms)",
            "unseen.min()",
            "Which share of the unseen pictures lies below your threshold?",
            "The smallest of them leaves no false alarm, and misses copies.",
        ),
        Mistake(
            ".double().mean()",
            ".sum()",
            "Is that a number of samples, or their share?",
            "Two generators of which you drew unequally many are compared by shares.",
        ),
        Mistake(
            "(ratios < threshold).double()",
            "ratios[ratios < threshold]",
            "Is that a share of samples, or a mean of their ratios?",
            "How many there are below, over how many there are.",
        ),
    ),
)
