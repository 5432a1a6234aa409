"""Choose a count, score it and the transformer, and store what `3-self-attention` shows.

    python experiments/words_score.py count    all counts on the validation words
    python experiments/words_score.py score    the chosen count and the trained seeds on test words

`count` leaves counts.json in the folder of `words.py`, beside its seeds and the table of
`words_choice.py`. What is scored is what is stored: the numbers in half precision.

Stores `notebooks/3-self-attention.words.json`, which the notebook and the page `self-attention`
show, and from the seed that is best on the validation words
`notebooks/3-self-attention.safetensors` in half precision. Takes two minutes each.
"""

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import cells
import numpy as np
import stored_json
import torch
import words
import words_choice
from safetensors.torch import save_file

from genai_utils import data, intervals, ngrams
from genai_utils.models import Transformer

ADDED, BEFORE, DISCOUNTS = range(7), range(3, 9), (0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "e", "s", "ly", "y", "d")


@dataclass(frozen=True)
class Scores:
    """Bits of each predicted token of all words in turn, and how many tokens a word has."""

    each: np.ndarray
    predicted: np.ndarray

    def words(self) -> np.ndarray:
        """Bits of each word."""
        return np.add.reduceat(self.each, np.cumsum(self.predicted) - self.predicted)


def of_count(model: ngrams.Counts, part: list[str]) -> Scores:
    rows = [model.bits(word) for word in part]
    return Scores(np.concatenate(rows), np.array(list(map(len, rows))))


@torch.no_grad()
def of_weights(weights: dict[str, torch.Tensor], sizes: dict, part: list[str]) -> Scores:
    model = Transformer(27, context=29, **sizes).eval()
    model.load_state_dict({name: weight.float() for name, weight in weights.items()})
    each, predicted = [], []
    for some in data.encode_words(part).split(500):
        inputs, targets, counted = words.CELLS["inputs_targets_counted"](some)
        log_p = model(inputs).log_softmax(-1).gather(-1, targets[..., None]).squeeze(-1)
        each.append(-log_p[counted].double() / math.log(2))
        predicted.append(counted.sum(1))
    return Scores(torch.cat(each).numpy(), torch.cat(predicted).numpy())


def mixed(first: Scores, second: Scores, share: float) -> Scores:
    """The model that gives each token `share` of the first's probability and the rest of both."""
    p = share * 2**-first.each + (1 - share) * 2**-second.each
    return Scores(-np.log2(p), first.predicted)


def bits(scores: Scores, index: np.ndarray | slice = slice(None)) -> float:
    """Bits per character of the words that `index` names: sums first, then one division."""
    return float(scores.words()[index].sum() / scores.predicted[index].sum())


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
    ahead, predicted = other.words() - network.words(), other.predicted
    found = intervals.over_examples(lambda i: ahead[i].sum() / predicted[i].sum(), len(ahead))
    mean = ahead.sum() / predicted.sum()
    return dict(
        zip(("bits", "low", "high"), (round(float(x), 4) for x in (mean, *found)), strict=True)
    )


def seeds(folder: Path) -> dict[int, tuple[dict, dict]]:
    """Weights and log of every seed that was trained."""
    found = {}
    for path in sorted(folder.rglob("seed*.pt")):
        log = stored_json.read(path.with_suffix(".json"))
        found[int(path.stem.removeprefix("seed"))] = torch.load(path), log
    return found


def score(parts: tuple[list[str], ...], folder: Path) -> dict:
    """All that is stored: the counts, and each seed beside the chosen one."""
    training, validation, test = parts
    counts = stored_json.read(folder / "counts.json")
    before, discount = best(counts)
    stems = set(map(stem, training))
    related = np.array([stem(word) in stems for word in test])
    count = ngrams.KneserNey(training, before, discount)
    held_out, found = of_count(count, validation), of_count(count, test)
    table = {"counts": counts, "chosen": {"before": before, "discount": discount}}
    table["related"] = round(float(related.mean()), 3)
    table["kneser-ney"] = row(found, related)
    tables = {b: of_count(ngrams.AddedCounts(training, b), test) for b in ADDED}
    table["added"] = {b: round(bits(scores), 3) for b, scores in tables.items()}
    table["transformer"] = [
        of_seed(seed, run, (validation, test), (held_out, found), related)
        for seed, run in seeds(folder).items()
    ]
    return table


def of_seed(
    seed: int, run: tuple, parts: tuple, counts: tuple[Scores, Scores], related: np.ndarray
) -> dict:
    """One seed on validation and test words, beside the count, and mixed with it."""
    weights, log = run
    held_out, found = (of_weights(weights, log["sizes"], part) for part in parts)
    share = min(SHARES, key=lambda share: bits(mixed(held_out, counts[0], share)))
    both = mixed(found, counts[1], share)
    mixture = {"share": share, "test": round(bits(both), 3), "ahead": difference(both, counts[1])}
    last = dict(zip(("steps", "CPU seconds"), log["log"][-1], strict=False))
    line = {"seed": seed, **last, "validation": round(bits(held_out), 4), **row(found, related)}
    return {**line, "ahead": difference(found, counts[1]), "mixture": mixture, **log}


def row(scores: Scores, related: np.ndarray) -> dict[str, float]:
    """Bits per character of all test words, of those with a relative in training, of the others."""
    parts = {"test": slice(None), "related": related, "unrelated": ~related}
    return {name: round(bits(scores, part), 3) for name, part in parts.items()}


def store(table: dict, folder: Path) -> None:
    chosen = min(table["transformer"], key=lambda run: run["validation"])["seed"]
    table["stored seed"] = chosen
    if choice := stored_json.read(folder / "choice.json"):
        table["choice"] = finished(choice)
    stored = cells.NOTEBOOKS / f"{words.NAME}.safetensors"
    save_file(seeds(folder)[chosen][0], stored)
    os.chmod(stored, 0o644)
    stored_json.write(stored.with_suffix(".words.json"), table)


def finished(runs: list[dict]) -> list[dict]:
    """The finished runs of the search, best first: what was changed, and what came of it."""
    rows = []
    for run in (run for run in runs if not run.get("unfinished")):
        changed = [f"{k} {run[k]}" for k in words_choice.BASE if run[k] != words_choice.BASE[k]]
        changed += [f"seed {run['seed']}"] if "seed" in run else []
        steps, training, held_out = run["log"][-1]
        row = {"changed": ", ".join(changed) or "nothing", "steps": steps}
        rows.append({**row, "training": training, "validation": held_out})
    return sorted(rows, key=lambda row: row["validation"])


def main(task: str) -> None:
    parts = data.split_words(data.words())
    if task == "count":
        stored_json.write(words.FOLDER / "counts.json", count(*parts[:2]))
    else:
        store(score(parts, words.FOLDER), words.FOLDER)


if __name__ == "__main__":
    main(*sys.argv[1:])
