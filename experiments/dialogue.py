"""Train and measure the models of `6-dialogue`: `python experiments/dialogue.py WHAT SEED...`.

    base SEED...     a model of running text, unless `--base FILE` is given for the next ones
    curves SEED...   fine-tuning watched: held-out bits of answers and of running text
    final SEED...    all models with the settings below, measured on the test exchanges
    store            the table for the page, and the weights of seed 0 in bytes

Stores `notebooks/6-dialogue.measured.json` and the weights. Takes 25 minutes of a core a seed.
"""

import json
import os
import sys
import time
from pathlib import Path

import dialogue_preferences as preferences
import dialogue_training as training
import stored_json
import torch

from genai_utils import data, models
from genai_utils.data.dialogue import dialogue, distinct, families, split_dialogue
from genai_utils.data.prose import encode_text, prose, split_prose

OUT = Path(os.environ.get("OUTDIR", Path(__file__).resolve().parents[1] / "_build" / "dialogue"))
DEVICE = os.environ.get("DEVICE", "cpu")
SCALE = float(os.environ.get("SCALE", 1))  # of all numbers of steps, for a trial
BASE_STEPS, BASE_PEAK = 6000, 3e-3


def steps(count: int) -> int:
    return max(2, round(count * SCALE))


def running_text() -> list[torch.Tensor]:
    parts = split_prose(prose())
    return [encode_text("\n".join(d.text for d in part)).to(DEVICE) for part in parts]


def exchanges():
    every = distinct(dialogue())
    return split_dialogue(every, families(every))


def base(seed: int) -> None:
    start, text = time.process_time(), running_text()
    model = training.new(seed).to(DEVICE)
    every = steps(BASE_STEPS // 6)

    def look(at: int) -> None:
        print("base", seed, at, round(training.text_bits(model, text[1]), 4), flush=True)

    loss = training.text_loss(model, text[0], batch=32)
    training.descend(model, loss, steps(BASE_STEPS), BASE_PEAK, seed, every=every, look=look)
    OUT.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), OUT / f"base{seed}.pt")
    print("base seconds", time.process_time() - start, flush=True)


def load(name: str) -> models.Transformer:
    model = training.new(0)
    model.load_state_dict(torch.load(OUT / f"{name}.pt", map_location="cpu"))
    return model.to(DEVICE).eval()


def curves(seed: int) -> None:
    text, (train, validation, _) = running_text(), exchanges()
    found = {}
    for start in ("scratch", "tuned", "replayed"):
        for peak in (5e-4, 1.5e-3):
            for dropout in (0.1, 0.3):
                model = load(f"base{seed}") if start != "scratch" else training.new(seed).to(DEVICE)
                for part in model.modules():
                    if isinstance(part, torch.nn.Dropout):
                        part.p = dropout
                rows = []

                def look(at, model, rows=rows):
                    rows.append([at, round(training.bits(model, validation), 4),
                                 round(training.text_bits(model, text[1]), 4)])

                training.tuned(model, train, steps(600), peak, seed,
                               replay=text[0] if start == "replayed" else None,
                               every=steps(50), look=look)
                found[f"{start} {peak} {dropout}"] = rows
                best = min(rows, key=lambda row: row[1])
                print(seed, start, peak, dropout, "best", best, "last", rows[-1], flush=True)
    stored_json.write(OUT / f"curves{seed}.json", found, indent=None)
