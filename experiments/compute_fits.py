"""What the trainings of `compute_scaling.py` say, and what `compute_timed.py` has timed.

`python experiments/compute_fits.py FOLDER`, where FOLDER has `scaling.jsonl` and `timed.json`.

Stores `notebooks/8-compute.measured.json`. Takes a minute: the law is fitted to trainings that
are drawn again, 300 times.
"""

import json
import sys
from dataclasses import astuple
from pathlib import Path

import compute_scaling
import numpy as np
import stored_json
from compute_exchange import exchange
from scipy.optimize import least_squares

from genai_utils import costs, models

FILE = stored_json.NOTEBOOKS / "8-compute.measured.json"
NAMES = ("floor", "weight_scale", "alpha", "token_scale", "beta")
TIMES, TAILS = 300, (0.025, 0.975)
READ = compute_scaling.BASE["batch"] * compute_scaling.BASE["context"]  # characters in a step


def working(width: int) -> int:
    """The weights that take part in products: all but the embedding, the norms and the biases."""
    sizes = {key: compute_scaling.BASE[key] for key in ("vocabulary", "heads", "layers", "context")}
    model = models.Transformer(width=width, **sizes, positions="rotary")
    tables = {id(model.embedding.weight)}
    return sum(w.numel() for w in model.parameters() if w.dim() > 1 and id(w) not in tables)


def columns(rows: list[dict]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, characters read and bits on the validation documents, at the end of each."""
    weights = np.array([working(row["width"]) for row in rows], dtype=float)
    read = np.array([READ * row["steps"] for row in rows], dtype=float)
    return weights, read, np.array([row["validation"][-1] for row in rows])


def intervals(rows: np.ndarray) -> dict[str, list[float]]:
    """The middle 95 % of each number, and of the power with which the best size grows."""
    table = dict(zip(NAMES, rows.T, strict=True))
    table["power of the size"] = table["beta"] / (table["alpha"] + table["beta"])
    return {
        name: [float(f"{v:.4g}") for v in np.quantile(values, TAILS)]
        for name, values in table.items()
    }


def spread(rows: list[dict]) -> float:
    """The standard deviation between seeds, over all settings with two seeds or more."""
    groups: dict[tuple, list[float]] = {}
    for row in rows:
        groups.setdefault((row["width"], row["steps"]), []).append(row["validation"][-1])
    found = [np.var(values, ddof=1) for values in groups.values() if len(values) > 1]
    return float(np.sqrt(np.mean(found))) if found else float("nan")


def error(law, rows: list[dict]) -> float:
    """The root of the mean squared difference between the law and the trainings, in bits."""
    weights, read, bits = columns(rows)
    return float(np.sqrt(np.mean((law(weights, read) - bits) ** 2)))


def by_operations(rows: list[dict]):
    """The rival that knows the operations alone: a floor and one power of F = 6 N T."""
    weights, read, bits = columns(rows)
    scaled = np.log(6 * weights * read)

    def law(p, log_f):
        return p[0] + np.exp(p[1] * (p[2] - log_f))

    start, bounds = [0.7 * bits.min(), 0.1, scaled.min()], ([0, 0.001, -90], [bits.min(), 5, 90])
    found = least_squares(lambda p: law(p, scaled) - bits, start, bounds=bounds).x
    return lambda n, t: law(found, np.log(6 * n * t))


def without_floor(rows: list[dict]):
    """The rival without a floor: two powers that go to 0."""
    weights, read, bits = columns(rows)

    def law(p, n, t):
        return np.exp(p[1] * (p[0] - np.log(n))) + np.exp(p[3] * (p[2] - np.log(t)))

    start = [np.log(weights.min()), 0.2, np.log(read.min()), 0.2]
    found = least_squares(lambda p: law(p, weights, read) - bits, start).x
    return lambda n, t: law(found, n, t)


def is_late(row: dict) -> bool:
    """Whether a training belongs to the law: long enough to leave the first plateau behind.

    Chosen on the first trainings of up to 96 numbers and 3,072 steps, before the others were made.
    """
    return row["steps"] >= 768 and row["width"] >= 16


def is_new(row: dict) -> bool:
    """Whether a training was made after the law had been fitted, to look at its prediction."""
    return row["width"] > 96 or row["steps"] > 3072


def predicted(first: list[dict], new: list[dict]) -> dict:
    """By how much the laws of the first trainings miss the new ones: all, and on average."""
    laws = {
        "law": costs.fitted(*columns(first)).loss,
        "no floor": without_floor(first),
        "operations alone": by_operations(first),
    }
    found = {}
    for name, law in laws.items():
        weights, read, bits = columns(new)
        found[name] = {
            "error": round(error(law, new), 4),
            "mean": round(float(np.mean(law(weights, read) - bits)), 4),
        }
    return {"fitted to": len(first), "new": len(new), "laws": found}


def described(rows: list[dict]) -> dict:
    law = costs.fitted(*columns(rows))
    return {
        "trainings": len(rows),
        "law": {n: float(f"{v:.4g}") for n, v in zip(NAMES, astuple(law), strict=True)},
        "error": round(error(law.loss, rows), 4),
        "between seeds": round(spread(rows), 4),
    }


def fit(rows: list[dict]) -> dict:
    """Laws of the trainings that read the whole text."""
    late = [row for row in rows if is_late(row)]
    first, new = ([row for row in late if is_new(row) == made] for made in (False, True))
    found = {"all": described(rows), "late": described(late), "first": described(first)}
    found["late"]["intervals"] = intervals(costs.resampled(*columns(late), times=TIMES))
    return found | ({"predicted": predicted(first, new)} if new else {})


def short(row: dict) -> dict:
    """What is kept of a training; the validation bits along its way only for parts of the text."""
    keys = ["width", "steps", "seed", "peak", "characters", "at", "seconds"]
    kept = {key: row[key] for key in keys} | {"N": working(row["width"])}
    kept |= {"test": round(row["test"], 4), "validation": row["validation"][-1]}
    return kept | ({"path": row["validation"]} if row["kind"] == "text" else {})


def main(folder: str) -> None:
    with (Path(folder) / "scaling.jsonl").open(encoding="utf-8") as file:
        rows = sorted(map(json.loads, file), key=lambda row: (row["steps"], row["width"]))
    kinds = {kind: [r for r in rows if r["kind"] == kind] for kind in ("rate", "grid", "text")}
    table = stored_json.read(FILE) | stored_json.read(Path(folder) / "timed.json")
    table["trainings"] = {kind: list(map(short, found)) for kind, found in kinds.items()}
    table["fit"], table["exchange"] = fit(kinds["grid"]), exchange(table)
    stored_json.write(FILE, table)
    print(json.dumps(table["fit"], indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
