"""What `6-text-generation` shows, measured, after `language.py`.

    python experiments/language_score.py ship seed 0   a training's weights become the stored ones
    python experiments/language_score.py count         the count, chosen on the validation documents
    python experiments/language_score.py large         the trainings of the stored size
    python experiments/language_score.py small         the small ones, curves and secrets
    python experiments/language_score.py written       what the notebook measures on its samples

Stores `notebooks/6-text-generation.measured.json` and `notebooks/6-text-generation.safetensors`,
the transformer in half precision. Takes three minutes.
"""

import os
import sys
import time

import cells
import language_plan
import language_secrets
import numpy as np
import stored_json
import torch
from language import FOLDER
from language_fit import fitted
from language_training import BASE, NAME, Training, network
from safetensors.torch import load_file
from torch import nn

from genai_utils import data, files, intervals, models, ngrams, texts

WEIGHTS = stored_json.NOTEBOOKS / f"{NAME}.safetensors"
MEASURED = stored_json.NOTEBOOKS / f"{NAME}.measured.json"
BEFORE, DISCOUNTS = range(5, 9), (0.8, 0.85, 0.9, 0.95)
PARTS = dict(zip(("training", "validation", "test"), data.split_prose(data.prose()), strict=True))
CHARACTERS = {name: sum(len(d.text) for d in part) for name, part in PARTS.items()}


def row(name: str) -> dict:
    return stored_json.read(FOLDER / f"{name}.json")


def of(name: str, part: str = "test") -> float:
    """Bits a character of a training's averaged weights."""
    return round(sum(row(name)["bits"][part]) / CHARACTERS[part], 4)


def loaded(name: str) -> nn.Module:
    model = network(row(name)["setting"])
    weights = load_file(FOLDER / f"{name}.safetensors")
    model.load_state_dict({key: value.float() for key, value in weights.items()})
    return model.eval()


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


def ahead(model: nn.Module, count: list[np.ndarray]) -> dict[str, float]:
    """How many bits a character the model is ahead; the interval is over test paragraphs."""
    own = [texts.token_bits(model, data.encode_text("\n" + d.text)).numpy() for d in PARTS["test"]]
    (mine, sizes), (other, _) = by_paragraph(own, "test"), by_paragraph(count, "test")
    gap = other - mine
    low, high = intervals.over_examples(lambda i: gap[i].sum() / sizes[i].sum(), len(gap))
    values = {"bits": gap.sum() / sizes.sum(), "low": low, "high": high}
    return {name: round(float(value), 4) for name, value in values.items()}


def runs(kind: str) -> list[str]:
    """The trainings of a kind that were made."""
    names = [name for name in language_plan.PLANS if name.startswith(f"{kind} ")]
    return [name for name in names if row(name)]


def line(name: str) -> dict:
    """What a training was, and bits a character on the validation and test documents."""
    found, setting = row(name), row(name)["setting"]
    about = {"seed": setting["seed"], "steps": setting["steps"], "weights": found["weights"]}
    about |= {"seconds": found["seconds"], "validation": of(name, "validation"), "test": of(name)}
    if "merges" in setting:
        encode = language_plan.encoder_of(setting)
        tokens = sum(len(encode(document.text)) for document in PARTS["test"])
        each = round(sum(found["bits"]["test"]) / tokens, 4)
        about |= {"tokens": setting["vocabulary"], "bits a token": each}
    return about


def curves() -> dict:
    """Validation bits against weights, and against characters seen, each with its fit."""
    found = {}
    for kind, key in (("width", "weights"), ("steps", "characters seen")):
        points = []
        for name in runs("small") + runs(kind):
            setting = row(name)["setting"]
            seen = setting["steps"] * setting["batch"] * setting["context"]
            size = row(name)["weights"] if kind == "width" else seen
            points.append([size, of(name, "validation")])
        found[key] = {"points": sorted(points), "fit": fitted(np.array(sorted(points)))}
    return found


def secrets() -> dict:
    """Over all trainings with secrets: the share that is said, and the median rank."""
    pooled: dict[int, dict[str, list]] = {}
    for name in runs("secrets"):
        seed = row(name)["setting"]["secrets"]
        for times, found in language_secrets.measured(loaded(name), seed).items():
            for key, values in found.items():
                pooled.setdefault(times, {}).setdefault(key, []).extend(values)
    return {
        times: {
            "said": round(float(np.mean(found["said"])), 3),
            "rank": float(np.median(found["rank"])),
            "secrets": len(found["said"]),
        }
        for times, found in pooled.items()
    }


