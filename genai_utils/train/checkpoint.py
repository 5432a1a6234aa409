"""The state of a training in one file: safetensors, so that reading it runs no program.

A file belongs to one run: to its budget and seed, its weights' names and shapes, and the kinds and
settings of its optimisers and schedule. A run that differs in one of them is refused before
anything is changed, and can begin with the file's weights: `load_state_dict(weights(file))`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as as_bytes
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from genai_utils import files
from genai_utils.train import identity, random_state
from genai_utils.train.history import History

HELD = {"settings", "done", "groups", "entries", "schedule", "epochs", "totals", "seen", "random"}


@dataclass
class Run:
    """All that decides how a training goes on: what a checkpoint has to hold."""

    settings: dict[str, Any]
    model: nn.Module
    optimizers: Sequence[Optimizer]
    schedule: LRScheduler | None
    history: History
    version: files.Version = None  # of the file, when this run last wrote or read it


def require_storable(path: Path, run: Run) -> None:
    """Raise `ValueError` unless this run can be saved at `path` and read again unchanged."""
    files.require_place(path)
    others = [k for k, w in run.model.state_dict().items() if not isinstance(w, Tensor)]
    if others:
        raise ValueError(f"a model whose state {others} isn't made of tensors can't be saved.")
    for optimizer in run.optimizers:
        for key, value in (pair for group in optimizer.param_groups for pair in group.items()):
            if key != "params" and isinstance(value, Tensor):
                raise ValueError(
                    f"an optimizer whose {key} is a tensor can't be saved: give it as a number."
                )
    state = run.schedule and run.schedule.state_dict()
    # JSON would turn the keys of MultiStepLR into strings, and knows no functions or objects.
    if json.loads(json.dumps(state, default=repr)) != state:
        raise ValueError(
            f"a {type(run.schedule).__name__} can't be saved: JSON would change its state, and a "
            "run that goes on would differ; take another schedule or no checkpoint."
        )


def save(path: str | Path, run: Run, done: int) -> None:
    """Write the state of a run after `done` batches to `path`, all or nothing; returns nothing.

    Raises `ValueError` if another run has written there since this one looked.
    """
    entries = _entries(run.optimizers)
    tensors = {f"model.{name}": value for name, value in run.model.state_dict().items()}
    tensors |= {name: value for name, value in entries.items() if isinstance(value, Tensor)}
    plain = {
        "settings": run.settings,
        "done": done,
        "groups": [optimizer.state_dict()["param_groups"] for optimizer in run.optimizers],
        "entries": {name: value for name, value in entries.items() if name not in tensors},
        "schedule": run.schedule and run.schedule.state_dict(),
        "epochs": run.history.epochs,
        "totals": run.history.totals,
        "seen": run.history.seen,
        "random": random_state.plain(),
    }
    content = as_bytes(
        {name: _copy(value) for name, value in (tensors | random_state.tensors()).items()},
        {name: json.dumps(value) for name, value in plain.items()},
    )
    run.version = files.replace(Path(path), content, run.version)


def _entries(optimizers: Sequence[Optimizer]) -> dict[str, object]:
    """What the optimisers know of each weight, tensors and numbers, by names without nesting."""
    return {
        f"optimizer.{number}.{index}.{name}": value
        for number, optimizer in enumerate(optimizers)
        for index, values in optimizer.state_dict()["state"].items()
        for name, value in values.items()
    }


def _copy(tensor: Tensor) -> Tensor:
    """A copy of its own, because safetensors refuses tensors that share memory, as tied weights."""
    return tensor.detach().cpu().clone(memory_format=torch.contiguous_format)


def _read(path: Path) -> tuple[dict, dict[str, Tensor]]:
    """What `save` wrote; `ValueError` with the file's name if that isn't what it holds."""
    try:
        with safe_open(path, framework="pt") as file:
            plain = {name: json.loads(value) for name, value in (file.metadata() or {}).items()}
            tensors = {name: file.get_tensor(name) for name in file.keys()}
        if HELD - plain.keys():
            raise ValueError(f"it says nothing of {sorted(HELD - plain.keys())}")
    except (SafetensorError, OSError, ValueError) as error:
        raise ValueError(
            f"{path.name} is there and isn't a checkpoint of a run: {error}. It was cut short, or "
            "something else wrote it: delete it, or give the run a file of its own."
        ) from error
    return plain, tensors


def _under(prefix: str, values: dict) -> dict:
    return {k.removeprefix(prefix): v for k, v in values.items() if k.startswith(prefix)}


def weights(path: str | Path, part: str = "") -> dict[str, Tensor]:
    """The weights in a checkpoint, by name: what `load_state_dict` of a model takes.

    They are those of `fit`'s model. In a file of `fit_adversarial`, `part` says whose:
    "generator", "discriminator" or "average". Raises `ValueError` if the file holds none.

    >>> import tempfile
    >>> from genai_utils.train.loops import fit
    >>> model, step = nn.Linear(1, 1), lambda model, batch: {"loss": model(batch).square().mean()}
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "model.safetensors")
    ...     history = fit(model, torch.ones(8, 1), step, optimizer, epochs=1, checkpoint=path)
    ...     sorted(weights(path))
    ['bias', 'weight']
    """
    _, tensors = _read(Path(path))
    found = _under(f"model.{part}." if part else "model.", tensors)
    if not found:
        raise ValueError(f"{Path(path).name} holds no weights of {part or 'a model'!r}.")
    return found


def load(path: str | Path, run: Run) -> int:
    """Put the state saved at `path` into the objects of `run`; returns the number of batches done.

    Raises `ValueError`, before anything is changed, if the file isn't whole or belongs to another
    run.
    """
    path = Path(path)
    run.version = files.version(path)
    plain, tensors = _read(path)
    _require_same(path, run, plain["settings"], tensors)
    run.model.load_state_dict(_under("model.", tensors))
    for number, (optimizer, groups) in enumerate(zip(run.optimizers, plain["groups"], strict=True)):
        state: dict[int, dict[str, object]] = {}
        for name, value in _under(f"optimizer.{number}.", tensors | plain["entries"]).items():
            index, entry = name.split(".", 1)
            state.setdefault(int(index), {})[entry] = value
        optimizer.load_state_dict({"state": state, "param_groups": groups})
    if run.schedule is not None:
        run.schedule.load_state_dict(plain["schedule"])
    run.history.epochs, run.history.seen = plain["epochs"], plain["seen"]
    run.history.totals = plain["totals"]
    random_state.restore(tensors, plain["random"])
    return plain["done"]


def _require_same(path: Path, run: Run, held: dict, tensors: dict[str, Tensor]) -> None:
    """Raise `ValueError` unless the file's run is the one that is asked for."""
    held = held | identity.forms(_under("model.", tensors))
    asked = run.settings | identity.forms(run.model.state_dict())
    theirs, ours = identity.differences(held, asked)
    if theirs:
        raise ValueError(
            f"{path.name} holds a run with {theirs}, but {ours} was asked for: continuing would "
            "mix two runs. Give the new run a file of its own; to begin it with the weights of "
            "this one, call load_state_dict(train.weights(FILE)) before."
        )
    if not random_state.accepts(tensors):
        raise ValueError(
            f"{path.name} holds random states that this PyTorch can't take: the run would go on "
            "with other noise. Continue it where it was begun, or begin a new one with its weights."
        )
