"""Answers to the exercises on marks and shares."""

import torch


def green_score(runs, green, share):
    """By how many standard deviations the green runs are more than chance gives. -> number.

    `runs` are runs of tokens (n, length), `green` says of each whether the key calls it green, and
    `share` is the probability of that by chance. A run that comes twice counts once.
    """
    seen = torch.column_stack([runs, green]).unique(dim=0)
    count, greens = len(seen), seen[:, -1].sum().item()
    return (greens - share * count) / (count * share * (1 - share)) ** 0.5


def corrected_shares(shown, confusion):
    """The true shares of the classes (classes,), from those that a judge shows.

    Row i of `confusion` (classes, classes): the shares that the judge takes class i for.
    """
    return torch.linalg.solve(confusion.T, shown)
