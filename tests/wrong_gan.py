"""Wrong answers to the exercises on the losses of an adversarial game and on the penalty."""

import math

import torch
from torch.nn import functional as F
from wrong_answers import add

CERTAIN = "certain|±200|sigmoid|gradient|logarithm|underflow|cut|clamp"
SIZES = "batch|size|mean|expectation"
BOTH = "both|terms|twice|two|data|fakes|nothing"


def loss_with(on_real, on_fake):
    """The sum of two means, of a function of each side's logits."""
    return lambda real, fake: on_real(real).mean() + on_fake(fake).mean()


def right_loss(real, fake):
    return loss_with(lambda a: F.softplus(-a), F.softplus)(real, fake)


def one_mean_over_both(real, fake):
    return torch.cat([F.softplus(-real), F.softplus(fake)]).mean()


def one_mean_twice(real, fake):
    return 2 * one_mean_over_both(real, fake)


def smoothed(real, fake):
    return 0.9 * F.softplus(-real).mean() + 0.1 * F.softplus(real).mean() + F.softplus(fake).mean()


def by_probabilities(real, fake):
    ones, zeros = torch.ones_like(real), torch.zeros_like(fake)
    return (F.binary_cross_entropy(real.sigmoid(), ones)
            + F.binary_cross_entropy(fake.sigmoid(), zeros))  # fmt: skip


add("ex-gan-discriminator-loss", {
    "one mean over both batches": (SIZES + "|half", one_mean_over_both),
    "twice the mean over both": (SIZES, one_mean_twice),
    "cross-entropy of the sigmoid": (CERTAIN, by_probabilities),
    "a small number inside the logarithm": (CERTAIN, loss_with(
        lambda a: -(a.sigmoid() + 1e-8).log(), lambda a: -(1 - a.sigmoid() + 1e-8).log())),
    "logits cut off": (CERTAIN, loss_with(
        lambda a: F.softplus(-a.clamp(-30, 30)), lambda a: F.softplus(a.clamp(-30, 30)))),
    "both called real": (BOTH + "|label", loss_with(
        lambda a: F.softplus(-a), lambda a: F.softplus(-a))),
    "only the data": (BOTH, loss_with(lambda a: F.softplus(-a), lambda a: 0 * a)),
    "only the fakes": (BOTH, loss_with(lambda a: 0 * a, F.softplus)),
    "the difference": (BOTH + "|sign", loss_with(lambda a: F.softplus(-a),
                                                 lambda a: -F.softplus(a))),
    "hinge": ("hinge|cross-entrop|logarithm|nothing|log 2|log 4", loss_with(
        lambda a: F.relu(1 - a), lambda a: F.relu(1 + a))),
    "a critic's difference of means": (
        "cross-entrop|critic|nothing|log 2|log 4", lambda r, f: f.mean() - r.mean()),
    "least squares": ("square|cross-entrop|logarithm|nothing|log 2|log 4", loss_with(
        lambda a: (a - 1) ** 2, lambda a: a**2)),
    "one number for each example": ("shape|mean|size", lambda r, f: F.softplus(-r)
                                    + F.softplus(f).mean()),
    "a pair": ("tensor|sum|one", lambda r, f: (F.softplus(-r).mean(), F.softplus(f).mean())),
    "a number without a history": ("tensor|gradient", lambda r, f: right_loss(r, f).item()),
    "without a gradient": ("gradient|learn", lambda r, f: right_loss(r, f).detach()),
    "the fakes' logits detached": (
        "gradient|learn", lambda r, f: right_loss(r, f.detach())),
    "in bits": ("nat|unit|log 2|log 4", lambda r, f: right_loss(r, f) / math.log(2)),
    "smoothed labels": ("label|smooth|data|certain", smoothed),
    "logits taken for probabilities": (
        "logit|sigmoid|probab|NaN|nothing", lambda r, f: -r.log().mean() - (1 - f).log().mean()),
})  # fmt: skip


def losses_with(saturating=lambda a: -F.softplus(a).mean(),
                other=lambda a: F.softplus(-a).mean()):  # fmt: skip
    return lambda fake: (saturating(fake), other(fake))


