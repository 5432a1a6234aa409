"""Train and measure the models of `6-dialogue`: `python experiments/dialogue.py WHAT SEED...`.

    base SEED...     a model of running text, unless `--base FILE` is given for the next ones
    curves SEED...   fine-tuning watched: held-out bits of answers and of running text
    final SEED...    all models with the settings below, measured on the test exchanges
    store            the table for the page, and the weights of seed 0 in bytes

Stores `notebooks/6-dialogue.measured.json` and the weights. Takes 25 minutes of a core a seed.
"""

import itertools
import os
import sys
import time
from pathlib import Path

import dialogue_preferences as preferences
import dialogue_training as training
import stored_json
import torch

from genai_utils import models
from genai_utils.data.dialogue import dialogue, distinct, families, split_dialogue
from genai_utils.data.prose import encode_text, prose, split_prose
from genai_utils.dialogue import measures, prefix

OUT = Path(os.environ.get("OUTDIR", Path(__file__).resolve().parents[1] / "_build" / "dialogue"))
DEVICE = os.environ.get("DEVICE", "cpu")
SCALE = float(os.environ.get("SCALE", 1))  # of all numbers of steps, for a trial
BASE_STEPS, BASE_PEAK = int(os.environ.get("BASE_STEPS", 6000)), 3e-3
STARTS = "scratch", "tuned", "replayed"
# Steps, learning rate and dropout, chosen on the validation exchanges.
SETTINGS = {"scratch": (400, 1.5e-3, 0.3), "tuned": (200, 1e-3, 0.3), "replayed": (200, 1e-3, 0.3)}
# Steps and learning rate, chosen on the validation questions.
PREFERENCE = {"imitated": (150, 1e-4), "dpo": (150, 1e-4)}
BETAS, IDEAL = (0.5, 1.0, 2.0, 4.0, 8.0), (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


def steps(count: int) -> int:
    return max(2, round(count * SCALE))


def running_text() -> list[torch.Tensor]:
    parts = split_prose(prose())
    texts = ["\n".join(d.text for d in part) for part in parts]
    return [encode_text(text if SCALE == 1 else text[:3000]).to(DEVICE) for text in texts]


def exchanges():
    every = distinct(dialogue())
    parts = split_dialogue(every, families(every))
    return parts if SCALE == 1 else [part[:12] for part in parts]


def base(seed: int) -> None:
    start, text = time.process_time(), running_text()
    model = training.new(seed).to(DEVICE)
    every = steps(BASE_STEPS) // 2

    def look(at: int) -> None:
        print("base", seed, at, round(training.text_bits(model, text[1]), 4), flush=True)

    loss = training.text_loss(model, text[0], batch=32)
    training.descend(model, loss, steps(BASE_STEPS), BASE_PEAK, seed, every=every, look=look)
    keep(model, f"base{seed}")
    print("base seconds", time.process_time() - start, flush=True)


def keep(model: models.Transformer, name: str) -> None:
    """Weights in half precision."""
    OUT.mkdir(parents=True, exist_ok=True)
    halves = {key: value.half() for key, value in model.state_dict().items()}
    torch.save(halves, OUT / f"{name}.pt")


def load(name: str) -> models.Transformer:
    """A model of this script; for the base that of the file which the variable BASE names."""
    if name.startswith("base") and "BASE" in os.environ:
        return models.load_transformer(os.environ["BASE"])[0].to(DEVICE)
    model = training.new(0)
    model.load_state_dict(torch.load(OUT / f"{name}.pt", map_location="cpu"))
    return model.to(DEVICE).eval()


def started(start: str, seed: int, dropout: float) -> models.Transformer:
    model = load(f"base{seed}") if start != "scratch" else training.new(seed).to(DEVICE)
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = dropout
    return model


def curves(seed: int) -> None:
    """Held-out bits of answers and of running text, as fine-tuning goes on, by setting."""
    text, (train, validation, _) = running_text(), exchanges()
    found = {}
    for start, peak, dropout in itertools.product(STARTS, (5e-4, 1.5e-3), (0.1, 0.3)):
        rows = []

        def look(at, model, rows=rows):
            both = prefix.bits(model, validation), training.text_bits(model, text[1])
            rows.append([at, *(round(each, 4) for each in both)])

        replay = text[0] if start == "replayed" else None
        model = started(start, seed, dropout)
        training.tuned(model, train, steps(400), peak, seed, replay, every=steps(50), look=look)
        found[f"{start} {peak} {dropout}"] = rows
        print(seed, start, peak, dropout, min(rows, key=lambda row: row[1]), rows[-1], flush=True)
        stored_json.write(OUT / f"curves{seed}.json", found, indent=None)


def choices(seed: int) -> None:
    """Preference learning by steps and rate, on validation questions."""
    train, validation, _ = exchanges()
    model = training.tuned(started("tuned", seed, 0.3), train, steps(200), 1e-3, seed)
    asked = [sorted({each.question for each in part}) for part in (train, validation)]
    clock = time.monotonic()
    seen = preferences.pairs(model, asked[0], seed)
    print(len(seen), "pairs", time.monotonic() - clock, seen[:3], flush=True)
    rows = {"reference": preferences.looked_at(model, model, asked[1], validation, seed)}
    for beta, peak, count in itertools.product((0.5, 2.0, 8.0), (1e-4, 4e-4), (150,)):
        clock = time.monotonic()
        new = preferences.preferred(model, seen, beta, steps(count), peak, seed)
        row = preferences.looked_at(new, model, asked[1], validation, seed)
        rows[f"dpo {beta} {peak} {count}"] = row
        print(seed, beta, peak, count, row, time.monotonic() - clock, flush=True)
        stored_json.write(OUT / f"choices{seed}.json", rows, indent=None)
    new = preferences.imitated(model, seen, steps(150), 1e-4, seed)
    rows["imitated"] = preferences.looked_at(new, model, asked[1], validation, seed)
    lists = preferences.drawn(model, asked[1], 64, seed)
    for n in (2, 4, 8, 16):
        rows[f"best of {n}"] = preferences.best_of(lists, n)
    for beta in (0.5, 1.0, 2.0, 4.0, 8.0):
        rows[f"ideal {beta}"] = preferences.ideal(lists, beta)
    stored_json.write(OUT / f"choices{seed}.json", rows, indent=None)


def answered(model: models.Transformer, part: list, train: list, seed: int) -> dict[str, float]:
    """Bits of the human answers, and what four drawn answers to each question are like."""
    lists = preferences.drawn(model, [each.question for each in part], 4, seed)
    flat = [answer for answers in lists for answer in answers]
    shared = [
        measures.overlap(answer, each.answer)
        for answers, each in zip(lists, part, strict=True)
        for answer in answers
    ]
    return {
        "bits": prefix.bits(model, part),
        "distinct 1": measures.distinct(flat, 1),
        "distinct 2": measures.distinct(flat, 2),
        "copied": measures.copied(flat, [each.answer for each in train]),
        "overlap": sum(shared) / len(shared),
        "exact": sum(map(measures.same, flat, (e.answer for e in part for _ in range(4))))
        / len(flat),
    }


def splits(every: list, once: list) -> dict[str, tuple]:
    """Exchanges, and what stays together, by three ways to cut off a test part."""
    return {
        "as it comes": (every, [(e.topic, e.conversation) for e in every]),
        "without repeats": (once, [(e.topic, e.conversation) for e in once]),
        "by families": (once, families(once)),
    }


def leaks(seed: int) -> dict[str, dict]:
    """The same training on three splits, each measured on its own test part."""
    every, found = dialogue(), {}
    for name, (data, groups) in splits(every, distinct(every)).items():
        train, _, test = split_dialogue(data, groups)
        model = tune("tuned", seed, train)
        found[name] = answered(model, test, train, seed)
    return found


def tune(start: str, seed: int, train: list, **options) -> models.Transformer:
    count, peak, dropout = SETTINGS[start]
    model = started(start, seed, dropout)
    return training.tuned(model, train, steps(count), peak, seed, **options)


def final(seed: int) -> None:
    """All models with the chosen settings, measured on the test exchanges."""
    text, (train, validation, test) = running_text(), exchanges()
    found, curve = {}, {}
    base = load(f"base{seed}")
    found["base"] = answered(base, test, train, seed) | {"text": training.text_bits(base, text[2])}
    for start in STARTS:
        rows = curve.setdefault(start, [])

        def look(at, model, rows=rows):
            both = prefix.bits(model, validation), training.text_bits(model, text[1])
            rows.append([at, *(round(each, 4) for each in both)])

        replay = text[0] if start == "replayed" else None
        model = tune(start, seed, train, replay=replay, every=steps(25), look=look)
        keep(model, f"{start}{seed}")
        found[start] = answered(model, test, train, seed)
        found[start]["text"] = training.text_bits(model, text[2])
        stored_json.write(OUT / f"final{seed}.json", {"models": found, "curve": curve}, indent=None)
        print(seed, start, found[start], flush=True)
    whole = {"models": found, "curve": curve, "leak": leaks(seed)}
    stored_json.write(OUT / f"final{seed}.json", whole, indent=None)
    preference(seed, whole)


def preference(seed: int, whole: dict) -> None:
    """Preference learning at each beta, beside imitation, best of n and the best policy."""
    train, _, test = exchanges()
    asked = [sorted({each.question for each in part}) for part in (train, test)]
    reference = load(f"tuned{seed}")
    seen = preferences.pairs(reference, asked[0], seed)
    rows = whole["preference"] = {"pairs": len(seen)}
    rows["reference"] = preferences.looked_at(reference, reference, asked[1], test, seed)
    lists = preferences.drawn(reference, asked[1], 64, seed)
    rows |= {f"best of {n}": preferences.best_of(lists, n) for n in (2, 4, 8, 16)}
    rows |= {f"ideal {beta}": preferences.ideal(lists, beta) for beta in IDEAL}
    count, peak = PREFERENCE["imitated"]
    model = preferences.imitated(reference, seen, steps(count), peak, seed)
    rows["imitated"] = preferences.looked_at(model, reference, asked[1], test, seed)
    count, peak = PREFERENCE["dpo"]
    for beta in BETAS:
        model = preferences.preferred(reference, seen, beta, steps(count), peak, seed)
        keep(model, f"dpo{beta}-{seed}")
        rows[f"dpo {beta}"] = preferences.looked_at(model, reference, asked[1], test, seed)
        stored_json.write(OUT / f"final{seed}.json", whole, indent=None)
        print(seed, beta, rows[f"dpo {beta}"], flush=True)


def main(what: str, *seeds: str) -> None:
    torch.set_num_threads(1)
    torch.set_float32_matmul_precision("high")
    stages = {"base": base, "curves": curves, "choices": choices, "final": final}
    for seed in seeds:
        stages[what](int(seed))


if __name__ == "__main__":
    main(*sys.argv[1:])
