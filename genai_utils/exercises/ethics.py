"""Exercises: the score of a green list, and shares that a judge's errors have moved."""

import numpy as np
import torch
from scipy import optimize, stats

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import ethics

PAGE = "8-outlook/ethics"
MORE, FEWER = "65 of 100 runs green, half by chance", "35 of 100 runs green, half by chance"
QUARTER, LONG = "40 of 100 runs green, a quarter by chance", "260 of 400 runs green, half by chance"
TWICE = "10 green runs, the same 10 again, and 10 others"


def _texts():
    def text(greens, count, share):
        runs = torch.stack([torch.arange(count), torch.arange(count) + 1], dim=1)
        return runs, torch.arange(count) < greens, share

    runs, green, _ = text(10, 20, 0.5)
    again = torch.cat([runs, runs[:10]]), torch.cat([green, green[:10]]), 0.5
    return {
        MORE: text(65, 100, 0.5),
        FEWER: text(35, 100, 0.5),
        QUARTER: text(40, 100, 0.25),
        LONG: text(260, 400, 0.5),
        TWICE: again,
    }


def see_score(answer):
    return {name: answer(*text) for name, text in _texts().items()}


def expect_score():
    """From the binomial law's own table of probabilities, over the different runs."""

    def one(runs, green, share):
        pairs = np.unique(np.column_stack([runs.numpy(), green.numpy()]), axis=0)
        counts = np.arange(len(pairs) + 1)
        chance = stats.binom.pmf(counts, len(pairs), share)
        mean = chance @ counts
        return (pairs[:, -1].sum() - mean) / np.sqrt(chance @ (counts - mean) ** 2)

    return {name: float(one(*text)) for name, text in _texts().items()}


SCORE = Exercise(
    label="ex-green-score",
    solution=ethics.green_score,
    probe=see_score,
    oracle=expect_score,
    see=("eq-watermark-score", PAGE),
    asks=(
        (MORE, "65 of 100 are green where 50 are expected. What is the deviation of that count?"),
        (FEWER, "Fewer green runs than by chance speak against a mark. Is your score negative?"),
        (QUARTER, "By chance a quarter is green here. Where do mean and variance depend on it?"),
        (LONG, "Four times as long a text with the same share: how does its score grow?"),
        (TWICE, "A key throws its coin once for each run. What do you do with a run that repeats?"),
    ),
    mistakes=(
        Mistake(
            "(greens - share * count)",
            "(share * count - greens)",
            "Which way round is your difference? A mark makes green runs more frequent.",
            "Subtract what chance gives from what was counted, so that a mark has a high score.",
        ),
        Mistake(
            "(count * share * (1 - share)) ** 0.5",
            "count ** 0.5",
            "What is the variance of one coin that shows green with the probability γ?",
            "It is γ(1 − γ), at most a quarter; the count's variance is n times that.",
        ),
        Mistake(
            "(count * share * (1 - share)) ** 0.5",
            "(count * share) ** 0.5",
            "Your variance is nγ. Is that the variance of a coin, or of rare events?",
            "A coin's variance has the factor 1 − γ as well.",
        ),
        Mistake(
            "(count * share * (1 - share)) ** 0.5",
            "(count * share * (1 - share))",
            "Do you divide by the variance, or by its root?",
            "A standard deviation is the root of the variance.",
        ),
        Mistake(
            "seen = torch.column_stack([runs, green]).unique(dim=0)",
            "seen = torch.column_stack([runs, green])",
            "Do you count a repeated run each time? Its coin was thrown only once.",
            "Count each different run once, or a text that repeats itself looks marked.",
        ),
        Mistake(
            "(greens - share * count)",
            "abs(greens - share * count)",
            "May a text with too few green runs have a high score? Your difference has no sign.",
            "Leave the absolute value out: the test has one side.",
        ),
    ),
)

PERFECT, TWO = "a judge without errors", "two classes, one of them often overlooked"
THREE, RARE = "three classes, not symmetric", "a rare class among three"


def _judges():
    rows = [[0.9, 0.1, 0.0], [0.05, 0.8, 0.15], [0.0, 0.3, 0.7]]
    two, three = ([[0.95, 0.05], [0.3, 0.7]], rows)
    cases = {
        PERFECT: (np.eye(2), [0.3, 0.7]),
        TWO: (two, [0.5, 0.5]),
        THREE: (three, [0.2, 0.5, 0.3]),
        RARE: (three, [0.01, 0.09, 0.9]),
    }
    return {
        name: (torch.tensor(np.array(true) @ np.array(matrix)), torch.tensor(np.array(matrix)))
        for name, (matrix, true) in cases.items()
    }


def see_shares(answer):
    return {name: answer(*judge) for name, judge in _judges().items()}


def expect_shares():
    """By searching for the shares whose judged picture is the one that is shown."""

    def one(shown, matrix):
        shown, matrix = shown.numpy(), matrix.numpy()
        return torch.tensor(optimize.root(lambda true: true @ matrix - shown, shown, tol=1e-13).x)

    return {name: one(*judge) for name, judge in _judges().items()}


SHARES = Exercise(
    label="ex-corrected-shares",
    solution=ethics.corrected_shares,
    probe=see_shares,
    oracle=expect_shares,
    see=("eq-confusion-solved", PAGE),
    asks=(
        (PERFECT, "A judge without errors shows the true shares. Do you change them?"),
        (TWO, "Of class 1 the judge overlooks 30 in 100. Is the class as large as it shows?"),
        (THREE, "Row i of the matrix says where class i goes. Which way round do you solve?"),
        (RARE, "Put your shares through the judge: do you get back what it showed?"),
    ),
    mistakes=(
        Mistake(
            "torch.linalg.solve(confusion.T, shown)",
            "shown",
            "Do you return what the judge shows? It overlooks some classes more often than others.",
            "Solve for the shares that, put through the judge, give what is shown.",
        ),
        Mistake(
            "torch.linalg.solve(confusion.T, shown)",
            "torch.linalg.solve(confusion, shown)",
            "Which way round is your matrix? A row is a true class, and the shares shown are sums "
            "over columns.",
            "What is shown in class j is the sum over i of s_i C_ij: the matrix transposed.",
        ),
        Mistake(
            "torch.linalg.solve(confusion.T, shown)",
            "confusion.T @ shown",
            "Did you apply the judge's errors a second time? You should undo them.",
            "Multiplying leads from true to shown shares. You need the way back.",
        ),
        Mistake(
            "torch.linalg.solve(confusion.T, shown)",
            "shown / confusion.diagonal()",
            "You allow for those that are overlooked. What of those that are wrongly taken for "
            "the class?",
            "Hits alone don't suffice: the false ones have to be taken off, too.",
        ),
        Mistake(
            "torch.linalg.solve(confusion.T, shown)",
            "shown * confusion.diagonal()",
            "A class that is overlooked is larger than it seems. Do you make it smaller?",
            "Dividing by the hits would be nearer; solving for all classes at once is right.",
        ),
    ),
)
