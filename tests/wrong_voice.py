"""Wrong answers to the exercises on voice conversion."""

import math

import torch
from wrong_answers import add

from genai_utils.solutions.voice import aligned_distance, mark_score


def walked(costs, steps, pick=min):
    """The cost of a path with other steps, and the number of its cells."""
    best = {(-1, -1): (0.0, 0)}
    for i in range(costs.shape[0]):
        for j in range(costs.shape[1]):
            before = [(i - a, j - b) for a, b in steps] if i or j else [(-1, -1)]
            known = [best[place] for place in before if place in best]
            if known:
                cost, cells = pick(known)
                best[i, j] = (cost + costs[i, j].item(), cells + 1)
    return best.get((costs.shape[0] - 1, costs.shape[1] - 1), (0.0, 1))


ALL, EDGES = ((1, 1), (1, 0), (0, 1)), ((1, 0), (0, 1))
COUNT, PATH = "divide|sum|cells|mean|longer", "path|step|both|diagonal|cheapest|begin|count"
add("ex-aligned-distance", {
    "the whole cost": (COUNT, lambda c: walked(c, ALL)[0]),
    "divided by the rows": (COUNT, lambda c: walked(c, ALL)[0] / c.shape[0]),
    "divided by the columns": (COUNT, lambda c: walked(c, ALL)[0] / c.shape[1]),
    "divided by rows and columns": (COUNT, lambda c: walked(c, ALL)[0] / sum(c.shape)),
    "divided by the longer side": (COUNT, lambda c: walked(c, ALL)[0] / max(c.shape)),
    "without a diagonal": (
        PATH, lambda c: walked(c, EDGES)[0] / walked(c, EDGES)[1]),
    "the dearest path": (PATH + "|dearest",
        lambda c: walked(c, ALL, max)[0] / walked(c, ALL, max)[1]),
    "the mean of all cells": (PATH + "|" + COUNT, lambda c: c.mean().item()),
    "the diagonal alone": (PATH + "|" + COUNT, lambda c: c.diagonal().mean().item()),
    "the least of each row": (PATH + "|" + COUNT, lambda c: c.min(1).values.mean().item()),
    "the least of each column": (PATH + "|" + COUNT, lambda c: c.min(0).values.mean().item()),
    "the last cell left out": (
        PATH + "|" + COUNT,
        lambda c: (walked(c, ALL)[0] - c[-1, -1].item()) / max(1, walked(c, ALL)[1] - 1)),
    "squared costs": (COUNT, lambda c: aligned_distance(c**2)),
})  # fmt: skip

SPREAD, SIGN = "spread|deviation|variance|root|sum|chance|cancel", "negative|against|absolute"
add("ex-mark-score", {
    "the variance below": (SPREAD, lambda r, s: (r * s).sum().item() / r.square().sum().item()),
    "the sum": (SPREAD, lambda r, s: (r * s).sum().item()),
    "the mean": (SPREAD, lambda r, s: (r * s).mean().item()),
    "the number of cells below": (
        SPREAD, lambda r, s: (r * s).sum().item() / math.sqrt(r.numel())),
    "absolute values": (SIGN + "|" + SPREAD,
        lambda r, s: (r * s).abs().sum().item() / r.norm().item()),
    "the absolute score": (SIGN + "|" + SPREAD, lambda r, s: abs(mark_score(r, s))),
    "a mean over the sum's deviation": (
        SPREAD, lambda r, s: (r * s).mean().item() / r.norm().item()),
    "the cells' own deviation": (
        SPREAD, lambda r, s: (r * s).sum().item() / (r.std().item() * math.sqrt(r.numel()))
        if r.std() > 0 else (r * s).sum().item()),
    "their signs alone": (SPREAD + "|size|own", lambda r, s: mark_score(r.sign(), s)),
    "a correlation": (SPREAD + "|finite|number|key", lambda r, s: torch.corrcoef(
        torch.stack([r.flatten(), s.flatten()]))[0, 1].item()),
    "without signs": (SIGN + "|" + SPREAD, lambda r, s: r.sum().item() / r.norm().item()),
    "squared": (SIGN + "|" + SPREAD, lambda r, s: mark_score(r, s) ** 2),
})  # fmt: skip
