"""Choose a count, score it and the transformer, and store what `3-self-attention` shows.

    python benchmarks/words_score.py count    all counts on the validation words
    python benchmarks/words_score.py score    the chosen count and the trained seeds on test words

`count` writes FOLDER/counts.json, `words.py` leaves its seeds there, and `words_choice.py` its
table. `score` writes `notebooks/3-self-attention.words.json` and, from the seed that is best on the
validation words, `notebooks/3-self-attention.safetensors` in half precision. What is scored is what
is stored: the numbers in half precision.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
import torch
import words
from safetensors.torch import save_file
from seeds import NOTEBOOKS

from genai_utils import data, intervals, ngrams
from genai_utils.models import Transformer

ADDED, BEFORE, DISCOUNTS = range(7), range(3, 9), (0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "e", "s", "ly", "y", "d")
Scores = tuple[np.ndarray, np.ndarray]  # bits and predicted tokens of each word


def of_count(model: ngrams.Counts, part: list[str]) -> Scores:
    bits = np.array([sum(model.bits(word)) for word in part])
    return bits, np.array([len(word) + 1 for word in part])


def of_weights(weights: dict[str, torch.Tensor], sizes: dict, part: list[str]) -> Scores:
    model = Transformer(27, context=29, **sizes)
    model.load_state_dict({name: weight.float() for name, weight in weights.items()})
    nats, predicted = words.bits_of_words(model, data.encode_words(part))
    return (-nats.double() / np.log(2)).numpy(), predicted.numpy()


def bits(scores: Scores, index: np.ndarray | slice = slice(None)) -> float:
    """Bits per character: sums first, then one division."""
    return scores[0][index].sum() / scores[1][index].sum()


def count(training: list[str], validation: list[str]) -> dict:
    """Bits per character on the validation words: added counts, and Kneser-Ney by discount."""
    found: dict[str, dict] = {"added": {}, "kneser-ney": {}}
    for before in ADDED:
        model = ngrams.AddedCounts(training, before)
        found["added"][before] = round(bits(of_count(model, validation)), 3)
    for before in BEFORE:
        model, row = ngrams.KneserNey(training, before), {}
        for model.discount in DISCOUNTS:
            row[model.discount] = round(bits(of_count(model, validation)), 4)
        found["kneser-ney"][before] = row
        print(before, row, flush=True)
    return found


def best(counts: dict) -> tuple[int, float]:
    """Context and discount of the Kneser-Ney count that is best on the validation words."""
    rows = counts["kneser-ney"].items()
    pairs = ((b, int(before), float(d)) for before, row in rows for d, b in row.items())
    return min(pairs)[1:]


def stem(word: str) -> str:
    """A word without the first ending that fits and leaves three letters."""
    fits = (end for end in ENDINGS if word.endswith(end) and len(word) >= len(end) + 3)
    return word[: len(word) - len(next(fits, ""))]


def difference(network: Scores, other: Scores) -> dict[str, float]:
    """How many bits per character the network is ahead; the interval is over test words."""
    low, high = intervals.over_examples(
        lambda index: bits(other, index) - bits(network, index), len(other[0])
    )
    mean = bits(other) - bits(network)
    return {"bits": round(mean, 3), "low": round(low, 3), "high": round(high, 3)}


def seeds(folder: Path) -> dict[int, tuple[dict, dict]]:
    """Weights and log of every seed that was trained."""
    found = {}
    for path in sorted(folder.rglob("seed*.pt")):
        log = json.loads(path.with_suffix(".json").read_text())
        found[int(path.stem.removeprefix("seed"))] = torch.load(path), log
    return found


def score(parts: tuple[list[str], ...], folder: Path) -> dict:
    training, validation, test = parts
    counts = json.loads((folder / "counts.json").read_text())
    before, discount = best(counts)
    stems = set(map(stem, training))
    related = np.array([stem(word) in stems for word in test])
    kneser_ney = of_count(ngrams.KneserNey(training, before, discount), test)
    table = {"counts": counts, "chosen": {"before": before, "discount": discount}}
    table["related"] = round(related.mean(), 3)
    table["kneser-ney"] = row(kneser_ney, related)
    table["added"] = {
        b: round(bits(of_count(ngrams.AddedCounts(training, b), test)), 3) for b in ADDED
    }
    table["transformer"] = []
    for seed, (weights, log) in seeds(folder).items():
        found = of_weights(weights, log["sizes"], test)
        ahead = difference(found, kneser_ney)
        held_out = round(bits(of_weights(weights, log["sizes"], validation)), 4)
        last = dict(zip(("steps", "CPU seconds"), log["log"][-1], strict=False))
        line = {"seed": seed, **last, "validation": held_out, **row(found, related)}
        table["transformer"].append({**line, "ahead": ahead, **log})
    return table


def row(scores: Scores, related: np.ndarray) -> dict[str, float]:
    """Bits per character of all test words, of those with a relative in training, of the others."""
    parts = {"test": slice(None), "related": related, "unrelated": ~related}
    return {name: round(bits(scores, part), 3) for name, part in parts.items()}


def store(table: dict, folder: Path) -> None:
    chosen = min(table["transformer"], key=lambda run: run["validation"])["seed"]
    table["stored seed"] = chosen
    if (folder / "choice.json").exists():
        table["choice"] = json.loads((folder / "choice.json").read_text())
    save_file(seeds(folder)[chosen][0], NOTEBOOKS / f"{words.NAME}.safetensors")
    os.chmod(NOTEBOOKS / f"{words.NAME}.safetensors", 0o644)
    write(table, NOTEBOOKS / f"{words.NAME}.words.json")


def write(table: dict, path: Path) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(table, indent=1) + "\n")
    os.replace(part, path)


def main(task: str) -> None:
    parts = data.split_words(data.words())
    words.FOLDER.mkdir(exist_ok=True, parents=True)
    if task == "count":
        write(count(*parts[:2]), words.FOLDER / "counts.json")
    else:
        store(score(parts, words.FOLDER), words.FOLDER)


if __name__ == "__main__":
    main(*sys.argv[1:])