def cost(steps: int = 10) -> float:
    """CPU seconds of a step of the long training, on one thread of this machine."""
    setting = language_plan.PLANS["long 0"]
    text = language_plan.tokens_of(setting)["training"]
    run = Training({"vocabulary": len(data.ALPHABET), **setting}, text)
    run.advance(2)
    start = time.process_time()
    run.advance(steps)
    return round((time.process_time() - start) / steps, 3)


def cache() -> dict[str, float]:
    """How many times as fast 240 characters are written with a cache: the median of three."""
    model, _ = models.load_transformer(WEIGHTS)
    prompt, ratios = data.encode_text("\nThe generator")[None], []
    for _ in range(3):
        took = []
        for cached in (True, False):
            start = time.process_time()
            models.generate(model, prompt, 240, greedy=True, cached=cached)
            took.append(time.process_time() - start)
        ratios.append(took[1] / took[0])
    return {"times as fast": round(sorted(ratios)[1], 1), "characters": 240}


def stored_count() -> tuple[ngrams.KneserNey, list[np.ndarray]]:
    """The chosen count, and its bits of the test documents."""
    chosen, training = stored_json.read(MEASURED)["Kneser–Ney"], [d.text for d in PARTS["training"]]
    best = chosen["before"], chosen["discount"]
    model = ngrams.KneserNey(training, *best, data.ALPHABET, mark="\f")
    return model, count_bits(model, "test")


def count() -> None:
    model, chosen = chosen_count()
    chosen["test"] = round(float(np.concatenate(count_bits(model, "test")).mean()), 4)
    stored_json.add(MEASURED, {"Kneser–Ney": chosen})


def large() -> None:
    model, test = stored_count()
    best = runs("long") or runs("seed")
    rows = [line(name) | {"ahead of Kneser–Ney": ahead(loaded(name), test)} for name in best]
    shown = {"sentence": sentence(model, loaded(best[0])), "cache": cache()}
    long = {"CPU seconds a step": cost(), "steps": BASE["steps"]}
    stored_json.add(MEASURED, {"transformer": rows, "long": long, **shown})


def small() -> None:
    kinds = ("small", "recurrent", "byte pairs")
    table: dict = {"small": {kind: [line(name) for name in runs(kind)] for kind in kinds}}
    table["tried"] = {name: of(name, "validation") for name in runs("tried") + runs("small")[:1]}
    stored_json.add(MEASURED, table | {"curves": curves(), "secrets": secrets()})


def sentence(count: ngrams.Counts, model: nn.Module) -> dict:
    """The first sentence of a test page, and the bits of each of its characters."""
    (page,) = (d for d in PARTS["test"] if d.name == "book/4-mathematics/transformer")
    text = page.text.split("\n")[1].split(". ")[0] + "."
    title = page.text.split("\n")[0] + "\n"
    own = texts.token_bits(model, data.encode_text("\n" + title + text))[len(title) :]
    other = count.bits(title + text)[len(title) : -1]
    rows = ([round(float(value), 2) for value in each] for each in (own, other))
    return {
        "page": page.name,
        "text": text,
        **dict(zip(("transformer", "count"), rows, strict=True)),
    }


def written() -> None:
    """Add what the notebook itself measures on its samples."""
    os.chdir(stored_json.NOTEBOOKS)
    left_out = {"exercise", "short"}
    run = [cell for cell in cells.code(NAME) if not left_out & {*cells.tags(cell)}]
    names, rounded = cells.run(run, {}), lambda value: round(float(value), 4)
    stored_json.add(
        MEASURED,
        {
            "decoding": {
                k: {n: rounded(v) for n, v in row.items()} for k, row in names["table"].items()
            },
            "memory": {name: sorted(lengths) for name, lengths in names["shared"].items()},
            "along": {start: [*map(rounded, row)] for start, row in names["along"].items()},
            "exposure": {name: rounded(value) for name, value in names["exposure"].items()},
            "kinds": {k: [v[0], *map(rounded, v[1:])] for k, v in names["by_kind"].items()},
            "compressors": {k: rounded(v) for k, v in names["bits"].items() if k[0] in "zl"},
        },
    )


def ship(*name: str) -> None:
    """Put one of the transformers that were trained in the place of the stored one."""
    chosen = " ".join(name)
    about = f"the book's prose, {row(chosen)['setting']['steps']} steps, {chosen}"
    packed = models.packed_transformer(loaded(chosen), list(data.ALPHABET), about)
    files.write_atomically(WEIGHTS, packed)


def main(what: str, *arguments: str) -> None:
    torch.set_num_threads(1)
    {"count": count, "large": large, "small": small, "written": written, "ship": ship}[what](
        *arguments
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
