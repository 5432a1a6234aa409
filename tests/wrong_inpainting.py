"""Wrong answers to the exercises on inpainting."""

import torch
from wrong_answers import add


def lengths(picture):
    right = picture[:, :-1, 1:] - picture[:, :-1, :-1]
    below = picture[:, 1:, :-1] - picture[:, :-1, :-1]
    return (right**2 + below**2).sqrt()


def decibels(squared):
    return -10 * torch.log10(squared)


def inside(f, x, m):
    return (m * (f - x) ** 2).sum((1, 2)) / m.sum((1, 2))


COUNT, BASE = "divide|missing|mask|pixels", "base|log|decibel|factor|sign"
add("ex-inpainting-psnr", {
    "the mean over the whole picture": (COUNT,
        lambda f, x, m: decibels(((f - x) ** 2).mean((1, 2)))),
    "masked, divided by all": (
        COUNT, lambda f, x, m: decibels((m * (f - x) ** 2).mean((1, 2)))),
    "the seen pixels instead": (
        COUNT + "|seen|finite|sign",
        lambda f, x, m: decibels(((1 - m) * (f - x) ** 2).sum((1, 2)) / (1 - m).sum((1, 2)))),
    "a natural logarithm": (BASE, lambda f, x, m: -10 * torch.log(inside(f, x, m))),
    "to the base two": (BASE, lambda f, x, m: -10 * torch.log2(inside(f, x, m))),
    "plus": (BASE, lambda f, x, m: 10 * torch.log10(inside(f, x, m))),
    "twenty for the square": (BASE, lambda f, x, m: -20 * torch.log10(inside(f, x, m))),
    "ten for the root": (BASE, lambda f, x, m: -10 * torch.log10(inside(f, x, m).sqrt())),
    "in bels": (BASE, lambda f, x, m: -torch.log10(inside(f, x, m))),
    "the error itself": (BASE + "|many", lambda f, x, m: inside(f, x, m)),
    "absolute errors": (
        "square|many|" + BASE,
        lambda f, x, m: decibels((m * (f - x).abs()).sum((1, 2)) / m.sum((1, 2)))),
    "one number for all": ("shape", lambda f, x, m: decibels((m * (f - x) ** 2).sum() / m.sum())),
    "a sum, not a mean": (COUNT + "|mean|many",
        lambda f, x, m: decibels((m * (f - x) ** 2).sum((1, 2)))),
    "a peak of 255": (BASE + "|many", lambda f, x, m: decibels(inside(f, x, m) / 255**2)),
})  # fmt: skip


def known(n, s, t):
    return (1 - t) * n + t * s


MASK, MIX = "mask|missing|hole|which pixels", "noise|path|time|end|clean"
add("ex-inpainting-known", {
    "the mask turned round": (MASK, lambda x, s, m, n, t: (1 - m) * x + m * known(n, s, t)),
    "clean pixels": (MIX, lambda x, s, m, n, t: m * x + (1 - m) * s),
    "noise at the end": (MIX, lambda x, s, m, n, t: m * x + (1 - m) * known(s, n, t)),
    "noise added": ("multipl|mix|noise", lambda x, s, m, n, t: m * x + (1 - m) * (s + (1 - t) * n)),
    "noise everywhere": (
        "missing|already|noise",
        lambda x, s, m, n, t: m * known(n, x, t) + (1 - m) * known(n, s, t)),
    "nothing is replaced": (MASK + "|seen", lambda x, s, m, n, t: x),
    "everything is replaced": (MASK, lambda x, s, m, n, t: known(n, s, t)),
    "no weight on the noise": (
        "noise|path|known", lambda x, s, m, n, t: m * x + (1 - m) * (n + t * s)),
    "roots for weights": (
        "noise|path|how much|end|known",
        lambda x, s, m, n, t: m * x + (1 - m) * ((1 - t)**0.5 * n + t**0.5 * s)),
    "the sum of both": (MASK, lambda x, s, m, n, t: x + (1 - m) * known(n, s, t)),
    "only the seen part": (MASK, lambda x, s, m, n, t: (1 - m) * known(n, s, t)),
    "noise of the missing part, too": (
        MASK + "|noise|moved",
        lambda x, s, m, n, t: m * (x + (1 - t) * n) + (1 - m) * known(n, s, t)),
})  # fmt: skip


