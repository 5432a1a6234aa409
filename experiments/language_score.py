"""What `6-text-generation` shows, measured, after `language.py`.

    python experiments/language_score.py ship seed 0   a training's weights become the stored ones
    python experiments/language_score.py count         the count, chosen on the validation documents
    python experiments/language_score.py large         the trainings of the stored size
    python experiments/language_score.py small         the small ones, curves and secrets
    python experiments/language_score.py written       what the notebook measures on its samples

Stores `notebooks/6-text-generation.measured.json` and `notebooks/6-text-generation.safetensors`,
the transformer in half precision. Takes four minutes.
"""

import os
import sys
import time

import cells
import language_plan
import language_rivals as rivals
import language_secrets
import numpy as np
import stored_json
import torch
from language import FOLDER
from language_fit import fitted
from language_rivals import CHARACTERS, MEASURED, PARTS
from language_training import NAME, Training, network
from safetensors.torch import load_file
from torch import nn

from genai_utils import data, files, models, ngrams, texts

WEIGHTS = stored_json.NOTEBOOKS / f"{NAME}.safetensors"


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


def runs(kind: str) -> list[str]:
    """The trainings of a kind that were made."""
    names = [name for name in language_plan.PLANS if name.startswith(f"{kind} ")]
    return [name for name in names if row(name)]


def line(name: str) -> dict:
    """What a training was, and bits a character on the validation and test documents."""
    found, setting = row(name), row(name)["setting"]
    about = {"seed": setting["seed"], "steps": setting["steps"], "weights": found["weights"]}
    about |= {"seconds": found["seconds"], "validation": of(name, "validation"), "test": of(name)}
    about["curve"] = [
        [at, round(bits / CHARACTERS["validation"], 4)] for at, bits in found.get("curve", [])
    ]
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


def cost(steps: int = 100) -> float:
    """CPU seconds of a step of the stored training, on one thread of this machine."""
    setting = language_plan.PLANS["seed 0"]
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


def count() -> None:
    model, chosen = rivals.chosen_count()
    test = np.concatenate(rivals.count_bits(model, "test")).mean()
    stored_json.add(MEASURED, {"Kneser–Ney": chosen | {"test": round(float(test), 4)}})


def large() -> None:
    model = rivals.stored_count()
    count = {part: rivals.count_bits(model, part) for part in ("validation", "test")}
    rows = []
    for name in runs("seed"):
        own = {part: rivals.model_bits(loaded(name), part) for part in count}
        ahead = rivals.ahead(own["test"], count["test"])
        both = rivals.together(own, count)
        rows.append(line(name) | {"ahead of Kneser–Ney": ahead, "with Kneser–Ney": both})
    shown = {"sentence": sentence(model, loaded("seed 0")), "cache": cache()}
    found = {"transformer": rows, "CPU seconds a step": cost(), **shown}
    stored_json.add(
        MEASURED, found | {"tried": {n.removeprefix("tried "): tried(n) for n in runs("tried")}}
    )


def tried(name: str) -> dict:
    """A setting that was compared on the validation documents: its bits there, and the fewest."""
    least = min(bits for _, bits in row(name)["curve"]) / CHARACTERS["validation"]
    found = {"validation": of(name, "validation"), "lowest": round(least, 4)}
    return language_plan.TRIED[name] | found


def small() -> None:
    kinds = ("small", "recurrent", "byte pairs")
    table: dict = {"small": {kind: [line(name) for name in runs(kind)] for kind in kinds}}
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
