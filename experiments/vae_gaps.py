"""How far the encoder's bound lies below the truth, and how much of it a better q would win.

With two latent units the truth is a sum over a fine grid of codes. With more it is estimated from
importance samples of the best Gaussian found, and is itself a lower bound on average.
"""

import math

import numpy as np
import torch
from torch import Tensor

from genai_utils import losses
from genai_utils.models import VAE

COUNT, STEPS, NOISE = 50, 300, 16
EDGE, CELLS = 5.0, 300
DRAWS, CHUNK = 2000, 100


def log_joint(model: VAE, x: Tensor, z: Tensor) -> Tensor:
    """log p(x, z). (digits, pixels), (samples, digits, latent) -> (samples, digits)."""
    zero = torch.zeros_like(z)
    likelihood = losses.bernoulli_log_likelihood(model.decode(z), x)
    return likelihood + losses.normal_log_density(z, zero, zero)


def bound(model: VAE, x: Tensor, q: tuple[Tensor, Tensor], eps: Tensor) -> Tensor:
    """The ELBO of each digit, its expectation a mean over this noise."""
    mu, log_var = q
    z = mu + torch.exp(0.5 * log_var) * eps
    likelihood = losses.bernoulli_log_likelihood(model.decode(z), x).mean(0)
    return losses.elbo(likelihood, losses.kl_standard_normal(mu, log_var))


def symmetric(samples: int, like: Tensor) -> Tensor:
    half = torch.randn(samples // 2, *like.shape)
    return torch.cat([half, -half])


def best_gaussian(model: VAE, x: Tensor, start: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    """A Gaussian of its own for each digit, raised from this start by gradient ascent."""
    q = tuple(part.clone().requires_grad_() for part in start)
    optimizer = torch.optim.Adam(q, lr=0.03)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        optimizer.zero_grad()
        (-bound(model, x, q, symmetric(NOISE, start[0])).sum()).backward()
        optimizer.step()
        schedule.step()
    return tuple(part.detach() for part in q)


@torch.no_grad()
def on_grid(model: VAE, x: Tensor) -> tuple[Tensor, Tensor]:
    """log p(x) of each digit, and log p(x, z) on the grid, (places, digits)."""
    axis = torch.linspace(-EDGE, EDGE, CELLS)
    places = torch.cartesian_prod(axis, axis)
    joint = torch.cat([log_joint(model, x, part[:, None]) for part in places.split(500)])
    cell = 2 * math.log(2 * EDGE / (CELLS - 1))
    return torch.logsumexp(joint.double(), 0) + cell, joint


@torch.no_grad()
def by_samples(model: VAE, x: Tensor, q: tuple[Tensor, Tensor], draws: int) -> Tensor:
    """Log-weights of draws from q, (draws, digits)."""
    found = []
    for _ in range(0, draws, CHUNK):
        mu, log_var = (part.expand(CHUNK, *part.shape) for part in q)
        z = model.reparameterize(mu, log_var)
        found.append(log_joint(model, x, z) - losses.normal_log_density(z, mu, log_var))
    return torch.cat(found)


def gaps(model: VAE, x: Tensor) -> tuple[dict[str, float], dict[str, Tensor]]:
    """Means over the digits, in nats; and what the picture of one digit needs."""
    torch.manual_seed(3)
    model.requires_grad_(False)
    encoder = model.encode(x)
    best = best_gaussian(model, x, encoder)
    with torch.no_grad():
        noise = symmetric(1000, encoder[0])
        own, highest = (
            torch.cat(
                [
                    bound(model, d[None], (m[None], v[None]), n[:, None])
                    for d, m, v, n in zip(x, *q, noise.unbind(1), strict=True)
                ]
            )
            for q in (encoder, best)
        )
    joint = None
    if model.latent == 2:
        truth, joint = on_grid(model, x)
    else:
        truth = losses.importance_weighted_bound(by_samples(model, x, best, DRAWS))
    apart = {
        "truth": truth.mean().item(),
        "encoder": own.mean().item(),
        "best": highest.mean().item(),
    }
    apart |= {"approximation gap": apart["truth"] - apart["best"]}
    apart |= {"amortisation gap": apart["best"] - apart["encoder"]}
    return apart, {
        "own": own,
        "best": highest,
        "truth": truth,
        "joint": joint,
        "q": (encoder, best),
    }


def of_one(found: dict) -> dict[str, np.ndarray]:
    """The posterior and both Gaussians of the digit whose amortisation gap is the largest."""
    at = int((found["best"] - found["own"]).argmax())
    posterior = (found["joint"][:, at] - found["truth"][at]).exp().reshape(CELLS, CELLS)
    gaussians = torch.stack([torch.stack([m[at], v[at]]) for m, v in found["q"]])
    values = torch.stack([found[name][at].double() for name in ("truth", "best", "own")])
    return {
        "posterior": posterior.half().numpy(),
        "gaussians": gaussians.numpy(),
        "values": values.numpy(),
        "which": np.array(at),
    }


def measured(model: VAE, digits: dict[str, Tensor]) -> tuple[dict, dict]:
    numbers, arrays = {}, {}
    for part in ("train", "test"):
        few = digits[part][:: len(digits[part]) // COUNT][:COUNT]
        numbers[part], found = gaps(model, few)
    if model.latent == 2:
        arrays = of_one(found)
        arrays["one"] = (255 * few[int(arrays["which"])]).byte().numpy()
    return numbers, arrays


@torch.no_grad()
def estimates(model: VAE, digits: Tensor, repeats: int = 10, largest: int = 5) -> dict:
    """log p(x) of one digit, from 10^0 to 10^largest codes: of the prior, and of the encoder.

    Each list has one estimate for each of the repeats.
    """
    torch.manual_seed(4)
    x = digits[500:501]
    zero = torch.zeros(1, model.latent)
    found = {}
    for name, q in (("prior", (zero, zero)), ("encoder", model.encode(x))):
        logs = torch.cat([by_samples(model, x, q, 10**largest) for _ in range(repeats)], dim=1)
        found[name] = {
            str(10**n): losses.importance_weighted_bound(logs[: 10**n]).tolist()
            for n in range(largest + 1)
        }
    return found
