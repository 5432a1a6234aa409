"""Wrong answers that were written after the probes and their questions, to hold them to.

Measured once before anything was changed for their sake; see the history of this file.
"""

import math

import numpy as np
import torch
from torch.distributions import Normal
from torch.nn import functional as F
from wrong_answers import add
from wrong_attention import attention, table
from wrong_bugs import averaging, batches, entropy
from wrong_gan import loss_with, losses_with, penalty_with
from wrong_gan_step import LINES, lines, without
from wrong_text import drawing, writing
from wrong_vae import draw, elbo_of, likelihood, rate
from wrong_vae_training import step_with

add("ex-vae-kl", {
    "a factor of a quarter": ("half|by hand|nat", lambda m, v: rate(m, v) / 2),
    "log_var for its root": ("σ|variance|exp", lambda m, v: rate(m, v / 2)),
    "the absolute mean": ("mean", lambda m, v: 0.5 * (m.abs() + v.exp() - v - 1).sum(-1)),
    "the batch's mean added": ("example|each", lambda m, v: rate(m, v) - rate(m, v).mean()),
    "base 2 for the exponential": ("exp|σ|variance|narrow", lambda m, v: 0.5 * (
        m**2 + 2**v - v - 1).sum(-1)),
})  # fmt: skip
add("ex-vae-elbo", {
    "the mean over pixels times the units": ("pixel|sum", elbo_of(
        lambda a, x: likelihood(a, x) / x.shape[-1] * 2)),
    "a rate against N(0, 4)": ("rate|divergence", elbo_of(
        change_rate=lambda m, v: rate(m / 2, v - math.log(4)))),
    "tanh in place of the sigmoid": ("logit|pixel|log 2", elbo_of(
        lambda a, x: (x * (a.tanh() / 2 + 0.5).clamp(1e-9, 1).log()).sum(-1))),
    "the rate times the number of pixels": ("rate|divergence", elbo_of(
        change_rate=lambda m, v: 3 * rate(m, v))),
    "only the first unit's rate": ("rate|unit|divergence", elbo_of(
        change_rate=lambda m, v: rate(m[:, :1], v[:, :1]))),
})  # fmt: skip
add("ex-vae-reparameterize", {
    "half of log_var added": ("spread|σ|deviation|multipl|added", lambda m, v: (
        m + v / 2 + torch.randn_like(m))),
    "noise of exponential shape": ("noise|normal|third|mean", draw(
        lambda m: torch.empty_like(m).exponential_() - 1)),
    "a half in the wrong place": ("variance|deviation|σ", draw(
        torch.randn_like, lambda v: 0.5 * v.exp())),
    "one noise, kept": ("call|seed|same", lambda m, v: m + (v / 2).exp() * torch.from_numpy(
        np.random.default_rng(0).normal(size=tuple(m.shape)).astype("float32"))),
    "the mean of two draws": ("spread|σ|deviation|multipl", lambda m, v: (
        Normal(m, (v / 2).exp()).rsample((2,)).mean(0))),
})  # fmt: skip
add("ex-vae-iwae", {
    "the mean of all examples": ("shape|example|image", lambda w: (
        w.logsumexp(0).mean() - math.log(len(w)) + 0 * w[0])),
    "K less one": ("K|divide|mean", lambda w: w.logsumexp(0) - math.log(len(w) + 1)),
    "the smallest taken out": ("-900|underflow|infin|exp|large|finite", lambda w: (
        (w - w.min(0).values - 100).exp().mean(0).log() + w.min(0).values + 100)),
    "half of both bounds": ("mean|logarithm|weights", lambda w: 0.5 * (
        w.mean(0) + w.logsumexp(0) - math.log(len(w)))),
})  # fmt: skip
add("ex-vae-step", {
    "the rate weighs twice": ("rate", step_with(lambda d, r, x: (d + 2 * r).mean())),
    "distortion per unit": ("distortion|pixel|rate", step_with(lambda d, r, x: (d / 2 + r).mean())),
    "the largest of the batch": ("batch|mean", step_with(lambda d, r, x: (d + r).max())),
    "the square of the loss": ("loss|sum", step_with(lambda d, r, x: (d + r).mean() ** 2)),
})  # fmt: skip
add("ex-gan-discriminator-loss", {
    "the larger of the two": ("both|term|sum", lambda r, f: torch.maximum(
        F.softplus(-r).mean(), F.softplus(f).mean())),
    "softplus of the mean logit": ("mean|real one|logit", lambda r, f: (
        F.softplus(-r.mean()) + F.softplus(f.mean()))),
    "a label of 0.9": ("label|real|data|log 2", loss_with(
        lambda a: F.softplus(-a) * 0.9, F.softplus)),
    "a median": ("mean|batch", lambda r, f: F.softplus(-r).median() + F.softplus(f).median()),
})  # fmt: skip
add("ex-gan-generator-losses", {
    "non-saturating as an exponential": ("log|logarithm", losses_with(
        other=lambda a: (-a).exp().mean())),
    "softplus of the mean": ("mean", losses_with(other=lambda a: F.softplus(-a.mean()))),
    "the second detached": ("gradient", losses_with(
        other=lambda a: F.softplus(-a).mean().detach())),
})  # fmt: skip
add("ex-gan-penalty", {
    "slopes halved": ("slope|length|norm", penalty_with(slope=lambda g: g.norm(dim=1) / 2)),
    "at most 1": ("difference|steep|square|5", penalty_with(
        lambda s: ((s - 1) ** 2).clamp(max=1).mean())),
    "the first example's": ("example|each|mean", penalty_with(lambda s: ((s - 1) ** 2)[0])),
    "fourth power": ("square|difference|slope", penalty_with(lambda s: ((s - 1) ** 4).mean())),
})  # fmt: skip
add("ex-gan-step", {
    "the critique times two": ("loss|mean|sum", lines(
        critique=LINES["critique"].replace("= ", "= 2 * (") + ")")),
    "clipped weights": ("weights|moves", lines(
        d_step="d_opt.step(); [p.data.clamp_(-0.5, 0.5) for p in d.parameters()]")),
    "the generator's gradient turned round": ("gradient", lines(
        g_back="(-reply).backward()")),
    "no critique of the data after all": ("data|fakes|terms", lines(
        critique="critique = F.softplus(d(g(z).detach())).mean() * 2")),
    "the fakes of zero noise": ("noise|fakes", lines(fake="fake = g(0 * z)")),
    "no backward at all": ("backward|gradient", lines(without("d back", "g back"))),
})  # fmt: skip
add("ex-attention-causal", {
    "temperature 2": ("divi|score", attention(weights=lambda s: (s / 2).softmax(-1))),
    "the values shifted": ("first|value|see", attention(out=lambda w, v: w @ v.roll(1, 1))),
    "softmax and no mask for the last": ("mask|later|first|see", attention(
        hidden=lambda n: torch.ones(n, n).triu(1).bool() & (torch.arange(n) < n - 1))),
    "distances counted, too": ("score|divi|alike|past", attention(
        lambda q, k: q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5
        - 0.5 * (torch.arange(q.shape[1])[:, None] - torch.arange(q.shape[1])).abs())),
})  # fmt: skip
add("ex-attention-positions", {
    "base e": ("frequen|power|10,000", table(lambda i, d: math.e ** (-2 * i / d))),
    "frequencies from slow to fast": ("pair|turn|frequen", table(
        lambda i, d: (10_000 ** (-2 * i / d)).flip(0))),
    "positions doubled": ("radian|fast", table(position=lambda n: 2 * torch.arange(n)[:, None])),
})  # fmt: skip
add("ex-attention-bits", {
    "divided by the longest text": ("character|counted|number|divide", lambda p, c: (
        -p[c].sum() / c.sum(1).max() / c.shape[0] / math.log(2))),
    "log base 2 of the mean cost": ("bit", lambda p, c: (-p[c].mean()).log2()),
    "one text's weight each": ("text|divided once", lambda p, c: torch.stack(
        [-q[k].mean() for q, k in zip(p, c, strict=True) if k.any()]).mean() / math.log(2)),
})  # fmt: skip
add("ex-attention-generate", {
    "the oldest token forgotten": ("prompt|front", writing(last=lambda t, p: torch.cat(
        [t[:, 1:], t[:, -1:]], 1))),
    "one token for ever": ("turn|read|later|cache", writing(
        join=lambda tokens, new: torch.cat([tokens, tokens[:, 3:4] if tokens.shape[1] > 3 else new],
                                           1))),
    "the second row alone": ("row|text", writing(choose=lambda row: row[-1:].argmax(
        -1, keepdim=True).expand(len(row), 1))),
})  # fmt: skip
add("ex-attention-sample", {
    "twice the temperature": ("temperature|share", drawing(lambda a, t: (a / 2 / t).softmax(-1))),
    "the temperature at least 1": ("temperature", drawing(
        lambda a, t: (a / max(t, 1)).softmax(-1))),
    "with a little of everything": ("share|often", drawing(
        lambda a, t: 0.8 * (a / t).softmax(-1) + 0.2 / a.shape[-1])),
})  # fmt: skip
add("ex-bug-loss", {
    "twice": ("log 2", entropy(end=lambda loss: 2 * loss.mean())),
    "absolute logits": ("label|logit", entropy(torch.abs)),
    "the mean of the first column": ("row|column|shape|log 2|index", lambda a, y: (
        F.softplus(a[0]) - y[0] * a[0]).mean()),
})  # fmt: skip
add("ex-bug-batches", {
    "evens before odds": ("order|shuffle", batches(lambda n: torch.cat(
        [torch.arange(k, n, 2)[torch.randperm(len(range(k, n, 2)))] for k in (0, 1)]))),
    "sorted by drawn numbers that may be equal": ("order|shuffle|often", batches(
        lambda n: torch.randint(n, (n,)).argsort(stable=True))),
    "a first image that stays": ("order|shuffle", batches(
        lambda n: torch.cat([torch.zeros(1).long(), 1 + torch.randperm(n - 1)]))),
    "size less one": ("size", batches(split=lambda o, k: o.split(k - 1))),
})  # fmt: skip
add("ex-bug-average", {
    "the square root of the decay": ("share|decay", averaging(
        blend=lambda o, n, d: d**0.5 * o + (1 - d**0.5) * n)),
    "a decay that grows": ("share|decay|step", averaging(
        blend=lambda o, n, d: 0.5 * d * o + (1 - 0.5 * d) * n)),
    "rounded": ("share|decay|start|end", averaging(blend=lambda o, n, d: (
        d * o + (1 - d) * n).round())),
})  # fmt: skip
add("ex-float32", {
    "a half of the bits": ("bits|float32|exact", lambda v: v * 2**12 == int(v * 2**12)),
    "up to the eighth decimal": ("exact|bits|compared|near", lambda v: (
        f"{v:.8f}" == f"{np.float32(v):.8f}")),
    "bfloat16": ("bits|float32", lambda v: torch.tensor(v).bfloat16().double().item() == v),
})  # fmt: skip
