"""What is refused before a training starts; each refusal says what was asked, given and why."""

from collections.abc import Mapping
from numbers import Integral

from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler, ReduceLROnPlateau


def require_examples(data: Tensor) -> None:
    """Raise `ValueError` unless the data are one tensor with the examples along its first axis."""
    if not isinstance(data, Tensor) or data.dim() == 0:
        given = "a number" if isinstance(data, Tensor) else f"a {type(data).__name__}"
        raise ValueError(
            f"data must be one tensor (n, ...) with an example a row, but got {given}: the loop "
            "draws its batches itself. Of a data set take its tensor, as `digits.images`."
        )


def require_budget(**budget: int) -> None:
    """Raise `ValueError` unless there is something to do, in whole numbers."""
    if not all(isinstance(value, Integral) for value in budget.values()):
        raise ValueError(f"whole numbers are needed, but got {budget}.")
    if min(budget["examples"], budget["batch_size"], budget["epochs"]) < 1:
        raise ValueError(
            "at least one example, one epoch and one example a batch are needed, but got "
            f"{budget}: there would be nothing to do."
        )
    if not 0 <= budget["seed"] < 2**32:
        raise ValueError(f"a seed must be at least 0 and below 2**32, but got {budget['seed']}.")


def require_owners(players: Mapping[str, nn.Module], optimizers: object) -> None:
    """Raise `ValueError` unless each optimiser moves weights of its own network and no others."""
    given = optimizers if isinstance(optimizers, tuple | list) else [optimizers]
    if len(given) != len(players) or not all(isinstance(o, Optimizer) for o in given):
        kinds = [type(optimizer).__name__ for optimizer in given]
        raise ValueError(f"an optimizer for each of {', '.join(players)} is needed, got {kinds}.")
    for (name, player), optimizer in zip(players.items(), given, strict=True):
        own = {id(weight) for weight in player.parameters()}
        held = [weight for group in optimizer.param_groups for weight in group["params"]]
        strange = sum(id(weight) not in own for weight in held)
        if strange:
            raise ValueError(
                f"the {name}'s optimizer must hold weights of the {name}, but {strange} of the "
                f"{len(held)} that it holds are not: a step would move nothing, or what no "
                "checkpoint saves. Are two optimizers exchanged, or was the model made anew?"
            )


def require_schedule(schedule: LRScheduler | None, optimizer: Optimizer) -> None:
    """Raise `ValueError` unless the schedule belongs to the optimiser and needs no measure."""
    if schedule is None:
        return
    if getattr(schedule, "optimizer", None) is not optimizer or isinstance(
        schedule, ReduceLROnPlateau
    ):
        raise ValueError(
            f"a schedule of the optimizer that trains, which steps without a measure, is needed, "
            f"but got a {type(schedule).__name__}: made for another optimizer it would move "
            "nothing, and the loop has no measure to give it."
        )


def require_latent(generator: nn.Module) -> int:
    """How many numbers the generator takes; `ValueError` unless it says so."""
    latent = getattr(generator, "latent", None)
    if not isinstance(latent, Integral) or latent < 1:
        raise ValueError(
            "generator.latent, the number of random numbers that it takes, is needed to draw "
            f"them, but it is {latent!r}."
        )
    return int(latent)


def require_terms(terms: dict[str, Tensor], place: str) -> None:
    """Raise `ValueError` unless a step gave its terms by name, each a tensor of one number."""
    given: object = type(terms).__name__
    if isinstance(terms, dict):
        given = kinds = {name: _kind(value) for name, value in terms.items()}
        if all(kind == "number" for kind in kinds.values()):
            return
    raise ValueError(
        "a step must return a dictionary of tensors of one number each, among them 'loss', but in "
        f"{place} it gave {given}: take means over the batch, and leave them tensors."
    )


def _kind(value: object) -> str:
    if not isinstance(value, Tensor):
        return type(value).__name__
    return "number" if value.numel() == 1 else f"tensor {tuple(value.shape)}"
