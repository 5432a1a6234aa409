"""Collect what `recall.py` trained, add the counts, store it: `python benchmarks/recall_store.py`.

Each network keeps the learning rate whose mean over the seeds is best on the validation lines. Two
Kneser-Ney counts, of three and of five symbols before, answer the same test lines; they have read
COUNT_LINES lines. Writes `notebooks/3-self-attention.recall.json`.
"""

import json
import os

import recall
import torch
from seeds import NOTEBOOKS
from torch import Tensor

from genai_utils import ngrams

COUNT_LINES, DISCOUNT = 40_000, 0.75
STORED = NOTEBOOKS / "3-self-attention.recall.json"


def spelled(tokens: Tensor) -> list[str]:
    return ["".join(recall.SYMBOLS[token] for token in line) for line in tokens.tolist()]


def of_count(before: int) -> dict[int, float]:
    """The share of right answers of a count, by distance."""
    lines = spelled(recall.fixed(recall.COUNTED, COUNT_LINES)[0])
    model = ngrams.KneserNey(lines, before, DISCOUNT, recall.SYMBOLS)
    tokens, distance = recall.fixed(recall.TEST)
    hit = torch.zeros_like(distance, dtype=torch.bool)
    for row, line in enumerate(spelled(tokens)):
        for place in range(recall.PAIRS):
            end = 2 * recall.PAIRS + 2 * place + 1
            context = line[end - before : end]
            likeliest = max("0123456789", key=lambda digit: model.probability(context, digit))
            hit[row, place] = likeliest == line[end]
    return recall.by_distance(hit, distance)


def chosen(runs: list[dict], name: str) -> list[dict]:
    """The runs of a network with the rate that is best on the validation lines."""
    by_rate: dict[float, list[dict]] = {}
    for run in runs:
        if run["network"] == name:
            by_rate.setdefault(run["peak"], []).append(run)
    most = max(map(len, by_rate.values()))
    whole = [found for found in by_rate.values() if len(found) == most]
    return max(whole, key=lambda found: sum(run["validation"][-1][1] for run in found))


def main() -> None:
    files = sorted(recall.FOLDER.rglob("recall.*.json"))
    runs = [run for path in files for run in json.loads(path.read_text())]
    table = {
        "example": spelled(recall.fixed(recall.TEST, 1)[0])[0],
        "steps": recall.STEPS,
        "batch": recall.BATCH,
        "count lines": COUNT_LINES,
        "networks": {name: chosen(runs, name) for name in recall.NETWORKS},
        "rates": [
            [run[key] for key in ("network", "peak", "seed")] + run["validation"][-1]
            for run in runs
        ],
        "counts": {str(before): of_count(before) for before in (3, 5)},
    }
    part = STORED.with_suffix(".part")
    part.write_text(json.dumps(table) + "\n")
    os.replace(part, STORED)


if __name__ == "__main__":
    main()
