"""Wrong answers to the exercises on models that are told a class."""

import torch
from torch.nn import functional as F
from wrong_answers import add


def critique(on_real, on_fake):
    return F.softplus(-on_real).mean() + F.softplus(on_fake).mean()


def reply(on_fake):
    return F.softplus(-on_fake).mean()


def losses(lines):
    """The two losses from the logit `d`, `x`, `y`, the fakes `f` and `w`, their classes."""
    namespace = {"critique": critique, "reply": reply, "torch": torch}
    exec(f"def answer(d, x, y, f, w):\n    return {lines}", namespace)
    return namespace["answer"]


CLASS = "class|label"
GRADIENT = "detach|gradient|slope"
add("ex-conditional-losses", {
    "the fakes with the classes of the real": (CLASS, losses(
        "critique(d(x, y), d(f.detach(), y)), reply(d(f, y))")),
    "the real with the classes asked for": (CLASS, losses(
        "critique(d(x, w), d(f.detach(), w)), reply(d(f, w))")),
    "classes exchanged": (CLASS, losses("critique(d(x, w), d(f.detach(), y)), reply(d(f, y))")),
    "no class for anyone": (CLASS, losses(
        "critique(d(x, 0 * y), d(f.detach(), 0 * w)), reply(d(f, 0 * w))")),
    "the generator judged without the class": (CLASS, losses(
        "critique(d(x, y), d(f.detach(), w)), reply(d(f, 0 * w))")),
    "the generator judged by the wrong class": (CLASS, losses(
        "critique(d(x, y), d(f.detach(), w)), reply(d(f, y))")),
    "nothing detached": (GRADIENT, losses("critique(d(x, y), d(f, w)), reply(d(f, w))")),
    "detached for both": (GRADIENT, losses(
        "critique(d(x, y), d(f.detach(), w)), reply(d(f.detach(), w))")),
    "the generator's sign": ("sign|raise|up|lower", losses(
        "critique(d(x, y), d(f.detach(), w)), reply(-d(f, w))")),
    "the saturating loss": ("saturating|which of|two losses|-log D", losses(
        "critique(d(x, y), d(f.detach(), w)), -torch.nn.functional.softplus(d(f, w)).mean()")),
    "half of the discriminator's loss": ("sum|half|both terms|mean", losses(
        "critique(d(x, y), d(f.detach(), w)) / 2, reply(d(f, w))")),
    "real and fake exchanged": ("real|fake", losses(
        "critique(d(f.detach(), w), d(x, y)), reply(d(f, w))")),
    "the generator's loss first": ("first|order|which", losses(
        "reply(d(f, w)), critique(d(x, y), d(f.detach(), w))")),
})  # fmt: skip


def bound(likelihood="F.logsigmoid((2 * x - 1) * d(z, y)).sum(1)",
          rate="0.5 * (mu ** 2 + v.exp() - v - 1).sum(1)",
          z="mu + (v / 2).exp() * eps", result="likelihood - rate", encode="e(x, y)"):  # fmt: skip
    body = (f"    mu, v = {encode}\n    z = {z}\n    likelihood = {likelihood}\n    rate = {rate}\n"
            f"    return {result}\n")  # fmt: skip
    namespace = {"torch": torch, "F": F}
    exec(f"def answer(e, d, x, y, eps):\n{body}", namespace)
    return namespace["answer"]


RATE = "rate|divergence|code"
add("ex-conditional-bound", {
    "the decoder without the class": (CLASS, bound(
        likelihood="F.logsigmoid((2 * x - 1) * d(z, 0 * y)).sum(1)")),
    "the encoder without the class": (CLASS, bound(encode="e(x, 0 * y)")),
    "neither with the class": (CLASS, bound(
        likelihood="F.logsigmoid((2 * x - 1) * d(z, 0 * y)).sum(1)", encode="e(x, 0 * y)")),
    "no rate": (RATE, bound(result="likelihood")),
    "the rate added": (RATE, bound(result="likelihood + rate")),
    "the loss": ("sign|bound", bound(result="rate - likelihood")),
    "a mean over pixels": ("mean|sum|factor", bound(
        likelihood="F.logsigmoid((2 * x - 1) * d(z, y)).mean(1)")),
    "a mean over the code": (RATE, bound(rate="0.5 * (mu ** 2 + v.exp() - v - 1).mean(1)")),
    "the variance in the place of the deviation": ("deviation|variance|draw", bound(
        z="mu + v.exp() * eps")),
    "no noise": ("draw|noise|eps", bound(z="mu")),
    "the rate without its half": (RATE, bound(rate="(mu ** 2 + v.exp() - v - 1).sum(1)")),
    "the class as a further bit": ("log K|log 3|class|share", bound(
        result="likelihood - rate - torch.tensor(3.0).log()")),
    "one number for the batch": ("shape|each|one", bound(result="(likelihood - rate).mean()")),
})  # fmt: skip


def spread(line):
    namespace = {"torch": torch}
    exec(f"def answer(f, y):\n    c = y.unique()\n    return {line}", namespace)
    return namespace["answer"]


MEAN = "mean"
add("ex-class-spread", {
    "around the mean of all": ("own|of the class|which mean|around", spread("f.var(0).sum()")),
    "around the mean of all, class by class": ("own|of the class|which mean|around", spread(
        "torch.stack([(f[y == k] - f.mean(0)).square().sum() / ((y == k).sum() - 1) "
        "for k in c]).mean()")),
    "a mean over the features": ("sum|trace|features", spread(
        "torch.stack([f[y == k].var(0).mean() for k in c]).mean()")),
    "a sum over the classes": ("mean|classes", spread(
        "torch.stack([f[y == k].var(0).sum() for k in c]).sum()")),
    "deviations": ("deviation|variance|square|root", spread(
        "torch.stack([f[y == k].std(0).sum() for k in c]).mean()")),
    "the root of the trace": ("deviation|variance|square|root", spread(
        "torch.stack([f[y == k].var(0).sum().sqrt() for k in c]).mean()")),
    "divided by n": ("n - 1|one less|divide", spread(
        "torch.stack([f[y == k].var(0, correction=0).sum() for k in c]).mean()")),
    "larger classes count more": ("each class|equally|size|count|classes", spread(
        "sum((y == k).sum() * f[y == k].var(0).sum() for k in c) / len(y)")),
    "one class only": ("class", spread("f[y == c[0]].var(0).sum()")),
    "between the classes": ("within|own|of the class|around|between", spread(
        "torch.stack([f[y == k].mean(0) for k in c]).var(0).sum()")),
    "the smallest": ("mean|smallest", spread(
        "torch.stack([f[y == k].var(0).sum() for k in c]).min()")),
    "with all covariances": ("trace|diagonal|covariance|sum", spread(
        "torch.stack([f[y == k].T.cov().sum() for k in c]).mean()")),
})  # fmt: skip
