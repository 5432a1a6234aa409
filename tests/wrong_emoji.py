"""Wrong answers to the exercise on copies among emoji."""

import torch
from wrong_answers import add


def below(threshold, share=lambda few: few.double().mean().item()):
    return lambda ratios, unseen, alarms: share(ratios < threshold(ratios, unseen, alarms))


def allowed(ratios, unseen, alarms):
    return unseen.quantile(alarms)


WHOSE, SHARE = "whose|unseen", "share|number"
add("ex-emoji-copies", {
    "the samples' own threshold": (WHOSE, below(lambda r, u, a: r.quantile(a))),
    "one threshold for all together": (
        WHOSE + "|below", below(lambda r, u, a: torch.cat([r, u]).quantile(a))),
    "the upper end": ("end|small", below(lambda r, u, a: u.quantile(1 - a))),
    "those above": ("small|large", lambda r, u, a: (r > allowed(r, u, a)).double().mean().item()),
    "the share as a ratio": ("share|ratio", below(lambda r, u, a: a)),
    "the smallest unseen": (WHOSE + "|below", below(lambda r, u, a: u.min())),
    "the mean of the unseen": (WHOSE + "|below|share", below(lambda r, u, a: u.mean())),
    "a share of the mean": (WHOSE + "|below", below(lambda r, u, a: a * u.mean())),
    "always a twentieth": (WHOSE + "|alarms|share", below(lambda r, u, a: u.quantile(0.05))),
    "a count": (SHARE, below(allowed, lambda few: few.sum().item())),
    "per cent": (SHARE + "|below", below(allowed, lambda few: 100 * few.double().mean().item())),
    "a share of the unseen": (SHARE + "|below", lambda r, u, a: (
        (r < allowed(r, u, a)).sum().item() / len(u))),
    "a mean of ratios": ("share|mean", lambda r, u, a: r[r < allowed(r, u, a)].mean().item()),
    "more than unseen ones": ("share|below", lambda r, u, a: (
        (r < allowed(r, u, a)).double().mean().item() - a)),
    "the flags": ("shape|number", below(allowed, lambda few: few.double())),
})  # fmt: skip
