"""Fine-tune the model of running text on dialogue, and measure it.

    python experiments/dialogue.py tuned "dpo 2.0"
    SEED=1 python experiments/dialogue.py tuned

Each name is a stage; without a name all run that haven't left their file yet. `longer` needs
`tuned`, and those of preference learning need `longer`. All start from
`notebooks/6-text-generation.safetensors`, or from the file that BASE names. Of each training the
weights with the fewest bits on the validation exchanges are kept. `STEPS` sets their number.

Stores a file a stage in _build/dialogue, or in the folder that OUTDIR names;
`dialogue_store.py` makes the table of them. Takes seven minutes of a core for seed 0.
"""

import copy
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

OUT = Path(os.environ.get("OUTDIR", stored_json.NOTEBOOKS.parent / "_build" / "dialogue"))
BASE = Path(os.environ.get("BASE", stored_json.NOTEBOOKS / "6-text-generation.safetensors"))
SEED = int(os.environ.get("SEED", 0))
STEPS = int(os.environ.get("STEPS", 120))
LOOKS, PEAK, DROPOUT = 4, 1e-3, 0.2  # looks at the validation part, learning rate, share
PREFERENCE_STEPS, PREFERENCE_PEAK = STEPS // 3, 3e-4
BETAS, IDEAL = (0.5, 2.0, 8.0), (0.5, 1.0, 2.0, 4.0, 8.0)
ASKED, PAIRS = 40, 120  # questions to measure on, and to draw pairs for
PROSE = 6000  # characters of held-out prose that are scored


def running_text(part: int) -> torch.Tensor:
    """Training, validation or test prose of the book as tokens."""
    return encode_text("\n".join(document.text for document in split_prose(prose())[part]))


def splits(every: list, once: list) -> dict[str, tuple]:
    """Exchanges, and what stays together, by three ways to cut off a test part."""
    return {
        "as it comes": (every, [(e.topic, e.conversation) for e in every]),
        "without repeats": (once, [(e.topic, e.conversation) for e in once]),
        "by families": (once, families(once)),
    }


def parts_of(split: str = "by families"):
    return split_dialogue(*splits(dialogue(), distinct(dialogue()))[split])


