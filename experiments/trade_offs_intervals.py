"""How much the differences of two models would change with other test digits.

For each pair of models and each seed both are measured on the same digits, drawn again and again
from the held-out ones; the trained models stay as they are. Precision is left out: a digit that is
drawn twice is its own nearest neighbour, so this bootstrap says nothing of it. Recall is the share
of digits that lie among a model's samples, whose spheres don't depend on the digits.
"""

from pathlib import Path

import numpy as np
import torch

from genai_utils import intervals, metrics

Runs = list[dict[str, torch.Tensor]]  # what `recipes.keep` stored, a seed each


def load(folder: Path, name: str, seeds: range) -> Runs:
    """The kept arrays of a model's runs; `ValueError` that names the file if one isn't there."""
    runs = []
    for seed in seeds:
        path = folder / f"{name}-{seed}.npz"
        if not path.exists():
            raise ValueError(f"{path} is needed, but isn't there: measure `full:{name}` first.")
        with np.load(path) as stored:
            runs.append({key: torch.from_numpy(stored[key]) for key in stored})
    return runs


def nats(run: dict, index: np.ndarray) -> float:
    return run["nats"][index].mean().item()


def frechet(run: dict, index: np.ndarray) -> float:
    return metrics.frechet_distance(run["reference"][index], run["features"])


def covered(run: dict, k: int = 3) -> torch.Tensor:
    """Which digits lie among the samples: their mean is recall, but bootstrapping needs each."""
    radius = torch.cdist(run["features"], run["features"]).kthvalue(k + 1, dim=1).values
    return (torch.cdist(run["reference"], run["features"]) <= radius).any(dim=1)


def recall(run: dict, index: np.ndarray) -> float:
    if "covered" not in run:
        run["covered"] = covered(run).double()
    return run["covered"][index].mean().item()


MEASURES = {"recall": recall, "Fréchet distance": frechet, "nats": nats}


def of_pair(first: Runs, second: Runs) -> dict[str, list[float]]:
    """By measure the interval over test digits of the mean difference over the seeds."""
    found = {}
    for name, measure in MEASURES.items():
        if name == "nats" and not (len(first[0]["nats"]) and len(second[0]["nats"])):
            continue
        digits = len(first[0]["nats" if name == "nats" else "reference"])

        def difference(index: np.ndarray, measure=measure) -> float:
            pairs = zip(first, second, strict=True)
            return float(np.mean([measure(a, index) - measure(b, index) for a, b in pairs]))

        interval = intervals.over_examples(difference, digits, resamples=1000)
        found[name] = [float(f"{end:.5g}") for end in interval]
    return found


def of_all(folder: Path, names: list[str], seeds: range) -> dict[str, dict[str, list[float]]]:
    runs = {name: load(folder, name, seeds) for name in names}
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return {f"{a} − {b}": of_pair(runs[a], runs[b]) for a, b in pairs}
