"""Wrong answers to the exercises on the terms of a variational autoencoder."""

import math

import torch
from torch.distributions import Normal
from torch.nn import functional as F
from wrong_answers import add

RATE = "rate|divergence|code"
HALF = "half|nat|unit|factor|by hand"


def sampled_divergence(mu, log_var):
    sigma = (log_var / 2).exp()
    z = mu + sigma * torch.randn_like(mu)
    return (Normal(mu, sigma).log_prob(z) - Normal(0.0, 1.0).log_prob(z)).sum(-1)


add("ex-vae-kl", {
    "the mean isn't squared": ("mean|squar|mu", lambda m, v: 0.5 * (m + v.exp() - v - 1).sum(-1)),
    "the square with a minus": (
        "mean|negative|sign", lambda m, v: 0.5 * (-(m**2) + v.exp() - v - 1).sum(-1)),
    "log_var and its exponential exchanged": (
        "exp|variance|sign|negative", lambda m, v: 0.5 * (m**2 + v - v.exp() - 1).sum(-1)),
    "plus log_var": (
        "log_var|variance|narrow|sign", lambda m, v: 0.5 * (m**2 + v.exp() + v - 1).sum(-1)),
    "the standard deviation for the variance": (
        "σ|variance|deviation", lambda m, v: 0.5 * (m**2 + (v / 2).exp() - v - 1).sum(-1)),
    "log σ for log σ²": (
        "σ|variance|log_var|narrow", lambda m, v: 0.5 * (m**2 + v.exp() - v / 2 - 1).sum(-1)),
    "the divergence the other way round": (
        "direction|other way|narrow|first|σ",
        lambda m, v: 0.5 * ((m**2 + 1) / v.exp() + v - 1).sum(-1)),
    "the constant once and not per unit": (
        "constant|each unit|prior", lambda m, v: 0.5 * ((m**2 + v.exp() - v).sum(-1) - 1)),
    "plus one": ("constant|prior", lambda m, v: 0.5 * (m**2 + v.exp() - v + 1).sum(-1)),
    "summed over the examples": (
        "shape|example", lambda m, v: 0.5 * (m**2 + v.exp() - v - 1).sum(0)),
    "the mean of everything": ("shape", lambda m, v: 0.5 * (m**2 + v.exp() - v - 1).mean()),
    "one axis kept": (
        "shape", lambda m, v: 0.5 * (m**2 + v.exp() - v - 1).sum(-1, keepdim=True)),
    "in bits": (HALF, lambda m, v: 0.5 * (m**2 + v.exp() - v - 1).sum(-1) / math.log(2)),
    "in place": ("place|caller", lambda m, v: 0.5 * (m.pow_(2) + v.exp() - v - 1).sum(-1)),
    "log_var cut off": (
        "narrow|clamp|cut|σ", lambda m, v: 0.5 * (
            m**2 + v.clamp(-4, 4).exp() - v.clamp(-4, 4) - 1).sum(-1)),
    "estimated by one draw": ("draw|sample|closed|random|prior", sampled_divergence),
    "without a gradient": (
        "gradient|learn|detach", lambda m, v: 0.5 * (m**2 + v.exp() - v - 1).sum(-1).detach()),
    "the mean without a gradient": (
        "gradient|learn|detach", lambda m, v: 0.5 * (m.detach()**2 + v.exp() - v - 1).sum(-1)),
    "only the mean's part": (
        "variance|σ|log_var|narrow|constant", lambda m, v: 0.5 * (m**2).sum(-1)),
})  # fmt: skip


def rate(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)


def likelihood(logits, x):
    return (x * logits - F.softplus(logits)).sum(-1)


def elbo_of(change_likelihood=likelihood, change_rate=rate):
    return lambda a, x, m, v: change_likelihood(a, x) - change_rate(m, v)


def by_log(p, x):
    return (x * p.log() + (1 - x) * (1 - p).log()).sum(-1)


