"""Collect what `recall.py` trained and add the counts: `python experiments/recall_store.py`.

Two Kneser-Ney counts, of three and of five symbols before, answer the networks' test lines; they
have read COUNT_LINES lines.

Stores `notebooks/3-self-attention.recall.json`, which the notebook and the page `self-attention`
show. Takes half a minute.
"""

import cells
import recall
import stored_json
import torch
import words
from torch import Tensor

from genai_utils import ngrams

COUNT_LINES, DISCOUNT = 40_000, 0.75
STORED = cells.NOTEBOOKS / "3-self-attention.recall.json"


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


def of_elimination() -> dict[int, float]:
    """Right answers of one who looks nothing up: the digit that most of the open pairs have.

    Every letter is asked once, so the digits that are still to come are known at each question, and
    at the last one there is a single one left.
    """
    tokens, distance = recall.fixed(recall.TEST)
    digits = tokens[:, 1 : 2 * recall.PAIRS : 2]
    open_ = torch.nn.functional.one_hot(digits, 10).sum(1)  # how many pairs of each digit
    hit = torch.zeros(distance.shape)
    for place in range(recall.PAIRS):
        answer = tokens[:, 2 * recall.PAIRS + 2 * place + 1, None]
        most = open_ == open_.max(1, keepdim=True).values
        hit[:, place] = (most.gather(1, answer) / most.sum(1, keepdim=True)).squeeze(1)
        open_ = open_ - torch.nn.functional.one_hot(answer[:, 0], 10)
    return recall.by_distance(hit, distance)


def main() -> None:
    files = sorted(words.FOLDER.rglob("recall.*.json"))
    networks = {name: runs for path in files for name, runs in stored_json.read(path).items()}
    table = {
        "example": spelled(recall.fixed(recall.TEST, 1)[0])[0],
        "steps": recall.STEPS,
        "batch": recall.BATCH,
        "count lines": COUNT_LINES,
        "networks": networks,
        "elimination": of_elimination(),
        "counts": {str(before): of_count(before) for before in (3, 5)},
    }
    stored_json.write(STORED, table)


if __name__ == "__main__":
    main()
