"""Answers to the exercises on data augmentation."""

import torch
from scipy import stats


def smote_point(rows, index, rank, share):
    """The point on the way from a row to its neighbour of that rank. (n, d) -> (d,)."""
    distances = (rows - rows[index]).norm(dim=1)
    distances[index] = torch.inf
    neighbour = rows[distances.argsort()[rank - 1]]
    return rows[index] + share * (neighbour - rows[index])


def paired_interval(first, second, coverage):
    """The interval for the mean difference of pairs. Two lists of n numbers -> (low, high)."""
    first = torch.tensor(first, dtype=torch.double)
    second = torch.tensor(second, dtype=torch.double)
    gap = first - second
    error = gap.std() / len(gap) ** 0.5
    width = stats.t.ppf((1 + coverage) / 2, len(gap) - 1) * error
    return (gap.mean() - width).item(), (gap.mean() + width).item()


def balanced_parts(rows, labels, held_out):
    """Training rows and labels, balanced, then test rows and labels. (n, d), (n,) -> four."""
    cut = len(rows) - held_out
    places = torch.arange(cut)
    rare = places[labels[:cut] == 1]
    lacking = cut - 2 * len(rare)
    times = 1 + lacking // len(rare)
    chosen = torch.cat([places, rare.repeat(times)[:lacking]])
    return rows[chosen], labels[chosen], rows[cut:], labels[cut:]


def equal_steps():
    """Steps with few digits and with many, and the epochs that keep to as many steps."""
    return {
        "steps with 50 digits": 1000,
        "steps in 1,000 epochs with 10,050": 158_000,
        "whole epochs within the old number of steps": 6,
    }
