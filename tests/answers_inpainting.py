"""Right answers to the exercises on inpainting, written otherwise than the solutions."""

import math

import torch
from answers_vae import answers


@answers("ex-inpainting-psnr")
def psnr_picture_by_picture(filling, truth, missing):
    found = []
    for one, other, mask in zip(filling, truth, missing, strict=True):
        errors = (one - other)[mask == 1]
        found.append(20 * math.log10(1 / errors.square().mean().sqrt().item()))
    return torch.tensor(found, dtype=filling.dtype)


@answers("ex-inpainting-known")
def seen_by_where(moved, seen, missing, noise, t):
    return torch.where(missing == 1, moved, torch.lerp(noise, seen, t))


@answers("ex-inpainting-known")
def seen_by_index(moved, seen, missing, noise, t):
    state = moved.clone()
    known = missing == 0
    state[known] = (noise + t * (seen - noise))[known]
    return state


@answers("ex-inpainting-sharpness")
def sharpness_by_hypot(filling, truth):
    lengths = [
        torch.hypot(it.diff(dim=2)[:, :-1], it.diff(dim=1)[:, :, :-1]) for it in (filling, truth)
    ]
    return lengths[0].sum() / lengths[1].sum()


@answers("ex-inpainting-edges")
def edges_by_variance():
    variance = 0.8 * 0.2
    return {
        "grey value": 4 / 5,
        "error of the mean": 2 * variance,
        "error of a draw": 2 * 2 * variance,
    }
