"""Tests of membership: a score for each record, and how well it tells members from others.

A score is a number for each record that should be larger for a member: the log-probability that a
model gives it, say. An attack says "member" above a threshold.
"""

import numpy as np
from scipy import stats


def _two_sides(members: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    members, others = np.asarray(members, float), np.asarray(others, float)
    if members.ndim != 1 or others.ndim != 1 or not len(members) or not len(others):
        raise ValueError(
            "a row of scores of members and one of others are needed, but got "
            f"{members.shape} and {others.shape}."
        )
    if np.isnan(members).any() or np.isnan(others).any():
        raise ValueError("scores are needed that can be ordered, but some are NaN.")
    return members, others


def roc(members: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """False alarms and caught members for every threshold, from the strictest on, in shares.

    Eq. `eq-roc`. (m,), (n,) -> twice (thresholds + 1,), from (0, 0) to (1, 1). Raises `ValueError`
    for an empty side or NaN.

    >>> roc([2.0, 1.0], [1.0, 0.0])
    (array([0. , 0. , 0.5, 1. ]), array([0. , 0.5, 1. , 1. ]))
    """
    members, others = _two_sides(members, others)
    thresholds = np.unique(np.concatenate([members, others]))[::-1]

    def share(scores: np.ndarray) -> np.ndarray:
        below = np.searchsorted(np.sort(scores), thresholds, side="left")
        return np.concatenate([[0.0], 1 - below / len(scores)])

    return share(others), share(members)


def area(members: np.ndarray, others: np.ndarray) -> float:
    """The area below that curve: how often a member scores above another record, ties by half.

    Eq. `eq-roc-area`. Raises `ValueError` as `roc` does.

    >>> area([2.0, 1.0], [1.0, 0.0])  # of four pairs three are in order, and one is tied
    0.875
    """
    members, others = _two_sides(members, others)
    ranks = stats.rankdata(np.concatenate([members, others]))
    m, n = len(members), len(others)
    return float((ranks[:m].sum() - m * (m + 1) / 2) / (m * n))


def area_interval(
    members: np.ndarray, others: np.ndarray, coverage: float = 0.95
) -> tuple[float, float]:
    """Where the area lies if other records had been drawn, the model as it is.

    Each record's share of won pairs is a mean of its own; their two variances add
    (delong1988comparing). Raises `ValueError` as `roc` does, and for fewer than ten of a side.

    >>> low, high = area_interval(np.arange(10) + 3.0, np.arange(10))
    >>> low < area(np.arange(10) + 3.0, np.arange(10)) < high
    True
    """
    members, others = _two_sides(members, others)
    if min(len(members), len(others)) < 10:
        raise ValueError(
            f"ten members and ten others are needed, but got {len(members)} and {len(others)}."
        )
    m, n = len(members), len(others)
    ranks = stats.rankdata(np.concatenate([members, others]))
    won = (ranks[:m] - stats.rankdata(members)) / n
    lost = 1 - (ranks[m:] - stats.rankdata(others)) / m
    spread = (won.var(ddof=1) / m + lost.var(ddof=1) / n) ** 0.5
    half = stats.norm.ppf(0.5 + coverage / 2) * spread
    return max(0.0, float(won.mean() - half)), min(1.0, float(won.mean() + half))


def caught(members: np.ndarray, others: np.ndarray, false_alarms: float = 0.01) -> float:
    """The share of members above a threshold that at most so many of the others exceed.

    Raises `ValueError` as `roc` does, and for fewer others than one false alarm needs.

    >>> caught([5.0, 1.0], [4.0, 3.0, 2.0, 0.0], false_alarms=0.25)  # above 3: one of two
    0.5
    """
    members, others = _two_sides(members, others)
    allowed = int(false_alarms * len(others) + 1e-9)
    if allowed < 1:
        raise ValueError(
            f"enough others for one false alarm are needed, but {len(others)} at the share "
            f"{false_alarms} allow none: the threshold would be a guess."
        )
    threshold = np.sort(others)[::-1][allowed]
    return float((members > threshold).mean())


def without_it(score: np.ndarray, references: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Each record's score less its mean under reference models that were trained without it.

    Eq. `eq-reference-score`. (n,), (models, n), (models, n) of booleans -> (n,). Raises
    `ValueError` if shapes don't fit or a record is in all reference models.

    >>> without_it(np.array([5.0]), np.array([[9.0], [1.0], [3.0]]), np.array([[1], [0], [0]]))
    array([3.])
    """
    references, outside = np.asarray(references, float), ~np.asarray(inside, bool)
    if references.shape != outside.shape or references.shape[1:] != np.shape(score):
        raise ValueError(
            f"scores (n,) and twice (models, n) are needed, but got {np.shape(score)}, "
            f"{references.shape} and {outside.shape}."
        )
    if not outside.any(0).all():
        raise ValueError("each record needs a reference model without it, but some have none.")
    return np.asarray(score, float) - (references * outside).sum(0) / outside.sum(0)


def likelihood_ratio(score: np.ndarray, references: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """How much better each record's score fits reference models with it than those without it.

    The log-ratio of two normal densities whose means are the record's own and whose variance is
    common to both (carlini2022membership). (n,), (models, n), (models, n) of booleans -> (n,).
    Raises `ValueError` if shapes don't fit or a record isn't in two models and out of two.

    >>> references = np.array([[3.0], [5.0], [0.0], [2.0]])  # 4 ± 1 with it, 1 ± 1 without
    >>> likelihood_ratio(np.array([4.0]), references, np.array([[1], [1], [0], [0]])) > 0
    array([ True])
    """
    references, inside = np.asarray(references, float), np.asarray(inside, bool)
    if references.shape != inside.shape or references.shape[1:] != np.shape(score):
        raise ValueError(
            f"scores (n,) and twice (models, n) are needed, but got {np.shape(score)}, "
            f"{references.shape} and {inside.shape}."
        )
    counts = [inside.sum(0), (~inside).sum(0)]
    if min(counts[0].min(), counts[1].min()) < 2:
        raise ValueError("each record is needed in two reference models and out of two.")
    means = [
        (references * side).sum(0) / n for side, n in zip((inside, ~inside), counts, strict=True)
    ]
    apart = np.where(inside, references - means[0], references - means[1])
    # A score that all models share to the last digit says nothing, rather than 0 / 0.
    variance = np.maximum((apart**2).sum(0) / (len(references) - 2), 1e-9)
    return ((score - means[1]) ** 2 - (score - means[0]) ** 2) / (2 * variance)
