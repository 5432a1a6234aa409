"""Answers to the exercises on variational autoencoders."""

import math

import torch
from torch.nn import functional as F

from genai_utils import losses


def kl_standard_normal(mu, log_var):
    """KL(N(mu, exp(log_var)) || N(0, I)) in nats. Twice (batch, latent) -> (batch,)."""
    return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(-1)


def elbo(logits, x, mu, log_var):
    """The ELBO of each example in nats, Bernoulli pixels. (batch, units) four times -> (batch,)."""
    log_likelihood = -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)
    rate = losses.kl_standard_normal(mu, log_var)
    return log_likelihood - rate


def reparameterize(mu, log_var):
    """A draw from N(mu, exp(log_var)) that gradients can pass. Twice (batch, latent) -> same."""
    eps = torch.randn_like(mu)
    return mu + torch.exp(0.5 * log_var) * eps


def importance_weighted_bound(log_weights):
    """log of the mean of K weights, in nats. (K, batch) -> (batch,)."""
    return torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))


def vae_step(model, optimizer, x):
    """One step of a VAE on a batch of binary x (batch, pixels); returns the loss as a number."""
    logits, mu, log_var = model(x)
    distortion = -losses.bernoulli_log_likelihood(logits, x)
    rate = losses.kl_standard_normal(mu, log_var)
    loss = (distortion + rate).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def order_of_bounds():
    """The three from the smallest to the largest."""
    return ["ELBO", "IWAE, K = 10", "log p(x)"]


def betas():
    """The β of each program, if its decoder is to be a likelihood."""
    return {
        "first": 784 / 200,
        "second": 1024 / 500,
    }


def vae_diagnosis():
    """The failure of each run, and the recorded quantity that tells it from the others."""
    return {
        "A": ("rate not in the loss", "rate"),
        "B": ("decoder needs no code", "distortion"),
        "C": ("rate weighs too much", "distortion"),
    }