CERTAIN = "certain|±200|sigmoid|saturat|log of 0|logarithm of 0|gradient|clamp|cut"
PIXELS = "pixel|likelihood|example|batch"
add("ex-vae-elbo", {
    "cross-entropy of the sigmoid": (CERTAIN, elbo_of(
        lambda a, x: -F.binary_cross_entropy(a.sigmoid(), x, reduction="none").sum(-1))),
    "a small number inside the logarithm": (CERTAIN, elbo_of(
        lambda a, x: (x * (a.sigmoid() + 1e-8).log()
                      + (1 - x) * (1 - a.sigmoid() + 1e-8).log()).sum(-1))),
    "probabilities cut off": (CERTAIN, elbo_of(
        lambda a, x: by_log(a.sigmoid().clamp(1e-6, 1 - 1e-6), x))),
    "logits cut off": (CERTAIN, elbo_of(lambda a, x: likelihood(a.clamp(-30, 30), x))),
    "logarithm of the sigmoid": (CERTAIN, elbo_of(lambda a, x: by_log(a.sigmoid(), x))),
    "one mean over batch and pixels": (PIXELS, elbo_of(
        lambda a, x: -F.binary_cross_entropy_with_logits(a, x))),
    "one sum over batch and pixels": (PIXELS, elbo_of(
        lambda a, x: -F.binary_cross_entropy_with_logits(a, x, reduction="sum"))),
    "summed over the examples, too": (
        "shape", lambda a, x, m, v: (likelihood(a, x) - rate(m, v)).sum()),
    "the rate as a mean over units": (RATE, elbo_of(
        change_rate=lambda m, v: 0.5 * (m**2 + v.exp() - v - 1).mean(-1))),
    "the rate without its half": (RATE, elbo_of(change_rate=lambda m, v: 2 * rate(m, v))),
    "the rate forgotten": (RATE, elbo_of(change_rate=lambda m, v: 0.0)),
    "a weight of one half on the rate": (RATE, elbo_of(change_rate=lambda m, v: rate(m, v) / 2)),
    "the rate averaged over the batch": (
        RATE + "|example", elbo_of(change_rate=lambda m, v: rate(m, v).mean())),
    "only the white pixels": (
        "pixel|0 and|both", elbo_of(lambda a, x: (x * F.logsigmoid(a)).sum(-1))),
    "the labels exchanged": (
        "label|pixel|logit|sign", elbo_of(lambda a, x: likelihood(-a, x))),
    "a softmax over the pixels": (
        "pixel|softmax|independent|logit", elbo_of(
            lambda a, x: (x * a.log_softmax(-1)).sum(-1))),
    "a Gaussian around the logits": (
        "pixel|squared|Gaussian|logit|log 2", elbo_of(lambda a, x: -0.5 * ((x - a) ** 2).sum(-1))),
    "in bits": ("nat|unit|log 2", lambda a, x, m, v: (likelihood(a, x) - rate(m, v)) / math.log(2)),
    "without a gradient": (
        "gradient|learn", lambda a, x, m, v: (likelihood(a, x) - rate(m, v)).detach()),
    "logits taken for probabilities": (
        "logit|sigmoid|probab|log 2", elbo_of(lambda a, x: by_log(a.clamp(1e-4, 1 - 1e-4), x))),
    "both terms as means": (PIXELS + "|mean", elbo_of(
        lambda a, x: likelihood(a, x) / x.shape[-1], lambda m, v: rate(m, v) / m.shape[-1])),
})  # fmt: skip


def draw(noise, spread=lambda v: (v / 2).exp()):
    return lambda m, v: m + spread(v) * noise(m)


def from_a_generator_of_its_own(mu, log_var):
    eps = torch.randn(mu.shape, generator=torch.Generator().manual_seed(0))
    return mu + (log_var / 2).exp() * eps


def without_gradients(mu, log_var):
    with torch.no_grad():
        return mu + (log_var / 2).exp() * torch.randn_like(mu)


SPREAD = "variance|deviation|σ|spread|log_var"
SHAPE_OF_NOISE = "normal|distribut|uniform|noise|tail|Gauss"
LEARN = "gradient|learn|reach"
add("ex-vae-reparameterize", {
    "log_var cut off": ("cut|clamp|wide|large|spread|σ", draw(
        torch.randn_like, lambda v: (v.clamp(-5, 2) / 2).exp())),
    "uniform noise of variance 1": (SHAPE_OF_NOISE, draw(
        lambda m: (2 * torch.rand_like(m) - 1) * math.sqrt(3))),
    "a coin for noise": (SHAPE_OF_NOISE, draw(lambda m: torch.randn_like(m).sign())),
    "Laplace noise of variance 1": (SHAPE_OF_NOISE, draw(
        lambda m: torch.distributions.Laplace(0.0, math.sqrt(0.5)).sample(m.shape))),
    "noise cut at two": (SHAPE_OF_NOISE, draw(lambda m: torch.randn_like(m).clamp(-2, 2))),
    "log_var for the standard deviation": (SPREAD, draw(torch.randn_like, lambda v: v)),
    "the variance squared": (SPREAD, draw(torch.randn_like, lambda v: (2 * v).exp())),
    "softplus": (SPREAD, draw(torch.randn_like, F.softplus)),
    "a spread of 1": (SPREAD, draw(torch.randn_like, torch.ones_like)),
    "one noise for the batch": ("example|batch|share", draw(lambda m: torch.randn(m.shape[-1]))),
    "one number of noise for all": (
        "example|batch|share|unit|together", draw(lambda m: torch.randn(1))),
    "spread times the whole": (
        "mean|mu", lambda m, v: (v / 2).exp() * (m + torch.randn_like(m))),
    "no noise": ("noise|draw|random|spread", lambda m, v: m + 0 * v),
    "the mean forgotten": ("mean|mu", lambda m, v: 0 * m + (v / 2).exp() * torch.randn_like(m)),
    "mu detached": (LEARN, lambda m, v: m.detach() + (v / 2).exp() * torch.randn_like(m)),
    "log_var detached": (LEARN, lambda m, v: m + (v / 2).exp().detach() * torch.randn_like(m)),
    "no_grad": (LEARN, without_gradients),
    "sample in place of rsample": (LEARN, lambda m, v: Normal(m, (v / 2).exp()).sample()),
    "its own generator, one seed": ("twice|seed|same|call", from_a_generator_of_its_own),
    "a draw on the log scale": (
        "mean|spread|σ|normal", lambda m, v: (m + (v / 2).exp() * torch.randn_like(m)).exp()),
    "the noise learned from": (
        LEARN, lambda m, v: m + (v / 2).exp() * torch.randn_like(m) + v - v.detach()),
})  # fmt: skip
