"""Right answers to the exercises on marks and shares, written otherwise than the solutions."""

import math

import numpy as np
import torch
from answers_vae import answers


@answers("ex-green-score")
def score_of_deviations(runs, green, share):
    coins = {tuple(run): own for run, own in zip(runs.tolist(), green.tolist(), strict=True)}
    away = sum(own - share for own in coins.values())
    return away / math.sqrt(len(coins) * (share - share**2))


@answers("ex-corrected-shares")
def shares_by_an_inverse(shown, confusion):
    return torch.from_numpy(shown.numpy() @ np.linalg.inv(confusion.numpy()))


@answers("ex-corrected-shares")
def shares_by_least_squares(shown, confusion):
    return torch.linalg.lstsq(confusion.mT, shown[:, None]).solution[:, 0]
