"""The rivals of `6-text-generation`'s transformer, and how far it is ahead of them or with them.

`language_score.py` uses it. A count is a Kneser-Ney model over characters.
"""

import numpy as np
import stored_json
from torch import nn

from genai_utils import data, intervals, ngrams, texts

MEASURED = stored_json.NOTEBOOKS / "6-text-generation.measured.json"
BEFORE, DISCOUNTS = range(5, 9), (0.8, 0.85, 0.9, 0.95)
PARTS = dict(zip(("training", "validation", "test"), data.split_prose(data.prose()), strict=True))
CHARACTERS = {name: sum(len(d.text) for d in part) for name, part in PARTS.items()}
SHARES = [round(0.05 * n, 2) for n in range(21)]


def count_bits(model: ngrams.Counts, part: str) -> list[np.ndarray]:
    return [np.array(model.bits(document.text)[:-1]) for document in PARTS[part]]


def chosen_count() -> tuple[ngrams.KneserNey, dict]:
    """The Kneser-Ney model that is best on the validation documents, and what all of them need."""
    found, training = {}, [document.text for document in PARTS["training"]]
    for before in BEFORE:
        model = ngrams.KneserNey(training, before, alphabet=data.ALPHABET, mark="\f")
        for model.discount in DISCOUNTS:
            mean = np.concatenate(count_bits(model, "validation")).mean()
            found[before, model.discount] = round(float(mean), 4)
    before, discount = min(found, key=found.get)
    best = ngrams.KneserNey(training, before, discount, data.ALPHABET, mark="\f")
    tried = {f"{b} {d}": value for (b, d), value in found.items()}
    return best, {"before": before, "discount": discount, "validation": tried}


def by_paragraph(each: list[np.ndarray], part: str) -> tuple[np.ndarray, np.ndarray]:
    """Bits and characters of each paragraph of the part's documents."""
    sums, sizes = [], []
    for bits_of_document, document in zip(each, PARTS[part], strict=True):
        ends = np.flatnonzero(np.array(list(document.text)) == "\n")
        begins = np.concatenate([[0], ends[:-1] + 1])
        sums.append(np.add.reduceat(bits_of_document, begins))
        sizes.append(np.diff(np.concatenate([begins, [len(document.text)]])))
    return np.concatenate(sums), np.concatenate(sizes)


def model_bits(model: nn.Module, part: str) -> list[np.ndarray]:
    own = (texts.token_bits(model, data.encode_text("\n" + d.text)) for d in PARTS[part])
    return [bits.double().numpy() for bits in own]


def ahead(own: list[np.ndarray], count: list[np.ndarray]) -> dict[str, float]:
    """How many bits a character the model is ahead; the interval is over test paragraphs."""
    (mine, sizes), (other, _) = by_paragraph(own, "test"), by_paragraph(count, "test")
    gap = other - mine
    low, high = intervals.over_examples(lambda i: gap[i].sum() / sizes[i].sum(), len(gap))
    values = {"bits": gap.sum() / sizes.sum(), "low": low, "high": high}
    return {name: round(float(value), 4) for name, value in values.items()}


def mean_of_both(own: list[np.ndarray], count: list[np.ndarray], share: float) -> float:
    """Bits a character if p is so much of the model's and the rest of the count's."""
    both = np.concatenate(own), np.concatenate(count)
    return float(-np.log2(share * 2 ** -both[0] + (1 - share) * 2 ** -both[1]).mean())


def together(own: dict, count: dict) -> dict[str, float]:
    """The mixture of both, its share chosen on the validation documents."""
    bits = {share: mean_of_both(own["validation"], count["validation"], share) for share in SHARES}
    share = min(bits, key=bits.get)
    test = mean_of_both(own["test"], count["test"], share)
    return {"share": share, "validation": round(bits[share], 4), "test": round(test, 4)}


def stored_count() -> ngrams.KneserNey:
    """The count that was chosen."""
    chosen, training = stored_json.read(MEASURED)["Kneser–Ney"], [d.text for d in PARTS["training"]]
    best = chosen["before"], chosen["discount"]
    return ngrams.KneserNey(training, *best, data.ALPHABET, mark="\f")
