"""The training loop, its record, and checkpoints; it knows neither model nor loss."""

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from tqdm.auto import tqdm

Step = Callable[[nn.Module, Tensor], dict[str, Tensor]]


class History:
    """The mean of each term over each epoch: `history["loss"]` has one float an epoch."""

    def __init__(self) -> None:
        self.epochs: dict[str, list[float]] = {}
        self.totals: dict[str, float] = {}
        self.seen = 0

    def __getitem__(self, term: str) -> list[float]:
        return self.epochs[term]

    def add(self, terms: dict[str, Tensor], size: int) -> None:
        """Count one batch of `size` examples; the terms are means over the batch."""
        for name, value in terms.items():
            self.totals[name] = self.totals.get(name, 0.0) + size * value.item()
        self.seen += size

    def close_epoch(self) -> None:
        """Turn what was counted since the last call into one number a term."""
        for name, total in self.totals.items():
            self.epochs.setdefault(name, []).append(total / self.seen)
        self.totals, self.seen = {}, 0


@dataclass
class Run:
    """All that decides how a training goes on: what a checkpoint has to hold."""

    settings: dict[str, int | str]
    model: nn.Module
    optimizer: Optimizer
    schedule: LRScheduler | None
    history: History


def fit(
    model: nn.Module,
    data: Tensor,
    step: Step,
    optimizer: Optimizer,
    *,
    epochs: int,
    batch_size: int = 128,
    schedule: LRScheduler | None = None,
    seed: int = 0,
    checkpoint: str | Path | None = None,
    save_every: int | None = None,
) -> History:
    """Train `model` for `epochs` passes over `data` (n, ...) and return its `History`.

    `step(model, batch)` returns the batch means of the terms to record, among them "loss", which
    is minimised. `schedule` steps once a batch. With `checkpoint`, the whole state is saved every
    `save_every` batches (an epoch, if None), and a file that is already there is continued: the
    result is the same, bit for bit, as that of a run that was never interrupted.

    Raises `ValueError` for a budget below one or a checkpoint of another run, before anything
    starts, and `FloatingPointError` when a loss stops being finite, before the step is taken.
    """
    budget = {"examples": len(data), "batch_size": batch_size, "epochs": epochs, "seed": seed}
    _require_budget(budget, save_every)
    if checkpoint is not None:
        _require_storable(Path(checkpoint), schedule)
    kinds = _kinds(model, optimizer, schedule)
    run = Run(budget | kinds, model, optimizer, schedule, History())
    per_epoch = math.ceil(len(data) / batch_size)
    start = load(checkpoint, run) if checkpoint is not None and Path(checkpoint).exists() else 0
    model.train()
    for number in tqdm(range(start, epochs * per_epoch), initial=start, total=epochs * per_epoch):
        epoch, position = divmod(number, per_epoch)
        if position == 0 or number == start:
            order = _order(len(data), seed, epoch).to(data.device)
        batch = data[order[position * batch_size : (position + 1) * batch_size]]
        terms = step(model, batch)
        _require_finite(terms, epoch, position)
        optimizer.zero_grad()
        terms["loss"].backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        run.history.add(terms, len(batch))
        if position == per_epoch - 1:
            run.history.close_epoch()
        if checkpoint is not None and (number + 1) % (save_every or per_epoch) == 0:
            save(checkpoint, run, number + 1)
    return run.history


def _kinds(model: nn.Module, optimizer: Optimizer, schedule: LRScheduler | None) -> dict:
    """What must be the same when a run goes on, besides its budget."""
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "optimizer": type(optimizer).__name__,
        "schedule": type(schedule).__name__,
    }


def _require_budget(settings: dict[str, int], save_every: int | None) -> None:
    counts = [settings["examples"], settings["batch_size"], settings["epochs"]]
    if min(counts) < 1 or (save_every is not None and save_every < 1):
        raise ValueError(
            f"at least one example, one epoch and one example a batch are needed, but got "
            f"{settings} and save_every={save_every}: there would be nothing to do."
        )
    if settings["seed"] < 0:
        raise ValueError(f"a seed must be at least 0, but got {settings['seed']}.")


def _require_storable(path: Path, schedule: LRScheduler | None) -> None:
    if not path.parent.is_dir():
        raise ValueError(f"{path.name} can't be saved: its folder {path.parent.name!r} is missing.")
    state = schedule and schedule.state_dict()
    if json.loads(json.dumps(state)) != state:  # JSON makes strings of the keys of MultiStepLR
        raise ValueError(
            f"a {type(schedule).__name__} can't be saved: JSON would change its state, and a run "
            "that goes on would differ; take another schedule or no checkpoint."
        )


def _order(examples: int, seed: int, epoch: int) -> Tensor:
    """The epoch's order, a function of seed and epoch alone: a resumed run finds it again."""
    generator = torch.Generator().manual_seed(seed * 1_000_003 + epoch)
    return torch.randperm(examples, generator=generator)


def _require_finite(terms: dict[str, Tensor], epoch: int, position: int) -> None:
    values = {name: value.item() for name, value in terms.items()}
    if not math.isfinite(values["loss"]):
        raise FloatingPointError(
            f"the loss is {values['loss']} in epoch {epoch}, batch {position}; the terms are "
            f"{values}. The weights are those of the last finite step: lower the learning rate, "
            "or look at this batch."
        )


def save(path: str | Path, run: Run, done: int) -> None:
    """Write the state of a run after `done` batches to `path`, all or nothing; returns nothing."""
    optimizer = run.optimizer.state_dict()
    tensors = {f"model.{name}": value for name, value in run.model.state_dict().items()}
    for index, entries in optimizer["state"].items():
        tensors |= {f"optimizer.{index}.{name}": value for name, value in entries.items()}
    tensors["random.cpu"] = torch.get_rng_state()
    if torch.cuda.is_available():
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    plain = {
        "settings": run.settings,
        "done": done,
        "groups": optimizer["param_groups"],
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
    state: dict[int, dict[str, Tensor]] = {}
    for name, value in part("optimizer.").items():
        index, entry = name.split(".", 1)
        state.setdefault(int(index), {})[entry] = value
    run.optimizer.load_state_dict({"state": state, "param_groups": plain["groups"]})
    if run.schedule is not None:
        run.schedule.load_state_dict(plain["schedule"])
    run.history.epochs, run.history.seen = plain["epochs"], plain["seen"]
    run.history.totals = plain["totals"]
    torch.set_rng_state(tensors["random.cpu"])
    if "random.cuda" in tensors and torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random.cuda"])
    return plain["done"]
