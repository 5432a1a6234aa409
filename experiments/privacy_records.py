"""The digits for `privacy.py`, which of them each model sees, and settings chosen on others."""

import os
from dataclasses import dataclass, replace

import numpy as np
import privacy_classes
import privacy_vae
import torch
from privacy_vae import Setting
from torch import Tensor

from genai_utils import data

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
EPSILONS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
QUICK = int(os.environ.get("QUICK", "1"))  # to try the script: so many times fewer steps


@dataclass
class Records:
    """4,000 digits in one fixed order, 500 to choose settings by, and 500 to report with."""

    pool: Tensor
    labels: Tensor
    validation: Tensor
    validation_labels: Tensor
    test: Tensor
    test_labels: Tensor

    @classmethod
    def all(cls) -> "Records":
        training, validation, test = data.three_way(data.mnist(), held_out=500)
        order = torch.randperm(len(training), generator=torch.Generator().manual_seed(0))
        parts = (training.images[order], training.labels[order])
        parts += (validation.images, validation.labels, test.images, test.labels)
        return cls(*(part.to(DEVICE) for part in parts))


def halves(models: int, records: int) -> Tensor:
    """Each record is in a random half of the models. Booleans (models, records)."""
    lots = torch.rand(models, records, generator=torch.Generator().manual_seed(1))
    return (lots.argsort(0).argsort(0) < models // 2).to(DEVICE)


def shorter(setting: Setting) -> Setting:
    return replace(setting, steps=max(2, setting.steps // QUICK))


OVER = shorter(Setting(steps=6000))
MOVED = shorter(Setting(steps=4000, augmented=True))
CLASSES = shorter(Setting(steps=1000, hidden=256, rates=(2e-3,)))
VAE_RATES, CLASS_RATES = (3e-3, 1e-2, 2e-2), (3e-3, 1e-2, 3e-2)


def _best(tried: np.ndarray, settings: list[Setting]) -> Setting:
    """The setting with the best mean on the validation digits; tried is (settings, rates)."""
    setting, rate = np.unravel_index(tried.argmax(), tried.shape)
    return replace(settings[setting], rates=(settings[setting].rates[rate],))


def tuned_vae(records: Records, epsilon: float) -> tuple[Setting, np.ndarray]:
    """Steps, units and rate for this epsilon, and what was tried: the mean bounds."""
    base = Setting(steps=150, batch=500, epsilon=epsilon, rates=VAE_RATES)
    sizes = [(150, 512, 32), (150, 128, 8), (500, 512, 32), (500, 128, 8)]
    settings = [shorter(replace(base, steps=s, hidden=h, latent=la)) for s, h, la in sizes]
    members = halves(6, len(records.pool))
    tried = []
    for setting in settings:
        vaes = privacy_vae.trained(records.pool, members, setting)
        found = privacy_vae.scores(vaes, records.validation).mean(1)
        tried.append(found.view(2, 3).mean(0).cpu().numpy())
    return _best(np.nan_to_num(np.stack(tried), nan=-1e9), settings), np.stack(tried)


def tuned_classes(records: Records, epsilon: float) -> tuple[Setting, np.ndarray]:
    """The same for a classifier: the mean accuracies."""
    base = Setting(steps=100, batch=500, epsilon=epsilon, rates=CLASS_RATES)
    sizes = [(50, 0), (50, 64), (200, 0), (200, 64)]
    settings = [shorter(replace(base, steps=s, hidden=h)) for s, h in sizes]
    members, tried = halves(6, len(records.pool)), []
    for setting in settings:
        stack = privacy_classes.trained(records.pool, records.labels, members, setting)
        right = privacy_classes.scores(stack, records.validation, records.validation_labels)[1]
        tried.append(right.mean(1).view(2, 3).mean(0).cpu().numpy())
    return _best(np.stack(tried), settings), np.stack(tried)
