"""What `6-text-generation` shows, measured: `python experiments/language_score.py store`.

`ship 0` replaces the stored weights by those of a seed; `fold FILE` takes the rows of a run on
another machine into the folder of `language.py`.

Stores `notebooks/6-text-generation.measured.json` and `notebooks/6-text-generation.safetensors`,
the transformer in half precision. Takes four minutes.
"""

import json
import os
import sys
import tarfile
import time

import cells
import language_plan
import language_secrets
import numpy as np
import stored_json
import torch
from language import FOLDER
from language_fit import fitted
from language_training import NAME, Training, network
from safetensors.torch import load_file
from torch import nn

from genai_utils import data, files, intervals, models, ngrams, texts

WEIGHTS = stored_json.NOTEBOOKS / f"{NAME}.safetensors"
MEASURED = stored_json.NOTEBOOKS / f"{NAME}.measured.json"
BEFORE, DISCOUNTS = range(5, 10), (0.7, 0.8, 0.85, 0.9, 0.95)
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


def byte_pairs(name: str) -> dict[str, float]:
    setting = row(name)["setting"]
    encode = language_plan.encoder_of(setting)
    tokens = sum(len(encode(document.text)) for document in PARTS["test"])
    return {
        "tokens": setting["vocabulary"],
        "bits a token": round(sum(row(name)["bits"]["test"]) / tokens, 4),
        "validation": of(name, "validation"),
        "test": of(name),
        "weights": row(name)["weights"],
    }


def curves() -> dict:
    """Validation bits against weights, and against characters seen, each with its fit."""
    settings = {name: row(name) for name in language_plan.FINAL if row(name)}
    base = [name for name in settings if name.startswith("seed")]
    found = {}
    for kind in ("width", "steps"):
        points = []
        for name in base + [name for name in settings if name.startswith(kind)]:
            read = settings[name]["setting"]
            seen = read["steps"] * read["batch"] * read["context"]
            size = settings[name]["weights"] if kind == "width" else seen
            points.append([size, of(name, "validation")])
        key = {"width": "weights", "steps": "characters seen"}[kind]
        found[key] = {"points": sorted(points), "fit": fitted(np.array(sorted(points)))}
    return found


def secrets() -> dict:
    """Over all trainings with secrets: the share that is said, and the median rank."""
    pooled: dict[int, dict[str, list]] = {}
    for name in (name for name in language_plan.FINAL if name.startswith("secrets")):
        for times, found in language_secrets.measured(loaded(name), int(name.split()[1])).items():
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


def cost(steps: int = 20) -> dict:
    """CPU seconds of a step on this machine's one thread."""
    text = language_plan.tokens_of({})["training"]
    run = Training({"vocabulary": len(data.ALPHABET), **language_plan.FINAL["seed 0"]}, text)
    run.advance(3)
    start = time.process_time()
    run.advance(steps)
    return {"CPU seconds a step": round((time.process_time() - start) / steps, 3)}


def cache() -> dict[str, float]:
    """Characters a second with a cache over those without, the median of five, for 200 in all."""
    model, _ = models.load_transformer(WEIGHTS)
    prompt, ratios = data.encode_text("\nThe generator")[None], []
    for _ in range(5):
        took = []
        for cached in (True, False):
            start = time.process_time()
            models.generate(model, prompt, 240, greedy=True, cached=cached)
            took.append(time.process_time() - start)
        ratios.append(took[1] / took[0])
    return {"times as fast": round(sorted(ratios)[2], 1), "characters": 240}


def store() -> None:
    torch.set_num_threads(1)
    count, chosen = chosen_count()
    count_test = count_bits(count, "test")
    chosen["test"] = round(float(np.concatenate(count_test).mean()), 4)
    table = {"Kneser–Ney": chosen, "transformer": [], "recurrent": []}
    for seed in range(3):
        for kind, name in (("transformer", f"seed {seed}"), ("recurrent", f"recurrent {seed}")):
            line = {"seed": seed, "weights": row(name)["weights"], "device s": row(name)["seconds"]}
            line |= {"validation": of(name, "validation"), "test": of(name)}
            line |= {"ahead of Kneser–Ney": ahead(loaded(name), count_test)}
            table[kind].append(line)
    table["setting"] = row("seed 0")["setting"] | cost()
    names = [name for name in language_plan.FINAL if name.startswith("bpe") and row(name)]
    table["byte pairs"] = {name.split()[1]: byte_pairs(name) for name in names}
    table |= {"curves": curves(), "secrets": secrets(), "cache": cache()}
    table["sentence"] = sentence(count, loaded("seed 0"))
    tried = {name: of(name, "validation") for name in language_plan.CHOICES if row(name)}
    table["tried"] = dict(sorted(tried.items(), key=lambda pair: pair[1]))
    stored_json.write(MEASURED, table)


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
    names, rounded = cells.run(run, {}), lambda value: round(float(value), 3)
    stored_json.add(
        MEASURED,
        {
            "decoding": {
                k: {n: rounded(v) for n, v in row.items()} for k, row in names["table"].items()
            },
            "memory": {name: sorted(lengths) for name, lengths in names["shared"].items()},
            "along": {start: [*map(rounded, row)] for start, row in names["along"].items()},
            "exposure": {name: rounded(value) for name, value in names["exposure"].items()},
            "kinds": {k: [len(v), rounded(v.mean())] for k, v in names["by_kind"].items()},
            "compressors": {k: rounded(v) for k, v in names["bits"].items() if k[0] in "zl"},
        },
    )


def ship(seed: str) -> None:
    """Put one of the transformers that were trained in the place of the stored one."""
    about = f"the book's prose, {row(f'seed {seed}')['setting']['steps']} steps, seed {seed}"
    packed = models.packed_transformer(loaded(f"seed {seed}"), list(data.ALPHABET), about)
    files.write_atomically(WEIGHTS, packed)


def fold(table: str, weights: str) -> None:
    """Take the rows and weights of a run elsewhere into the folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, found in json.loads(open(table, encoding="utf-8").read())["rows"].items():
        stored_json.write(FOLDER / f"{name}.json", found, indent=None)
    with tarfile.open(weights) as packed:
        packed.extractall(FOLDER, filter="data")


def main(what: str, *arguments: str) -> None:
    {"store": store, "written": written, "ship": ship, "fold": fold}[what](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
