"""Wrong answers to the exercises on marks and shares."""

import math

import torch
from wrong_answers import add

from genai_utils.solutions.ethics import corrected_shares, green_score


def whole(runs, green, share):
    """Greens and number, repeated runs counted."""
    return int(green.sum()), len(runs)


def counted(runs, green, share):
    both = torch.column_stack([runs, green.long()]).unique(dim=0)
    return int(both[:, -1].sum()), len(both)


def z(greens, count, share):
    return (greens - share * count) / math.sqrt(count * share * (1 - share))


SIDE, SPREAD = "way round|sign|negative|against|subtract", "variance|deviation|root|coin"
ONCE = "repeat|once|different"
add("ex-green-score", {
    "the wrong side": (SIDE, lambda *t: -green_score(*t)),
    "no side": (SIDE, lambda *t: abs(green_score(*t))),
    "without the share in the variance": (
        SPREAD, lambda *t: (counted(*t)[0] - t[2] * counted(*t)[1]) / counted(*t)[1] ** 0.5),
    "a Poisson variance": (SPREAD,
        lambda *t: (counted(*t)[0] - t[2] * counted(*t)[1]) / (counted(*t)[1] * t[2]) ** 0.5),
    "the variance below": (SPREAD,
        lambda *t: (counted(*t)[0] - t[2] * counted(*t)[1])
        / (counted(*t)[1] * t[2] * (1 - t[2]))),
    "the difference": (SPREAD, lambda *t: counted(*t)[0] - t[2] * counted(*t)[1]),
    "the difference of shares": (
        SPREAD, lambda *t: counted(*t)[0] / counted(*t)[1] - t[2]),
    "the share": (SPREAD + "|" + SIDE, lambda *t: counted(*t)[0] / counted(*t)[1]),
    "repeated runs counted": (ONCE, lambda *t: z(*whole(*t), t[2])),
    "the variance of the share seen": (SPREAD + "|" + ONCE,
        lambda *t: (counted(*t)[0] - t[2] * counted(*t)[1]) / math.sqrt(
            counted(*t)[0] * (1 - counted(*t)[0] / counted(*t)[1]))),
    "half by chance, always": (
        "quarter|chance|share|depend", lambda *t: z(*counted(*t), 0.5)),
    "squared": (SIDE + "|" + SPREAD, lambda *t: green_score(*t) ** 2),
})  # fmt: skip

WAY, BACK = "way round|row|column|transpos", "errors|judge|undo|overlook|false|back|missing"
add("ex-corrected-shares", {
    "as shown": (BACK, lambda o, c: o),
    "not transposed": (WAY, lambda o, c: torch.linalg.solve(c, o)),
    "applied again": (BACK, lambda o, c: c.T @ o),
    "applied again, not transposed": (BACK + "|" + WAY, lambda o, c: c @ o),
    "divided by the hits": (BACK, lambda o, c: o / c.diagonal()),
    "divided by the hits, summing to 1": (
        BACK + "|" + WAY, lambda o, c: (o / c.diagonal()) / (o / c.diagonal()).sum()),
    "times the hits": (BACK, lambda o, c: o * c.diagonal()),
    "columns made to sum to 1": (
        BACK + "|" + WAY, lambda o, c: (c / c.sum(0)) @ o),
    "equal shares": (BACK + "|change", lambda o, c: torch.full_like(o, 1 / len(o))),
    "turned around": (BACK + "|" + WAY + "|change", lambda o, c: corrected_shares(o, c).flip(0)),
    "the false ones taken off alone": (
        BACK + "|" + WAY, lambda o, c: o - (c.sum(0) - c.diagonal()) / len(o)),
})  # fmt: skip
