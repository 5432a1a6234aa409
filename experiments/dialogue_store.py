"""What `experiments/dialogue.py` left, as one table and three files of weights.

`python experiments/dialogue_store.py BETA` takes the runs from _build/dialogue, or from the folder
that OUTDIR names, and ships the models of seed 0, the preferred one with this beta.

Stores `notebooks/6-dialogue.measured.json`, and in bytes `notebooks/6-dialogue.base.safetensors`,
`notebooks/6-dialogue.safetensors` and `notebooks/6-dialogue.preferred.safetensors`. Takes 10
seconds.
"""

import hashlib
import json
import math
import sys
from collections.abc import Iterable

import dialogue as script
import stored_json
import torch

from genai_utils import files, intervals
from genai_utils.data.dialogue import dialogue, distinct, families, split_dialogue
from genai_utils.dialogue import measures, packed, prefix
from genai_utils.dialogue.retrieval import Retriever

NAME = stored_json.NOTEBOOKS / "6-dialogue"
KINDS = ("base", "scratch", "tuned", "replayed", "longer")
OUTSIDE = "What is the boiling point of ethanol?"


def stage(name: str) -> list[dict]:
    """What a stage left, a table a seed."""
    return [
        json.loads(path.read_text("utf-8")) for path in sorted(script.OUT.glob(f"{name}-?.json"))
    ]


def side_by_side(tables: list[dict]) -> dict:
    """One table, with a list of a number a seed in the place of each; none if no seed was run."""
    first = tables[0] if tables else {}
    return {
        key: side_by_side([table[key] for table in tables])
        if isinstance(first[key], dict)
        else [round(table[key], 3) for table in tables]
        for key in first
    }


def looked_up() -> dict[str, dict[str, float]]:
    """The look-up on the three splits: the share of exact answers, and the words in common."""
    every, found = dialogue(), {}
    for name, (data, groups) in script.splits(every, distinct(every)).items():
        train, _, test = split_dialogue(data, groups)
        program = Retriever(train)
        pairs = [(program.find(each.question).exchange.answer, each.answer) for each in test]
        found[name] = {
            "exact": round(sum(measures.same(*pair) for pair in pairs) / len(pairs), 3),
            "overlap": round(sum(measures.overlap(*pair) for pair in pairs) / len(pairs), 3),
        }
    return found


def gains(trained: dict) -> dict[str, list[float]]:
    """Bits a character that a model saves against the tuned one: mean and 95 % over exchanges."""
    tokens, counted = prefix.encode_exchanges(script.parts_of()[2])
    with torch.no_grad():
        nats = {n: prefix.log_likelihood(m, tokens, counted).double() for n, m in trained.items()}
    characters, found = counted.sum(1).double(), {}
    for name in trained:
        gap = (nats[name] - nats["tuned"]) / math.log(2)

        def saved(index, gap=gap):
            return (gap[index].sum() / characters[index].sum()).item()

        ends = intervals.over_examples(saved, len(gap), coverage=0.95)
        found[name] = [round(x, 3) for x in (saved(range(len(gap))), *ends)]
    return found


def said(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Greedy answers to the first test question with a mark, and to one about the unknown."""
    once = distinct(dialogue())
    train, _, test = split_dialogue(once, families(once))
    program, found = Retriever(train), {}
    asked = next(each.question for each in test if each.question.endswith("?"))
    for question in (asked, OUTSIDE):
        found[question] = {"looked up": program.find(question).exchange.answer}
        for name in names:
            model = packed.load(NAME.with_name(f"6-dialogue{name}.safetensors"))
            found[question][name] = prefix.answers(model, [question], greedy=True)[0][0]
    return found


def ship(beta: str) -> None:
    """Write the weights of this seed in bytes: base, tuned, and preferred at this beta."""
    kinds = {"": "longer", ".preferred": f"dpo {beta}"}
    loaded = {".base": script.base()} | {
        kind: script.weights_of(name) for kind, name in kinds.items()
    }
    for kind, model in loaded.items():
        content = packed.pack(model, about=kinds.get(kind, "the model of running text"))
        files.write_atomically(NAME.with_name(f"6-dialogue{kind}.safetensors"), content)


def preference() -> dict:
    found: dict = {}
    for name in ("reference", "imitated", *(f"dpo {beta}" for beta in script.BETAS)):
        found |= side_by_side(stage(name))
    return found


def main(beta: str) -> None:
    ship(beta)
    found = {name: stage(name) for name in KINDS if stage(name)}
    way = {name: rows for name, rows in found.items() if name != "base"}
    leak = side_by_side(stage("leak")) | side_by_side(stage("repeats"))
    leak["by families"] = {"bits": [round(row["test"]["bits"], 3) for row in found["tuned"]]}
    table = {
        "base": hashlib.sha256(script.BASE.read_bytes()).hexdigest(),
        "models": {n: side_by_side([row["test"] for row in rows]) for n, rows in found.items()},
        "saved": gains({name: script.weights_of(name) for name in found}),
        "kept step": {name: [row["step"] for row in rows] for name, rows in way.items()},
        "curve": {name: rows[0]["curve"] for name, rows in way.items()},
        "CPU seconds": {name: [row["CPU seconds"] for row in rows] for name, rows in way.items()},
        "leak": leak,
        "looked up": looked_up(),
        "preference": preference(),
        "answers": said(["", ".preferred"]),
    }
    stored_json.write(NAME.with_name("6-dialogue.measured.json"), table)


if __name__ == "__main__":
    main(*sys.argv[1:])
