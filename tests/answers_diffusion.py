"""Right answers to the exercises on diffusion and flow matching, written otherwise."""

import torch
from answers_vae import answers

from genai_utils.solutions import diffusion


@answers("ex-diffusion-noised")
def noised_one_by_one(x_0, eps, alpha_bar):
    rows = zip(x_0, eps, alpha_bar, strict=True)
    return torch.stack([a**0.5 * x + (1 - a) ** 0.5 * e for x, e, a in rows])


@answers("ex-diffusion-noised")
def noised_by_a_product(x_0, eps, alpha_bar):
    return torch.diag(alpha_bar.sqrt()) @ x_0 + torch.diag((1 - alpha_bar).sqrt()) @ eps


@answers("ex-diffusion-mean")
def mean_by_precision(x_t, x_0, alpha_bar, before):
    if before == 1:
        return x_0.clone()
    alpha = alpha_bar / before
    ahead, behind = alpha / (1 - alpha), 1 / (1 - before)
    return (ahead * x_t / alpha**0.5 + behind * before**0.5 * x_0) / (ahead + behind)


@answers("ex-diffusion-v")
def v_by_einsum(predicted, x_0, eps, alpha_bar):
    a, b = alpha_bar.sqrt()[:, None], (1 - alpha_bar).sqrt()[:, None]
    error = predicted - a * eps + b * x_0
    return torch.einsum("ij,ij->i", error, error)


@answers("ex-flow-heun")
def heun_as_a_correction(velocity, x, t, dt):
    first = velocity(x, t)
    euler = x + dt * first
    return euler + dt / 2 * (velocity(euler, t + dt) - first)


@answers("ex-flow-guide")
def guide_by_two_factors(told, free, weight):
    return (1 + weight) * told - weight * free


@answers("ex-diffusion-diagnose")
def diagnosis_with_lists():
    return {run: list(pair) for run, pair in diffusion.diffusion_diagnosis().items()}
