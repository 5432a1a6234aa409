"""What the runs of `augmentation.py` say together: accuracies, intervals, and pictures."""

import statistics

import augmentation_runs as runs
import numpy as np
import torch
from stored_json import NOTEBOOKS

from genai_utils import intervals

# The rule stated before the run: four comparisons share an error of 5 %.
COVERAGE = 1 - 0.05 / len(runs.AMOUNTS)
PRIMARY = ("generated", "copies")
PAIRS = (PRIMARY, ("both", "shifts"), ("shifts", "copies"), ("segments", "copies"))
ADVERSARIAL = (("GAN", "copies"), ("GAN, shifted", "shifts"))
PICTURES = NOTEBOOKS.parent / "book" / "figures" / "data" / "augmentation.npz"


def chosen(found: dict) -> dict[int, tuple[float, float]]:
    """For each amount the setting with the best mean accuracy on validation digits."""

    def best(n: int) -> tuple[float, float]:
        return max(runs.SETTINGS, key=lambda it: statistics.mean(of(found, "choice", it, n)))

    return {n: best(n) for n in runs.AMOUNTS}


def of(found: dict, *task: object) -> list:
    """The runs whose names begin so, in the order of their seeds."""
    keys = [key for key in found if key[: len(task)] == task]
    return [found[key] for key in sorted(keys, key=lambda key: key[-1])]


def over_examples(rights: list[dict], first: str, second: str) -> list[float]:
    """The interval over test digits of the difference of two arms, its seeds averaged."""
    gaps = [np.asarray(run[first], float) - np.asarray(run[second], float) for run in rights]
    gap = np.mean(gaps, axis=0)
    low, high = intervals.over_examples(lambda index: gap[index].mean(), len(gap), COVERAGE)
    return [round(low, 5), round(high, 5)]


def compared(rights: list[dict], pairs: tuple) -> dict:
    """By arm a list of accuracies over seeds, and by pair the interval over test digits."""
    return {
        "accuracy": {
            arm: [runs.share(torch.as_tensor(r[arm])) for r in rights] for arm in rights[0]
        },
        "examples": {f"{a} − {b}": over_examples(rights, a, b) for a, b in pairs},
    }


def digits(found: dict, n: int) -> dict:
    """All that is stored of an amount."""
    rows = of(found, "digits", n)
    return {
        **compared([row["right"] for row in rows], PAIRS),
        "machine": {arm: [row["machine"][arm] for row in rows] for arm in rows[0]["machine"]},
        "agreement": [row["agreement"] for row in rows],
        "filtered": of(found, "filtered", n),
    }


def adversarial(found: dict, n: int) -> dict:
    """The same of the GAN, beside the arms of `digits` that saw the same real digits."""
    rows = of(found, "adversarial", n)
    beside = [row["right"] for row in of(found, "digits", n)][: len(rows)]
    rights = [
        {**row["right"], "copies": real["copies"], "shifts": real["shifts"]}
        for row, real in zip(rows, beside, strict=True)
    ]
    return {**compared(rights, ADVERSARIAL), "agreement": [row["agreement"] for row in rows]}


def nested(rows: list[dict]) -> dict:
    """Lists over the seeds in the place of a seed's numbers."""
    if not isinstance(rows[0], dict):
        return rows
    return {key: nested([row[key] for row in rows]) for key in rows[0]}


def table(found: dict) -> dict:
    """All that is stored."""
    choices = {
        f"latent {latent}, beta {beta:g}": {
            str(n): of(found, "choice", (latent, beta), n) for n in runs.AMOUNTS
        }
        for latent, beta in runs.SETTINGS
    }
    return {
        "choice": choices,
        "chosen": {str(n): list(setting) for n, setting in chosen(found).items()},
        "digits": {str(n): digits(found, n) for n in runs.AMOUNTS},
        "adversarial": {str(n): adversarial(found, n) for n in runs.AMOUNTS},
        "leak": nested(of(found, "leak")),
        "generations": {kind: nested(of(found, "generations", kind)) for kind in runs.KINDS},
        "table": {name: nested(of(found, "table", name)) for name in ("line", "forest")},
    }


def write_pictures(names: dict, settings: dict[int, tuple[float, float]]) -> None:
    """Real digits and samples of seed 0 for each amount, and samples of three generations."""
    arrays = {}
    for n in runs.AMOUNTS:
        runs.start(1000 * n)
        real = names["few"](names["training"], n, 0)
        latent, beta = settings[n]
        made = names["sampled"](names["generator"](real, int(latent), beta), 50)
        arrays[f"real-{n}"] = real.images[:: max(1, n // 5)][:50]
        arrays[f"made-{n}"] = made.images
    runs.start(0)
    kind = runs.KINDS[0]
    for number, made in enumerate(names["chain"](kind, names["training"], runs.LENGTH), start=1):
        arrays[f"generation-{number}"] = made.images[:30]
    bytes_ = {key: (255 * value).round().byte().numpy() for key, value in arrays.items()}
    np.savez_compressed(PICTURES, **bytes_)
