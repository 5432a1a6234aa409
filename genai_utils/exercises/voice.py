"""Exercises: the distance of two utterances once they are aligned, and the score of a mark."""

import itertools

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import voice

SPEECH, PAGE = "6-applications/speech", "6-applications/voice-conversion"
SAME, SLOWER = "equal cells", "the diagonal is free"
LOW, HIGH = "a table that is wider than high", "a table that is higher than wide"
CORNER = "the last cell costs 6, the others 1"


def _random(seed, *shape):
    return torch.from_numpy(np.random.default_rng(seed).uniform(0.1, 3.0, shape))


def _tables():
    corner = torch.ones(2, 2, dtype=torch.double)
    corner[1, 1] = 6.0
    high = _random(1, 5, 3)
    high[:, 0] /= 20
    high[-1] /= 20  # the cheapest path goes down and then to the right: six cells
    return {
        SAME: torch.full((1, 3), 2.0, dtype=torch.double),
        CORNER: corner,
        SLOWER: 1 - torch.eye(4, dtype=torch.double) + 0.25,
        LOW: _random(0, 3, 5),
        HIGH: high,
    }


def see_distance(answer):
    return {name: answer(table) for name, table in _tables().items()}


def expect_distance():
    """By walking every path there is."""

    def paths(i, j):
        if (i, j) == (0, 0):
            return [[(0, 0)]]
        before = ((i - 1, j - 1), (i - 1, j), (i, j - 1))
        return [[*path, (i, j)] for a, b in before if a >= 0 <= b for path in paths(a, b)]

    def one(table):
        walks = [
            np.array([table[cell] for cell in path])
            for path in paths(table.shape[0] - 1, table.shape[1] - 1)
        ]
        return min(walks, key=np.sum).mean()

    return {name: float(one(table.numpy())) for name, table in _tables().items()}


DISTANCE = Exercise(
    label="ex-aligned-distance",
    solution=voice.aligned_distance,
    probe=see_distance,
    oracle=expect_distance,
    see=("eq-mcd", SPEECH),
    asks=(
        (SAME, "Three cells of cost 2 stand in a row. What is the mean cost of a cell?"),
        (CORNER, "Each path begins in the first cell and ends in the last. Do both count?"),
        (SLOWER, "May a step of yours go on in both directions at once?"),
        (LOW, "Is your path the cheapest of all, and its cost divided by its own cells?"),
        (
            HIGH,
            "The cheapest path has six cells here. Is your cost divided by six?",
        ),
    ),
    mistakes=(
        Mistake(
            "return cost / cells",
            "return cost",
            "Do you return a sum? A longer utterance would then seem further away.",
            "Divide by the number of cells on the path.",
        ),
        Mistake(
            "return cost / cells",
            "return cost / (rows + columns)",
            "By how many do you divide: by the path's own cells?",
            "A path that goes straight has fewer cells than rows and columns together.",
        ),
        Mistake(
            "return cost / cells",
            "return cost / rows",
            "By how many do you divide? A row may hold several cells of the path.",
            "Count the cells while you go along.",
        ),
        Mistake(
            "[(i - 1, j - 1), (i - 1, j), (i, j - 1)]",
            "[(i - 1, j), (i, j - 1)] if i or j else [(-1, -1)]",
            "May both utterances go on by a frame at once?",
            "A step along the diagonal is allowed, and it is the usual one.",
        ),
        Mistake(
            "min(best[place] for place in before if place in best)",
            "max(best[place] for place in before if place in best)",
            "Is the path the cheapest, or the dearest?",
            "Take the least of the costs that lead to a cell.",
        ),
    ),
)

EVEN, ODD = "four cells of one size, all with the key", "four cells of one size, all against it"
MIXED, LOUD = "cells of several sizes", "the same cells, ten times as large"
WEAK = "one large cell among small ones"


def _cells():
    ones, drawn = torch.full((2, 2), 0.1, dtype=torch.double), _random(2, 3, 4) - 1.5
    some = torch.from_numpy(np.random.default_rng(3).choice([-1.0, 1.0], (3, 4)))
    uneven = torch.tensor([[5.0, 0.1, -0.1, 0.2]], dtype=torch.double)
    key = torch.tensor([[1.0, -1.0, 1.0, 1.0]], dtype=torch.double)
    return {
        EVEN: (ones, torch.ones_like(ones)),
        ODD: (ones, -torch.ones_like(ones)),
        MIXED: (drawn, some),
        LOUD: (10 * drawn, some),
        WEAK: (uneven, key),
    }


def see_score(answer):
    return {name: answer(*case) for name, case in _cells().items()}


def expect_score():
    """By drawing every key: the score is the sum in units of its spread over all of them."""

    def one(cells, signs):
        cells, signs = cells.numpy().ravel(), signs.numpy().ravel()
        sums = [np.dot(cells, key) for key in itertools.product((-1, 1), repeat=len(cells))]
        return np.dot(cells, signs) / np.std(sums)

    return {name: float(one(*case)) for name, case in _cells().items()}


SCORE = Exercise(
    label="ex-mark-score",
    solution=voice.mark_score,
    probe=see_score,
    oracle=expect_score,
    see=("eq-mark-score", PAGE),
    asks=(
        (EVEN, "Four cells of 0.1 agree with their signs. Their sum is 0.4; what is its spread?"),
        (ODD, "All cells are against the key here. May your score be negative?"),
        (MIXED, "What is the variance of a sum of cells, each with the sign of a fair coin?"),
        (LOUD, "A cell's size must not matter by itself. Does it cancel in your ratio?"),
        (WEAK, "Does each cell count with its own square in your variance?"),
    ),
    mistakes=(
        Mistake(
            "cells.square().sum().sqrt().item()",
            "cells.square().sum().item()",
            "Do you divide by the variance, or by its root?",
            "Then a louder sound has a smaller score. The deviation is the root.",
        ),
        Mistake(
            "cells.square().sum().sqrt().item()",
            "cells.numel() ** 0.5",
            "Whose spread do you divide by: that of the sum, or that of signs alone?",
            "A cell of size r times a coin has the variance r².",
        ),
        Mistake(
            "cells.square().sum().sqrt().item()",
            "1",
            "How large may the sum be by chance? You return the sum itself.",
            "Divide it by its standard deviation.",
        ),
        Mistake(
            "(cells * signs).sum()",
            "(cells * signs).abs().sum()",
            "What happens to cells that are against the key? They speak against the mark.",
            "Don't take absolute values: without a mark half of the cells are against the key.",
        ),
        Mistake(
            "(cells * signs).sum()",
            "(cells * signs).mean()",
            "A mean over a deviation of a sum: do both belong together?",
            "Divide the sum by the sum's deviation.",
        ),
    ),
)
