"""Wrong answers to the exercises on data augmentation."""

import numpy as np
import torch
from scipy import stats
from wrong_answers import add


def order(rows, index, power=2.0):
    return torch.cdist(rows, rows[index][None], p=power)[:, 0].argsort()


def step(rows, index, rank, share, skip=1):
    return rows[index] + share * (rows[order(rows, index)[rank - 1 + skip]] - rows[index])


END = "neighbour|nearest|end"
add("ex-augment-smote", {
    "itself the nearest": ("itself|leave|nearest", lambda r, i, k, s: step(r, i, k, s, skip=0)),
    "one too far": ("count|place|nearest", lambda r, i, k, s: step(r, i, k, s, skip=2)),
    "always the nearest": ("rank", lambda r, i, k, s: step(r, i, 1, s)),
    "always from the first row": ("index", lambda r, i, k, s: step(r, 0, k, s)),
    "always halfway": (END + "|share", lambda r, i, k, s: step(r, i, k, 0.5)),
    "from the other end": ("end|start|share", lambda r, i, k, s: step(r, i, k, 1 - s)),
    "beyond the row": (END, lambda r, i, k, s: step(r, i, k, -s)),
    "by steps along the axes": ("distance|axes", lambda r, i, k, s: torch.lerp(
        r[i], r[order(r, i, 1.0)[k]], s)),
    "the farthest": (END, lambda r, i, k, s: torch.lerp(r[i], r[order(r, i)[-k]], s)),
    "the neighbour alone": ("share|0|way", lambda r, i, k, s: step(r, i, k, 1.0)),
    "the row alone": (END, lambda r, i, k, s: r[i]),
    "written into the table": ("table|writes|changed", lambda r, i, k, s: r[i].copy_(
        step(r, i, k, s))),
    "as a list": ("tensor|list", lambda r, i, k, s: step(r, i, k, s).tolist()),
    "with a row too many": ("shape", lambda r, i, k, s: step(r, i, k, s)[None]),
})  # fmt: skip


def interval(gap=np.subtract, error=stats.sem, half=lambda c, n: stats.t.ppf((1 + c) / 2, n - 1)):
    def answer(first, second, coverage):
        differences = gap(first, second)
        width = half(coverage, len(differences)) * error(differences)
        return differences.mean() - width, differences.mean() + width

    return answer


def unpaired(first, second, coverage):
    found = stats.ttest_ind(first, second, equal_var=False).confidence_interval(coverage)
    return found.low, found.high


SPREAD = "spread|error|root|width|number|mean"
add("ex-augment-interval", {
    "not paired": ("pair|spread", unpaired),
    "where one more lies": ("one more|mean|root", interval(error=lambda g: np.std(g, ddof=1))),
    "divided by n": ("divided|spread", interval(error=lambda g: np.std(g) / len(g) ** 0.5)),
    "the normal quantile": ("Student|tail|estimate", interval(
        half=lambda c, n: stats.norm.ppf((1 + c) / 2))),
    "one side": ("above|side|quantile", interval(half=lambda c, n: stats.t.ppf(c, n - 1))),
    "two for every coverage": ("quantile|coverage", interval(half=lambda c, n: 2.0)),
    "n degrees of freedom": ("degrees|freedom", interval(half=lambda c, n: stats.t.ppf(
        (1 + c) / 2, n))),
    "second minus first": ("sign|subtract", interval(gap=lambda a, b: np.subtract(b, a))),
    "of the first alone": ("mean|sign|pair|spread", lambda a, b, c: interval()(
        a, np.zeros(len(b)), c)),
    "half a width": (SPREAD, interval(half=lambda c, n: stats.t.ppf((1 + c) / 2, n - 1) / 2)),
    "divided by n without a root": (SPREAD, interval(error=lambda g: np.std(g, ddof=1) / len(g))),
    "the mean alone": ("pair", lambda a, b, c: float(np.subtract(a, b).mean())),
    "smallest and largest": (SPREAD, lambda a, b, c: (
        np.subtract(a, b).min(), np.subtract(a, b).max())),
})  # fmt: skip


def cut(rows, labels, held_out, rare=1, extra=0, first=False):
    rows_, labels_ = rows[:-held_out], labels[:-held_out]
    places = torch.arange(len(rows_))
    few = places[labels_ == rare]
    lacking = int((labels_ != rare).sum()) - len(few) + extra
    copies = few.repeat(10)[: max(lacking, 0)]
    chosen = torch.cat([copies, places] if first else [places, copies])
    return rows_[chosen], labels_[chosen], rows[-held_out:], labels[-held_out:]


def doubled_first(rows, labels, held_out):
    rare = torch.arange(len(rows))[labels == 1].repeat(2)
    chosen = torch.cat([torch.arange(len(rows)), rare])
    rows, labels = rows[chosen], labels[chosen]
    return rows[:-held_out], labels[:-held_out], rows[-held_out:], labels[-held_out:]


def shuffled_first(rows, labels, held_out):
    order = torch.arange(len(rows)).flip(0)
    return cut(rows[order], labels[order], held_out)


ROWS = "rows|test|last"
add("ex-augment-leak", {
    "copied before the cut": (ROWS + "|cop", doubled_first),
    "another order before the cut": (ROWS, shuffled_first),
    "nothing copied": ("count|copies|lacking", lambda r, y, h: (
        r[:-h], y[:-h], r[-h:], y[-h:])),
    "the common ones copied": ("which|label|lacking|count", lambda r, y, h: cut(r, y, h, rare=0)),
    "one copy too many": ("count|copies|lacking", lambda r, y, h: cut(r, y, h, extra=1)),
    "one copy too few": ("count|copies|lacking", lambda r, y, h: cut(r, y, h, extra=-1)),
    "copies in front": ("order|first|last|copies", lambda r, y, h: cut(r, y, h, first=True)),
    "everything in training": ("test|among|cop", lambda r, y, h: (r, y, r[-h:], y[-h:])),
    "the first rows as the test": (ROWS + "|end", lambda r, y, h: (r[h:], y[h:], r[:h], y[:h])),
    "test labels of the first rows": ("label", lambda r, y, h: (*cut(r, y, h)[:3], y[:h])),
    "the test copied as well": (ROWS, lambda r, y, h: (
        *cut(r, y, h)[:2], r[-h:].repeat(2, 1), y[-h:].repeat(2))),
    "training alone": ("four|test", lambda r, y, h: cut(r, y, h)[:2]),
    "labels turned": ("label", lambda r, y, h: (
        cut(r, y, h)[0], 1 - cut(r, y, h)[1], *cut(r, y, h)[2:])),
})  # fmt: skip


def steps(few=1000, many=158_000, epochs=6):
    return {
        "steps with 50 digits": few,
        "steps in 1,000 epochs with 10,050": many,
        "whole epochs within the old number of steps": epochs,
    }


LEFT, EPOCH = "left|multiple|divide", "steps|epoch"
add("ex-augment-steps", {
    "a step for each digit": ("batch", steps(few=50_000)),
    "fewer than one batch": ("batch", steps(few=781)),
    "one step": ("batch|epoch", steps(few=1)),
    "the rest dropped": (LEFT, steps(many=157_000)),
    "digits counted": (LEFT + "|batch", steps(many=10_050_000)),
    "one epoch": (LEFT + "|batch", steps(many=158)),
    "as many epochs as before": (EPOCH, steps(epochs=1000)),
    "one epoch too many": (EPOCH, steps(epochs=7)),
    "a part of an epoch": (EPOCH, steps(epochs=6.33)),
    "five": (EPOCH, steps(epochs=5)),
})  # fmt: skip
