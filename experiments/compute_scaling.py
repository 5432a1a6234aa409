"""How the loss of small transformers falls with weights, text and steps, on the book's prose.

`python experiments/compute_scaling.py` makes the trainings of `plan`, those that are missing, and
leaves a line for each in _build/compute/scaling.jsonl, or in the folder that the variable OUTDIR
names; where there is a GPU, LANES of them side by side. The learning rate of a width is chosen
first, on the validation documents.

Stores nothing in the book; `compute_fits.py` does. Takes three minutes of a GPU, hours of a core.
"""

import json
import math
import os
import time
from pathlib import Path

import language_plan
import stored_json
import take_turns
import torch
from language_training import Training
from torch import Tensor
from torch.nn import functional as F

FOLDER = Path(os.environ.get("OUTDIR", stored_json.NOTEBOOKS.parent / "_build" / "compute"))
LANES, SECONDS = int(os.environ.get("LANES", 1)), float(os.environ.get("SECONDS", "inf"))
BASE = {"layers": 2, "heads": 4, "context": 128, "batch": 16, "dropout": 0.0, "keep": 0.95}
BASE |= {"vocabulary": 96, "decay": 0.1}
WIDTHS, STEPS, SEEDS = (8, 16, 24, 32, 48, 64, 96, 128), (96, 192, 384, 768, 1536, 3072, 6144), 3
PEAKS, TRIED = (3e-3, 6e-3, 1.2e-2, 2.4e-2), 384  # learning rates, and the steps to choose one
PARTS, PART_WIDTHS, PART_STEPS = (32, 16, 8, 4, 2), (32, 96), 1536  # of the text, one part in 32
PIECE = 1024  # a part of the text is made of pieces of so many characters
LOOKS = 8  # how often a training is scored on its way


def name_of(setting: dict) -> str:
    keys = ("kind", "width", "steps", "part", "peak", "seed")
    return " ".join(str(setting[key]) for key in keys if key in setting)


def rates() -> list[dict]:
    """The trainings that choose a learning rate for each width; their seed is in no other one."""
    pairs = [(width, peak) for width in WIDTHS for peak in PEAKS]
    return [
        {"kind": "rate", "width": w, "steps": TRIED, "peak": p, "seed": SEEDS} for w, p in pairs
    ]


def plan(peaks: dict[int, float]) -> list[dict]:
    """All trainings, a seed after the other: sizes by steps, then parts of the text."""
    found = []
    for seed in range(SEEDS):
        found += [{"kind": "grid", "width": w, "steps": s} for s in STEPS[::-1] for w in WIDTHS]
        found += [
            {"kind": "text", "width": w, "steps": PART_STEPS, "part": p}
            for p in PARTS
            for w in PART_WIDTHS
        ]
        for setting in found:
            setting.setdefault("seed", seed)
    return [setting | {"peak": peaks[setting["width"]]} for setting in found]


def part_of(tokens: Tensor, part: int, seed: int) -> Tensor:
    """One part in `part` of the text: whole pieces, drawn at random."""
    pieces = tokens[: len(tokens) // PIECE * PIECE].unflatten(0, (-1, PIECE))
    generator = torch.Generator("cpu").manual_seed(seed)
    order = torch.randperm(len(pieces), generator=generator, device="cpu")
    return pieces[order[: len(pieces) // part].to(tokens.device)].flatten()


@torch.no_grad()
def bits(model: torch.nn.Module, text: Tensor) -> float:
    """Mean bits a character, read in windows of the model's context that don't overlap."""
    count = (len(text) - 1) // model.context
    given, asked = (text[i : i + count * model.context].view(count, -1) for i in (0, 1))
    nats = F.cross_entropy(model(given).flatten(0, 1), asked.flatten())
    return nats.item() / math.log(2)


class Lane:
    """One training on its way, with its scores."""

    def __init__(self, setting: dict, texts: dict[str, Tensor]):
        self.setting, self.texts = setting, texts
        tokens = texts["training"]
        if "part" in setting:
            tokens = part_of(tokens, setting["part"], setting["seed"])
        self.row = setting | {"name": name_of(setting), "characters": len(tokens)}
        self.run, self.path, self.best = Training(BASE | setting, tokens), [], math.inf
        self.row["weights"] = sum(weight.numel() for weight in self.run.average.parameters())
        self.run.advance(0)  # on a GPU, records the step, after three that aren't recorded

    def idle(self) -> bool:
        return self.run.idle()

    def advance(self) -> bool:
        """Some steps more, and a score where one is due; returns whether it was the last."""
        every = self.setting["steps"] // LOOKS
        if self.run.done and self.run.done % every == 0:
            self.score()
        if self.run.done < self.setting["steps"]:
            self.run.advance(min(48, every - self.run.done % every))
            return False
        return True

    def score(self) -> None:
        """Validation bits; the test documents are read where those are the lowest so far."""
        with torch.cuda.stream(self.run.stream):
            found = bits(self.run.average, self.texts["validation"])
            if found < self.best:
                self.best = found
                self.row |= {
                    "at": self.run.done,
                    "test": bits(self.run.average, self.texts["test"]),
                }
        self.path.append(round(found, 4))

    def line(self) -> dict:
        seconds = round(time.monotonic() - self.run.started, 2)
        return self.row | {"validation": self.path, "seconds": seconds}


def made() -> list[dict]:
    """The trainings that are done."""
    file = FOLDER / "scaling.jsonl"
    return [json.loads(line) for line in file.open()] if file.exists() else []


def train(settings: list[dict], texts: dict[str, Tensor], until: float) -> None:
    """Make the trainings that are missing, LANES at a time, until the time is over."""
    there = {row["name"] for row in made()}
    missing = [setting for setting in settings if name_of(setting) not in there]
    lanes = (Lane(setting, texts) for setting in missing)
    with (FOLDER / "scaling.jsonl").open("a") as file:
        for lane in take_turns.ended(lanes, LANES, until):
            print(json.dumps(lane.line()), file=file, flush=True)


def chosen() -> dict[int, float]:
    """The learning rate of each width: the one with the lowest bits on the validation documents."""
    rows = [row for row in made() if row["kind"] == "rate"]
    best = sorted(rows, key=lambda row: -row["validation"][-1])
    return {row["width"]: row["peak"] for row in best}  # the last of a width wins: the lowest


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + SECONDS
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_default_device(device)
    torch.set_float32_matmul_precision("high")
    parts = language_plan.tokens_of({"final": True})
    texts = {"training": parts["training"]}
    texts |= {part: torch.cat(parts[part]) for part in ("validation", "test")}
    texts = {part: tokens.to(device) for part, tokens in texts.items()}
    train(rates(), texts, until)
    peaks = chosen()
    if peaks.keys() == set(WIDTHS):
        train(plan(peaks), texts, until)


if __name__ == "__main__":
    main()
