"""Wrong answers to the exercises on privacy."""

import torch
from wrong_answers import add

CLIPPED = "row|each|length|shorten|clip|short|long|sum"


def scaled(factor):
    return lambda g, clip: (factor(g, clip) * g).sum(0)


def lengths(g):
    return g.norm(dim=1, keepdim=True)


add("ex-privacy-clip", {
    "the sum clipped": (CLIPPED, lambda g, clip: g.sum(0) * (clip / g.sum(0).norm()).clamp(max=1)),
    "the mean clipped": (
        CLIPPED, lambda g, clip: g.mean(0) * (clip / g.mean(0).norm()).clamp(max=1)),
    "all to the clip": (CLIPPED + "|grow", scaled(lambda g, clip: clip / lengths(g))),
    "number by number": (CLIPPED + "|scale", lambda g, clip: g.clamp(-clip, clip).sum(0)),
    "one length for all": (CLIPPED, scaled(lambda g, clip: (clip / g.norm()).clamp(max=1))),
    "the mean of clipped": (
        "sum|mean|divi", lambda g, clip: ((clip / lengths(g)).clamp(max=1) * g).mean(0)),
    "not clipped": (CLIPPED, lambda g, clip: g.sum(0)),
    "long ones dropped": (CLIPPED, scaled(lambda g, clip: (lengths(g) <= clip).float())),
    "by the square": (CLIPPED, scaled(lambda g, clip: (clip / lengths(g) ** 2).clamp(max=1))),
    "along the examples": (CLIPPED, lambda g, clip: (
        (clip / g.norm(dim=0, keepdim=True)).clamp(max=1) * g).sum(0)),
    "the largest number": (CLIPPED, scaled(
        lambda g, clip: (clip / g.abs().amax(1, keepdim=True)).clamp(max=1))),
    "by the sum of the numbers": (CLIPPED, scaled(
        lambda g, clip: (clip / g.abs().sum(1, keepdim=True)).clamp(max=1))),
    "each row, not added": ("shape|sum|add|value", lambda g, clip: (
        (clip / lengths(g)).clamp(max=1) * g)),
})  # fmt: skip


def step(
    rho=lambda n, t, a: t * a / (2 * n**2),
    log=lambda d, a: d.log() + a.log(),
    below=lambda a: a - 1,
    best=torch.min,
    sign=-1,
    first=lambda a: ((a - 1) / a).log(),
):
    def answer(noise, steps, delta, orders):
        return best(
            rho(noise, steps, orders) + first(orders) + sign * log(delta, orders) / below(orders)
        )

    return answer


SPENT = "step|divergence|delta|order|noise|epsilon|smallest|add"
add("ex-privacy-step", {
    "one step only": (SPENT, step(rho=lambda n, t, a: a / (2 * n**2))),
    "epsilons added": (SPENT, lambda n, t, d, a: t * step()(n, 1, d, a)),
    "noise without its square": (SPENT, step(rho=lambda n, t, a: t * a / (2 * n))),
    "the factor 2 lost": (SPENT, step(rho=lambda n, t, a: t * a / n**2)),
    "delta with the wrong sign": (SPENT, step(sign=1)),
    "the worst order": (SPENT, step(best=torch.max)),
    "the mean over orders": (SPENT, step(best=torch.mean)),
    "divided by the order": (SPENT, step(below=lambda a: a)),
    "not divided": (SPENT, step(below=lambda a: 1.0)),
    "the simple conversion": (SPENT, step(log=lambda d, a: d.log(), first=lambda a: 0 * a)),
    "the root of the steps": (SPENT, step(rho=lambda n, t, a: t**0.5 * a / (2 * n**2))),
    "steps squared": (SPENT, step(rho=lambda n, t, a: t**2 * a / (2 * n**2))),
    "all orders": ("shape|smallest|best|order|value", step(best=lambda x: x)),
})  # fmt: skip


def pairs(rule):
    return lambda m, o: rule(m[:, None] - o).float().mean()


AREA = "pair|tie|tied|coin|member|area|above|opposite|half|number|small"
add("ex-privacy-area", {
    "the other way round": (AREA, pairs(lambda d: (d < 0) + 0.5 * (d == 0))),
    "ties lost": (AREA, pairs(lambda d: d > 0)),
    "ties won": (AREA, pairs(lambda d: d >= 0)),
    "a sum": (AREA, lambda m, o: ((m[:, None] > o) + 0.5 * (m[:, None] == o)).sum()),
    "divided by the members": (
        AREA, lambda m, o: ((m[:, None] > o) + 0.5 * (m[:, None] == o)).sum() / len(m)),
    "one half is always added": (AREA, lambda m, o: 0.5 + (m[:, None] > o).float().mean() / 2),
    "the means compared": (AREA, lambda m, o: (m.mean() > o.mean()).float()),
    "above the median": (AREA, lambda m, o: (m > o.median()).float().mean()),
    "above the largest": (AREA, lambda m, o: (m > o.max()).float().mean()),
    "a difference of means": (AREA, lambda m, o: m.mean() - o.mean()),
    "never below a half": (AREA, lambda m, o: torch.maximum(
        pairs(lambda d: (d > 0) + 0.5 * (d == 0))(m, o),
        pairs(lambda d: (d < 0) + 0.5 * (d == 0))(m, o))),
    "a quarter for a tie": (AREA, pairs(lambda d: (d > 0) + 0.25 * (d == 0))),
})  # fmt: skip