def some(part: list, count: int = ASKED) -> list:
    """About `count` exchanges, evenly picked."""
    return part[:: max(1, len(part) // count)][:count]


def answered(model: models.Transformer, part: list, train: list) -> dict[str, float]:
    """Bits of the human answers, and what two drawn and one greedy answer are like."""
    asked = some(part)
    lists = preferences.drawn(model, [each.question for each in asked], 2, SEED)
    flat = [answer for answers in lists for answer in answers]
    likeliest = prefix.answers(model, [e.question for e in asked], longest=120, greedy=True)
    pairs = [(answer, each.answer) for (answer,), each in zip(likeliest, asked, strict=True)]
    return {
        "bits": prefix.bits(model, part),
        "distinct 1": measures.distinct(flat, 1),
        "distinct 2": measures.distinct(flat, 2),
        "copied": measures.copied(flat, [each.answer for each in train]),
        "exact": sum(measures.same(*pair) for pair in pairs) / len(pairs),
        "overlap": sum(measures.overlap(*pair) for pair in pairs) / len(pairs),
    }


def trained(
    start: models.Transformer, parts, replay=None, steps: int = STEPS
) -> tuple[models.Transformer, dict]:
    """The weights with the fewest validation bits; steps, bits and bits of prose on the way."""
    held_out, rows, best = running_text(1)[:PROSE], [], {}

    def look(at: int, model: models.Transformer) -> None:
        rows.append([at, prefix.bits(model, parts[1]), training.text_bits(model, held_out)])
        if rows[-1][1] == min(row[1] for row in rows):
            best.update(step=at, weights=copy.deepcopy(model.state_dict()))

    clock = time.process_time()
    model = training.tuned(start, parts[0], steps, PEAK, SEED, replay, steps // LOOKS, look)
    model.load_state_dict(best["weights"])
    seconds = round(time.process_time() - clock)
    return model, {"step": best["step"], "curve": rows, "CPU seconds": seconds}


def finish(name: str, model: models.Transformer, parts, way: dict) -> None:
    """Measure on the test part, write the weights, then the table."""
    found = answered(model, parts[2], parts[0])
    found["text"] = training.text_bits(model, running_text(2)[:PROSE])
    keep(model, f"{name}-{SEED}")
    store(name, {"test": found} | way)


def keep(model: models.Transformer, name: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), OUT / f"{name}.pt")


def store(name: str, table: dict) -> None:
    stored_json.write(OUT / f"{name}-{SEED}.json", table, indent=None)
    print(name, SEED, table, flush=True)


def base() -> models.Transformer:
    model = models.load_transformer(BASE)[0]
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = DROPOUT
    return model


def fine_tuned(name: str) -> None:
    start = training.new(SEED, DROPOUT) if name == "scratch" else base()
    parts, replay = parts_of(), running_text(0) if name == "replayed" else None
    model, way = trained(start, parts, replay)
    finish(name, model, parts, way)


def longer(name: str) -> None:
    """The tuned model, trained for three times as many steps more."""
    parts = parts_of()
    model, way = trained(weights_of("tuned"), parts, steps=3 * STEPS)
    finish(name, model, parts, way)


def weights_of(name: str) -> models.Transformer:
    """The model that a stage of this seed has left."""
    model = base()
    model.load_state_dict(torch.load(OUT / f"{name}-{SEED}.pt"))
    return model.eval()


def untuned(name: str) -> None:
    finish(name, base(), parts_of(), {"step": 0})


def leak(name: str) -> None:
    """The same training on a split that isn't by families."""
    split = {"leak": "as it comes", "repeats": "without repeats"}[name]
    parts = parts_of(split)
    model, way = trained(base(), parts)
    store(name, {split: {"bits": prefix.bits(model, parts[2]), "step": way["step"]}})


def reference_and_pairs() -> tuple[models.Transformer, list[tuple[str, str, str]]]:
    """The model that was tuned longer, and the pairs of its answers to training questions."""
    reference, path = weights_of("longer"), OUT / f"pairs-{SEED}.json"
    if not path.exists():
        asked = [each.question for each in some(parts_of()[0], PAIRS)]
        stored_json.write(path, preferences.pairs(reference, asked, SEED), indent=None)
    return reference, [tuple(pair) for pair in stored_json.read(path)]


def reference(name: str) -> None:
    """What the reference says, best of n, and the best policy, from 16 answers a question."""
    model, seen = reference_and_pairs()
    test = parts_of()[2]
    asked = [each.question for each in some(test)]
    lists = preferences.drawn(model, asked, 16, SEED)
    rows = {"reference": preferences.summary(lists) | {"divergence": 0.0}}
    rows["reference"]["bits"] = prefix.bits(model, test)
    rows |= {f"best of {n}": preferences.best_of(lists, n) for n in (2, 4, 8)}
    rows |= {f"ideal {beta}": preferences.ideal(lists, beta) for beta in IDEAL}
    store(name, rows | {"pairs": len(seen)})


def preference(name: str) -> None:
    """Preference learning at the beta of the name, or imitation."""
    model, seen = reference_and_pairs()
    beta = None if name == "imitated" else float(name.split()[1])
    new = preferences.learned(model, seen, beta, PREFERENCE_STEPS, PREFERENCE_PEAK, SEED)
    test = parts_of()[2]
    asked = [each.question for each in some(test)]
    keep(new, f"{name}-{SEED}")
    store(name, {name: preferences.looked_at(new, model, asked, test, SEED)})


STAGES = dict.fromkeys(("tuned", "replayed", "scratch"), fine_tuned)
STAGES |= {"base": untuned, "longer": longer, "reference": reference, "imitated": preference}
STAGES |= dict.fromkeys(("leak", "repeats"), leak) | {f"dpo {b}": preference for b in BETAS}


def main(*names: str) -> None:
    torch.set_num_threads(1)
    for name in names or STAGES:
        if not (OUT / f"{name}-{SEED}.json").exists():
            STAGES[name](name)


if __name__ == "__main__":
    main(*sys.argv[1:])
