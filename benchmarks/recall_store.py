"""Collect what `recall.py` trained, add the counts, store it: `python benchmarks/recall_store.py`.

Two Kneser-Ney counts, of three and of five symbols before, answer the networks' test lines; they
have read COUNT_LINES lines. Writes `notebooks/3-self-attention.recall.json`.
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


def main() -> None:
    files = sorted(recall.FOLDER.rglob("recall.*.json"))
    networks = {name: runs for path in files for name, runs in json.loads(path.read_text()).items()}
    table = {
        "example": spelled(recall.fixed(recall.TEST, 1)[0])[0],
        "steps": recall.STEPS,
        "batch": recall.BATCH,
        "count lines": COUNT_LINES,
        "networks": networks,
        "counts": {str(before): of_count(before) for before in (3, 5)},
    }
    part = STORED.with_suffix(".part")
    part.write_text(json.dumps(table, indent=1) + "\n")
    os.replace(part, STORED)


if __name__ == "__main__":
    main()
