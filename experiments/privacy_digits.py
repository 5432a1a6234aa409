"""The parts of `privacy.py` about digits: halves, chosen digits, classifiers."""

import ast
import time
from dataclasses import astuple
from pathlib import Path

import numpy as np
import privacy_classes
import privacy_vae
import torch
from privacy_records import (
    CLASSES,
    DEVICE,
    EPSILONS,
    MOVED,
    OVER,
    QUICK,
    Records,
    halves,
    tuned_classes,
    tuned_vae,
)
from privacy_vae import Setting, VAEs
from torch import Tensor

FEW = 500
LOOKS = tuple(max(1, k // QUICK) for k in (250, 500, 1000, 2000, 4000))
Found = dict[str, np.ndarray]
BEGUN = time.monotonic()


def numbers(x: Tensor) -> np.ndarray:
    return x.half().cpu().numpy()


def said(*words: object) -> None:
    print(*words, f"{time.monotonic() - BEGUN:.1f} s", flush=True)


@torch.no_grad()
def nearest(vaes: VAEs, pool: Tensor, drawn: int = 5000) -> Tensor:
    """Minus the distance from each digit to the nearest of many samples. (models, n)."""
    models, latent, _ = vaes.decoder.weights[0].shape
    least = torch.full((models, len(pool)), torch.inf, device=pool.device)
    for _ in range(drawn // 500 if QUICK == 1 else 1):
        samples = vaes.decoder(torch.randn(models, 500, latent, device=pool.device)).sigmoid()
        apart = torch.stack([torch.cdist(pool, some).amin(1) for some in samples])
        torch.minimum(least, apart, out=least)
    return -least


def measured(name: str, vaes: VAEs, records: Records, whole: bool = True) -> Found:
    """Scores of the pool, the mean on validation digits, and at the end the other attack."""
    found = {name: numbers(privacy_vae.scores(vaes, records.pool)[: None if whole else 32])}
    found[f"{name}: validation"] = numbers(privacy_vae.scores(vaes, records.validation).mean(1))
    if whole:
        found[f"{name}: test"] = numbers(privacy_vae.scores(vaes, records.test).mean(1))
        found[f"{name}: nearest"] = numbers(nearest(vaes, records.pool))
    said(name)
    return found


def vae(records: Records, folder: Path) -> Found:
    """VAEs on random halves of the pool, and 32 more over-fitted ones on 500 digits."""
    members = halves(64, len(records.pool))
    few = torch.rand(32, len(records.pool)).argsort(1).argsort(1) < FEW
    rows = torch.cat([members, few.to(DEVICE)])
    found: Found = {"members": rows.cpu().numpy()}

    def look(name: str, whole: bool = False):
        return lambda it: found.update(measured(name, it, records, whole))

    looks = {k: look(f"after {k}") for k in LOOKS}
    look("over-fitted", True)(privacy_vae.trained(records.pool, rows, OVER, looks))
    for epsilon in EPSILONS:
        setting, found[f"tried {epsilon:g}"] = tuned_vae(records, epsilon)
        found[f"chosen {epsilon:g}"] = np.array(str(astuple(setting)))
        model = privacy_vae.trained(records.pool, members[:32], setting)
        look(f"epsilon {epsilon:g}", True)(model)
    look("moved", True)(privacy_vae.trained(records.pool, members[:32], MOVED))
    return found


def chosen(records: Records, folder: Path) -> tuple[Tensor, Tensor]:
    """The pool with a negative as its last record, and the places of eight records.

    The negative of a digit, and of the first 2,000, from the hardest on: the two hardest, one at a
    quarter, two in the middle and the two easiest, by over-fitted models without them.
    """
    with np.load(folder / "vae.npz") as stored:
        scores, seen = stored["over-fitted"][:64, :2000], stored["members"][:64, :2000]
    outside = np.where(seen, 0, scores.astype(float)).sum(0) / (~seen).sum(0)
    order = torch.from_numpy(outside.argsort())
    places = torch.cat([torch.tensor([4000]), order[[0, 1, 500, 1000, 1001, 1998, 1999]]])
    return torch.cat([records.pool, 1 - records.pool[:1]]), places.to(DEVICE)


def digit(records: Records, folder: Path) -> Found:
    """VAEs on the first 2,000 digits, in which eight records are in or out by lot."""
    pool, places = chosen(records, folder)
    found = {"pictures": (255 * pool[places]).byte().cpu().numpy()}
    with np.load(folder / "vae.npz") as stored:
        settings = {f"{e:g}": setting_of(stored[f"chosen {e:g}"]) for e in EPSILONS}
    for name, setting in {"over-fitted": OVER, **settings}.items():
        lots = halves(128 if setting.epsilon else 64, len(places))
        members = torch.zeros(len(lots), len(pool), dtype=torch.bool, device=DEVICE)
        members[:, :2000] = True
        members[:, places] = lots
        vaes = privacy_vae.trained(pool, members, setting)
        found[name] = privacy_vae.scores(vaes, pool[places], draws=64).cpu().numpy()
        found[f"{name}: in"] = lots.cpu().numpy()
        said("digit", name)
    return found


def setting_of(stored: np.ndarray) -> Setting:
    """The setting that `vae` stored as text."""
    return Setting(*ast.literal_eval(str(stored)))


def classes(records: Records, folder: Path) -> Found:
    """Classifiers on the halves: scores of the pool, accuracy on validation and test digits."""
    members = halves(32, len(records.pool))
    found: Found = {"members": members.cpu().numpy()}
    for epsilon in (None, *EPSILONS):
        name, setting = "over-fitted", CLASSES
        if epsilon is not None:
            name = f"epsilon {epsilon:g}"
            setting, found[f"tried {epsilon:g}"] = tuned_classes(records, epsilon)
            found[f"chosen {epsilon:g}"] = np.array(str(astuple(setting)))
        stack = privacy_classes.trained(records.pool, records.labels, members, setting)
        found[name] = numbers(privacy_classes.scores(stack, records.pool, records.labels)[0])
        right = privacy_classes.scores(stack, records.test, records.test_labels)[1]
        found[f"{name}: accuracy"] = right.mean(1).cpu().numpy()
        said("classes", name)
    return found
