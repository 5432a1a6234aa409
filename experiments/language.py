"""The transformers of `6-text-generation`: trainings by name, their scores, and what is stored.

`python experiments/language.py NAME ...` trains the named settings of `language_plan.py` and leaves
weights and bits in _build/language, or in the folder that the variable OUTDIR names; where there is
a GPU, several side by side. Called again, it goes on with those that are missing.

Stores nothing in the book; `language_score.py` does. Takes 12 minutes of a core for a seed.
"""

import json
import os
import sys
import time
from pathlib import Path

import language_plan
import stored_json
import take_turns
import torch
from language_training import Training, bits
from safetensors.torch import save_file

FOLDER = Path(os.environ.get("OUTDIR", stored_json.NOTEBOOKS.parent / "_build" / "language"))
LANES = int(os.environ.get("LANES", 1))
SECONDS = float(os.environ.get("SECONDS", "inf"))
LOOKS = 8  # at the validation documents, on the way


def claimed(name: str) -> bool:
    """Whether this process is the one that trains the setting of this name."""
    try:
        (FOLDER / f"{name}.claim").mkdir(parents=True)
    except FileExistsError:
        return False
    return True


class Lane:
    """The training of one setting, with the held-out documents by which it's scored."""

    def __init__(self, name: str, device: torch.device):
        setting = language_plan.PLANS[name]
        setting = setting | {"vocabulary": language_plan.vocabulary_of(setting)}
        text = language_plan.tokens_of(setting)
        held_out = [part for part in ("validation", "test") if part in text]
        self.name, self.run = name, Training(setting, text["training"].to(device))
        self.parts = {part: [t.to(device) for t in text[part]] for part in held_out}

    def idle(self) -> bool:
        return self.run.idle()

    def advance(self) -> bool:
        """Fifty steps more; eight times in a training, the bits of the validation documents."""
        run = self.run
        if run.done >= (len(run.curve) + 1) * run.setting["steps"] / LOOKS:
            run.curve.append([run.done, sum(bits(run.average, self.parts["validation"]))])
        if run.done >= run.setting["steps"]:
            return True
        run.advance(50)
        return False

    def finish(self) -> None:
        """Score the averaged weights, and write both, all or nothing."""
        name, run = self.name, self.run
        took = time.monotonic() - run.started
        weights = sum(weight.numel() for weight in run.average.parameters())
        found = {part: bits(run.average, documents) for part, documents in self.parts.items()}
        halves = {key: value.half().cpu() for key, value in run.average.state_dict().items()}
        save_file(halves, FOLDER / f"{name}.safetensors")
        row = {"setting": run.setting, "weights": weights, "seconds": round(took, 1)}
        row |= {"bits": found, "curve": run.curve}
        stored_json.write(FOLDER / f"{name}.json", row, indent=None)
        print(name, weights, round(took, 1), json.dumps(found), flush=True)


def main(*names: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_default_device(device)
    torch.set_float32_matmul_precision("high")
    lanes = (Lane(name, device) for name in names if claimed(name))
    for lane in take_turns.ended(lanes, LANES, time.monotonic() + SECONDS):
        lane.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
