"""What makes a run this run and no other: what a checkpoint is compared with before it is read."""

import json
from collections.abc import Mapping, Sequence

from torch import Tensor
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

# What a schedule's steps change; the rest of its state are its settings.
MOVED = {"last_epoch", "_step_count", "_last_lr", "_is_initial", "_get_lr_called_within_step"}
MOVED |= {"T_cur", "T_i"}  # of CosineAnnealingWarmRestarts
SHOWN = 4


def settings(optimizers: Sequence[Optimizer], schedule: LRScheduler | None, budget: dict) -> dict:
    """Budget, optimisers and schedule with their settings, as JSON gives them back."""
    found = budget | {"schedule": type(schedule).__name__}
    for number, optimizer in enumerate(optimizers):
        groups = optimizer.state_dict()["param_groups"]
        found[f"optimizer {number}"] = f"{type(optimizer).__name__}, groups: {len(groups)}"
        for index, group in enumerate(groups):
            chosen = _at_the_start(group, schedule)
            found |= {f"optimizer {number}, group {index}, {key}": chosen[key] for key in chosen}
    if schedule is not None:
        fixed = _fixed(schedule.state_dict())
        found |= {f"schedule, {key}": fixed[key] for key in fixed}
    return json.loads(json.dumps(found, default=_plain))


def _plain(value: object) -> object:
    """What JSON can't hold: a tensor's numbers, and of anything else its kind."""
    return value.tolist() if isinstance(value, Tensor) else type(value).__name__


def _at_the_start(group: dict, schedule: LRScheduler | None) -> dict:
    """A group's settings without those that the schedule moves; it keeps where they began."""
    moved = set() if schedule is None else {"lr"}
    if "base_momentum" in group:  # OneCycleLR and CyclicLR move the momentum, too
        moved |= {"momentum", "betas"}
    return {key: value for key, value in group.items() if key not in moved}


def _fixed(state: dict) -> dict:
    """A schedule's settings; those of the schedules that it is made of, likewise."""
    fixed = {key: value for key, value in state.items() if key not in MOVED}
    if "_schedulers" in fixed:
        fixed["_schedulers"] = [_fixed(part) for part in fixed["_schedulers"]]
    return fixed


def forms(weights: Mapping[str, Tensor]) -> dict[str, str]:
    """Shape and dtype of each weight, by name."""
    return {f"weight {key}": f"{tuple(w.shape)} {w.dtype}" for key, w in weights.items()}


def differences(held: dict, asked: dict) -> tuple[dict, dict]:
    """Where two runs differ, as each has it; the first few suffice for a message.

    A setting of an optimiser or schedule that only one of them has comes from another version of
    PyTorch and is no difference.
    """
    names = [
        key
        for key in held | asked
        if held.get(key) != asked.get(key)
        and ((key in held and key in asked) or not key.startswith(("optimizer ", "schedule,")))
    ]
    missing = "nothing of this name"
    some = names[:SHOWN]
    return {k: held.get(k, missing) for k in some}, {k: asked.get(k, missing) for k in some}
