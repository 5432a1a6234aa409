"""What `experiments/dialogue.py` left, as one table and three files of weights.

`python experiments/dialogue_store.py BETA` takes the runs from _build/dialogue, or from the folder
that OUTDIR names, and ships the models of seed 0, the preferred one with this beta.

Stores `notebooks/6-dialogue.measured.json`, and in bytes `notebooks/6-dialogue.base.safetensors`,
`notebooks/6-dialogue.safetensors` and `notebooks/6-dialogue.preferred.safetensors`. Takes 10
seconds.
"""

import json
import sys
from collections.abc import Iterable

import dialogue as script
import stored_json

from genai_utils import files
from genai_utils.data.dialogue import dialogue, distinct, families, split_dialogue
from genai_utils.dialogue import measures, packed, prefix
from genai_utils.dialogue.retrieval import Retriever

NAME = stored_json.NOTEBOOKS / "6-dialogue"
OUTSIDE = "What is the boiling point of ethanol?"


def side_by_side(runs: list[dict]) -> dict:
    """The same table with a list, a seed each, in the place of a number."""
    first = runs[0]
    return {
        key: side_by_side([run[key] for run in runs])
        if isinstance(first[key], dict)
        else [round(run[key], 3) for run in runs]
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


def said(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Greedy answers of the shipped weights to a test question and to one about the unknown."""
    once = distinct(dialogue())
    train, _, test = split_dialogue(once, families(once))
    program, found = Retriever(train), {}
    for question in (test[0].question, OUTSIDE):
        found[question] = {"looked up": program.find(question).exchange.answer}
        for name in names:
            model = packed.load(NAME.with_name(f"6-dialogue{name}.safetensors"))
            found[question][name] = prefix.answers(model, [question], greedy=True)[0][0]
    return found


def main(beta: str) -> None:
    runs = [json.loads(path.read_text("utf-8")) for path in sorted(script.OUT.glob("final?.json"))]
    for kind, name in {".base": "base0", "": "tuned0", ".preferred": f"dpo{beta}-0"}.items():
        content = packed.pack(script.load(name), about=f"{name} of experiments/dialogue.py")
        files.write_atomically(NAME.with_name(f"6-dialogue{kind}.safetensors"), content)
    curves = {"curve": runs[0]["curve"]}
    parts = [{key: value for key, value in run.items() if key != "curve"} for run in runs]
    table = side_by_side(parts) | curves | {"looked up": looked_up(), "shipped beta": float(beta)}
    table["answers"] = said(["", ".preferred"])
    stored_json.write(NAME.with_name("6-dialogue.measured.json"), table)


if __name__ == "__main__":
    main(*sys.argv[1:])
