"""The batches of a run that can be stopped and continued, and the guards of its budget."""

import math
from collections.abc import Iterator, Sequence
from numbers import Integral
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler
from tqdm.auto import tqdm

from genai_utils import files
from genai_utils.train import distributed, identity
from genai_utils.train.arguments import require_budget, require_terms
from genai_utils.train.checkpoint import Run, load, require_storable, save
from genai_utils.train.history import History


def start_run(
    model: nn.Module,
    optimizers: Sequence[Optimizer],
    schedule: LRScheduler | None = None,
    **budget: int,
) -> Run:
    """A new run with its settings; the budget is examples, batch_size, epochs and seed.

    Raises `ValueError` for a budget below one.
    """
    require_budget(**budget)
    distributed.require_shareable(model, budget["examples"], budget["batch_size"])
    settings = identity.settings(optimizers, schedule, budget)
    return Run(settings, model, optimizers, schedule, History())


def batches(
    run: Run, data: Tensor, checkpoint: str | Path | None, save_every: int | None
) -> Iterator[tuple[str, Tensor]]:
    """Each batch still to be done, with its place in words; keeps books when one is finished.

    What stands after `yield` happens once the caller has taken its step: the epoch's means are
    closed and the state is saved. A step that raises leaves the last file as it was.
    """
    if save_every is not None and not (isinstance(save_every, Integral) and save_every >= 1):
        raise ValueError(f"save_every must be at least 1 batch, but got {save_every}.")
    if checkpoint is not None:
        require_storable(Path(checkpoint), run)
        if distributed.rank() == 0:
            files.remove_parts(Path(checkpoint))
    size, epochs = run.settings["batch_size"], run.settings["epochs"]
    per_epoch = math.ceil(len(data) / size)
    start = load(checkpoint, run) if checkpoint is not None and Path(checkpoint).exists() else 0
    run.model.train()
    numbers = range(start, epochs * per_epoch)
    alone = {"disable": True} if distributed.rank() else {}
    for number in tqdm(numbers, initial=start, total=epochs * per_epoch, **alone):
        epoch, position = divmod(number, per_epoch)
        if position == 0 or number == start:
            order = _order(len(data), run.settings["seed"], epoch).to(data.device)
        yield (
            f"epoch {epoch}, batch {position}",
            data[order[position * size : (position + 1) * size]],
        )
        if position == per_epoch - 1:
            run.history.close_epoch()
        due = (number + 1) % (save_every or per_epoch) == 0
        if checkpoint is not None and due and distributed.rank() == 0:
            save(checkpoint, run, number + 1)


def _order(examples: int, seed: int, epoch: int) -> Tensor:
    """The epoch's order, a function of seed and epoch alone: a resumed run finds it again."""
    generator = torch.Generator().manual_seed(seed * 1_000_003 + epoch)
    return torch.randperm(examples, generator=generator)


def require_finite(terms: dict[str, Tensor], place: str) -> None:
    """Raise `FloatingPointError` unless the loss is a number, before the step is taken.

    And `ValueError` unless the terms are what a step must return.
    """
    require_terms(terms, place)
    values = {name: value.item() for name, value in terms.items()}
    if not math.isfinite(values["loss"]):
        raise FloatingPointError(
            f"the loss is {values['loss']} in {place}; the terms are {values}. The step wasn't "
            "taken. Look at this batch, or lower the learning rate: that is another run, with "
            "another checkpoint, and may begin with this one's weights (train.weights)."
        )
