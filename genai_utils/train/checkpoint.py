"""The state of a training in one file: safetensors, so that reading it runs no program."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from genai_utils.train.history import History


@dataclass
class Run:
    """All that decides how a training goes on: what a checkpoint has to hold."""

    settings: dict[str, int | str]
    model: nn.Module
    optimizers: Sequence[Optimizer]
    schedule: LRScheduler | None
    history: History


def require_storable(path: Path, schedule: LRScheduler | None) -> None:
    """Raise `ValueError` unless a run with this schedule can be saved at `path`."""
    if not path.parent.is_dir():
        raise ValueError(f"{path.name} can't be saved: its folder {path.parent.name!r} is missing.")
    state = schedule and schedule.state_dict()
    if json.loads(json.dumps(state)) != state:  # JSON makes strings of the keys of MultiStepLR
        raise ValueError(
            f"a {type(schedule).__name__} can't be saved: JSON would change its state, and a run "
            "that goes on would differ; take another schedule or no checkpoint."
        )


def save(path: str | Path, run: Run, done: int) -> None:
    """Write the state of a run after `done` batches to `path`, all or nothing; returns nothing."""
    states = [optimizer.state_dict() for optimizer in run.optimizers]
    tensors = {f"model.{name}": value for name, value in run.model.state_dict().items()}
    for number, state in enumerate(states):
        for index, entries in state["state"].items():
            prefix = f"optimizer.{number}.{index}"
            tensors |= {f"{prefix}.{name}": value for name, value in entries.items()}
    tensors["random.cpu"] = torch.get_rng_state()
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    plain = {
        "settings": run.settings,
        "done": done,
        "groups": [state["param_groups"] for state in states],
        "schedule": run.schedule and run.schedule.state_dict(),
        "epochs": run.history.epochs,
        "totals": run.history.totals,
        "seen": run.history.seen,
    }
    path = Path(path)
    part = path.with_name(path.name + ".part")  # replaced in one step: a kill leaves the old file
    save_file(
        {name: value.contiguous() for name, value in tensors.items()},
        part,
        metadata={name: json.dumps(value) for name, value in plain.items()},
    )
    os.replace(part, path)


def load(path: str | Path, run: Run) -> int:
    """Put the state saved at `path` into the objects of `run`; returns the number of batches done.

    Raises `ValueError` if the file belongs to a run with other settings.
    """
    with safe_open(path, framework="pt") as file:
        plain = {name: json.loads(value) for name, value in file.metadata().items()}
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    if plain["settings"] != run.settings:
        raise ValueError(
            f"{Path(path).name} holds a run with {plain['settings']}, but {run.settings} was asked "
            "for: continuing would mix two runs; give the new run a file of its own."
        )

    def part(prefix: str) -> dict[str, Tensor]:
        return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}

    run.model.load_state_dict(part("model."))
    for number, (optimizer, groups) in enumerate(zip(run.optimizers, plain["groups"], strict=True)):
        state: dict[int, dict[str, Tensor]] = {}
        for name, value in part(f"optimizer.{number}.").items():
            index, entry = name.split(".", 1)
            state.setdefault(int(index), {})[entry] = value
        optimizer.load_state_dict({"state": state, "param_groups": groups})
    if run.schedule is not None:
        run.schedule.load_state_dict(plain["schedule"])
    run.history.epochs, run.history.seen = plain["epochs"], plain["seen"]
    run.history.totals = plain["totals"]
    torch.set_rng_state(tensors["random.cpu"])
    if "random.cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random.cuda"])
    return plain["done"]