def ratio(measure):
    return lambda f, x: measure(f) / measure(x)


LENGTH = "length|root|square|gradient|quarter|arrow"
add("ex-inpainting-sharpness", {
    "upside down": ("divided|ratio|less than 1", lambda f, x: lengths(x).sum() / lengths(f).sum()),
    "squares": (LENGTH, ratio(lambda p: (lengths(p) ** 2).sum())),
    "the root of the sum": (LENGTH, ratio(lambda p: (lengths(p) ** 2).sum().sqrt())),
    "absolute values added": (
        LENGTH, ratio(
        lambda p: (p.diff(dim=2)[:, :-1].abs() + p.diff(dim=1)[:, :, :-1].abs()).sum())),
    "to the right only": ("below|right|root", ratio(lambda p: p.diff(dim=2)[:, :-1].abs().sum())),
    "downwards only": (
        "below|right|quarter|finite|number", ratio(lambda p: p.diff(dim=1)[:, :, :-1].abs().sum())),
    "one ratio for each picture": (
        "shape", lambda f, x: lengths(f).sum((1, 2)) / lengths(x).sum((1, 2))),
    "the mean of ratios": (
        "add|divide once|first|twenty",
        lambda f, x: (lengths(f).sum((1, 2)) / lengths(x).sum((1, 2))).mean()),
    "the filling alone": ("ratio|quarter|truth", lambda f, x: lengths(f).sum()),
    "a difference": ("ratio|quarter|truth", lambda f, x: lengths(f).sum() - lengths(x).sum()),
    "standard deviations": (
        LENGTH + "|difference", ratio(lambda p: p.std((1, 2)).sum())),
    "signed differences": (
        LENGTH, ratio(lambda p: (p.diff(dim=2)[:, :-1] + p.diff(dim=1)[:, :, :-1]).sum())),
    "all differences, to the edge": (
        LENGTH + "|add",
        ratio(lambda p: (p.diff(dim=2).abs().sum() ** 2 + p.diff(dim=1).abs().sum() ** 2) ** 0.5)),
})  # fmt: skip

RIGHT = {"grey value": 0.8, "error of the mean": 0.32, "error of a draw": 0.64}
CHANCE, PIXELS, DRAW = "chance|likel|mean|four|fifth", "pixel|sum|var", "draw|var|independent|vary"
add("ex-inpainting-edges", {
    "equally likely": (CHANCE + "|equal", {
        "grey value": 0.5, "error of the mean": 0.5, "error of a draw": 1.0}),
    "the likelier one": (CHANCE, RIGHT | {"grey value": 1.0, "error of the mean": 0.4}),
    "the other chance": (CHANCE, RIGHT | {"grey value": 0.2}),
    "the middle": (CHANCE, RIGHT | {"grey value": 0.5}),
    "one pixel": (PIXELS, RIGHT | {"error of the mean": 0.16, "error of a draw": 0.32}),
    "one pixel's mean": (PIXELS, RIGHT | {"error of the mean": 0.16}),
    "a mean over the hole": (PIXELS, RIGHT | {"error of the mean": 0.08}),
    "as good as the mean": (DRAW, RIGHT | {"error of a draw": 0.32}),
    "a draw without error": (DRAW, RIGHT | {"error of a draw": 0.0}),
    "a draw that always fails": (DRAW, RIGHT | {"error of a draw": 2.0}),
    "the chance of an error": (DRAW, RIGHT | {"error of a draw": 0.4}),
    "a deviation": (PIXELS, RIGHT | {"error of the mean": 0.4}),
    "a list": ("dictionary|keys", [0.8, 0.32, 0.64]),
    "text": ("number", RIGHT | {"grey value": "grey"}),
})  # fmt: skip