ORDER = "order|first|which of the two|two loss|same"
SIGN = "sign|negative|minimis|fall|positive|higher|high"
add("ex-gan-generator-losses", {
    "logarithm of 1 minus the sigmoid": (CERTAIN, losses_with(
        lambda a: (1 - a.sigmoid()).log().mean())),
    "twice the saturating": (ORDER + "|" + SIGN, losses_with(
        other=lambda a: -F.softplus(a).mean())),
    "twice the non-saturating": (ORDER + "|" + SIGN, losses_with(lambda a: F.softplus(-a).mean())),
    "no mean for the first": ("shape|mean", losses_with(lambda a: -F.softplus(a))),
    "sums": (SIZES + "|sum", losses_with(lambda a: -F.softplus(a).sum(),
                                         lambda a: F.softplus(-a).sum())),
    "only one": ("two", lambda a: F.softplus(-a).mean()),
    "three": ("two", lambda a: (a.mean(), a.mean(), a.mean())),
    "logits cut off": (CERTAIN, losses_with(lambda a: -F.softplus(a.clamp(-30, 30)).mean(),
                                            lambda a: F.softplus(-a.clamp(-30, 30)).mean())),
    "cross-entropy of the sigmoid": (CERTAIN, losses_with(
        other=lambda a: F.binary_cross_entropy(a.sigmoid(), torch.ones_like(a)))),
    "without a gradient": ("gradient|learn", lambda a: tuple(
        part.detach() for part in losses_with()(a))),
    "in bits": ("nat|unit|log 2", losses_with(lambda a: -F.softplus(a).mean() / math.log(2),
                                              lambda a: F.softplus(-a).mean() / math.log(2))),
    "both signs wrong": (SIGN, losses_with(lambda a: F.softplus(a).mean(),
                                           lambda a: -F.softplus(-a).mean())),
    "a critic's mean": ("log|nothing|certain|slope|critic", losses_with(
        other=lambda a: -a.mean())),
    "log D for the saturating": ("saturat|1 - D|log", losses_with(
        lambda a: -F.softplus(-a).mean())),
    "halves": ("log 2|half|nothing", losses_with(lambda a: -F.softplus(a).mean() / 2,
                                                 lambda a: F.softplus(-a).mean() / 2)),
    "a dictionary": ("two", lambda a: {"saturating": a.mean(), "non-saturating": a.mean()}),
    "numbers": ("tensor|gradient", lambda a: (-F.softplus(a).mean().item(),
                                              F.softplus(-a).mean().item())),
})  # fmt: skip


def penalty_with(end=lambda slope: ((slope - 1) ** 2).mean(), between=None,
                 slope=lambda g: g.norm(dim=1), score=lambda s: s.sum(), graph=True):  # fmt: skip
    """The penalty with one of its steps replaced."""

    def penalty(critic, real, fake, mix):
        x = mix[:, None] * real + (1 - mix[:, None]) * fake
        x = (between(real, fake, mix) if between else x).detach().requires_grad_()
        (g,) = torch.autograd.grad(score(critic(x)), x, create_graph=graph)
        return end(slope(g))

    return penalty


def mixed_scores(critic, real, fake, mix):
    score = mix * critic(real) + (1 - mix) * critic(fake)
    return ((score.abs() - 1) ** 2).mean()


def no_requires_grad(critic, real, fake, mix):
    x = mix[:, None] * real + (1 - mix[:, None]) * fake
    (g,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return ((g.norm(dim=1) - 1) ** 2).mean()


PLACE, SLOPE = "place|between|mix|where|example", "slope|length|norm|example|coordinate"
SQUARE = "square|difference|distance|slope"
add("ex-gan-penalty", {
    "the gradient of the mean score": ("mean|batch|example|sum|slope", penalty_with(
        score=lambda s: s.mean())),
    "a mix of its own": (PLACE, penalty_with(between=lambda r, f, m: torch.lerp(
        f, r, torch.rand(len(r), 1)))),
    "one mix for the batch": (PLACE, penalty_with(
        between=lambda r, f, m: m.mean() * r + (1 - m.mean()) * f)),
    "a mix for each coordinate": (PLACE, penalty_with(
        between=lambda r, f, m: torch.lerp(f, r, torch.rand_like(r)))),
    "the distance without its square": (SQUARE, penalty_with(lambda s: (s - 1).abs().mean())),
    "the sum": ("mean|batch|sum", penalty_with(lambda s: ((s - 1) ** 2).sum())),
    "one-sided": (SQUARE + "|below|flat", penalty_with(lambda s: F.relu(s - 1).pow(2).mean())),
    "the squared slope": (SQUARE, penalty_with(lambda s: ((s**2 - 1) ** 2).mean())),
    "the weight 10 inside": ("weight|factor|λ|flat|slope", penalty_with(
        lambda s: 10 * ((s - 1) ** 2).mean())),
    "the mean slope first": ("each|example|mean", penalty_with(lambda s: (s.mean() - 1) ** 2)),
    "along the batch": (SLOPE, penalty_with(slope=lambda g: g.norm(dim=0))),
    "each coordinate by itself": (SLOPE, penalty_with(slope=lambda g: g)),
    "the sum of absolute values": (SLOPE, penalty_with(slope=lambda g: g.abs().sum(1))),
    "the largest coordinate": (SLOPE, penalty_with(slope=lambda g: g.abs().amax(1))),
    "detached": ("gradient|learn|trains", lambda *a: penalty_with()(*a).detach()),
    "a number": ("tensor|learn|history", lambda *a: penalty_with()(*a).item()),
    "the fakes only": (PLACE, penalty_with(between=lambda r, f, m: f)),
    "the middle": (PLACE, penalty_with(between=lambda r, f, m: (r + f) / 2)),
    "the scores mixed": ("slope|gradient|between", mixed_scores),
    "requires_grad forgotten": ("require grad|requires_grad", no_requires_grad),
    "mix not made a column": ("size of tensor|shape", penalty_with(
        between=lambda r, f, m: m * r + (1 - m) * f)),
    "the slope squared and no square root": (SLOPE + "|square", penalty_with(
        slope=lambda g: g.pow(2).sum(1))),
})  # fmt: skip
