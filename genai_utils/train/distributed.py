"""One training shared by several processes, as `torchrun` starts them; alone, nothing changes.

Every process holds all weights and all data, computes the gradient of its share of each batch, and
takes the step with the mean gradient of the whole batch: PyTorch's `DistributedDataParallel` adds
up what the processes found. So the weights stay equal, and equal to those of one process with the
same batches.
"""

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.parallel import DistributedDataParallel

from genai_utils import runtime


@contextmanager
def processes(device: str = "auto") -> Iterator[torch.device]:
    """Join the processes that `torchrun` started and give this one its device; leave at the end.

    Without `torchrun` it only chooses the device. With it, processes on GPUs take one each. Raises
    `ValueError` if this machine has no such device.
    """
    if "LOCAL_RANK" not in os.environ:
        yield runtime.device(device)
        return
    place = runtime.device(device)
    if place.type == "cuda":
        place = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
        torch.cuda.set_device(place)
    distributed.init_process_group("nccl" if place.type == "cuda" else "gloo")
    try:
        yield place
    finally:
        distributed.destroy_process_group()


def count() -> int:
    """How many processes train together."""
    return distributed.get_world_size() if _together() else 1


def rank() -> int:
    """Which of them this is, from 0; the first writes the files and shows the progress."""
    return distributed.get_rank() if _together() else 0


def _together() -> bool:
    return distributed.is_available() and distributed.is_initialized()


def require_shareable(model: nn.Module, examples: int, batch_size: int) -> None:
    """Raise `ValueError` unless every process gets an example of each batch, and its own mean.

    Batch normalisation takes its means over what one process sees, so it would be another model.
    """
    smallest = examples % batch_size or min(batch_size, examples)
    if count() > smallest:
        raise ValueError(
            f"{count()} processes are to share each batch, but the smallest of {examples} examples "
            f"in batches of {batch_size} has {smallest}: take another batch size or fewer of them."
        )
    norms = [
        name
        for name, part in model.named_modules()
        if isinstance(part, _BatchNorm) and not isinstance(part, nn.SyncBatchNorm)
    ]
    if count() > 1 and norms:
        raise ValueError(
            f"{count()} processes would take the means of {norms[0]} each over its own share, but "
            "one process takes them over the batch: on GPUs convert the model with "
            "nn.SyncBatchNorm.convert_sync_batchnorm, on CPUs take a model without it."
        )


def share(batch: Tensor) -> Tensor:
    """The rows of a batch that this process works on; all of them, if it is alone."""
    return batch.tensor_split(count())[rank()]


class _Turn(nn.Module):
    """A network and what is done with it as one module: what DistributedDataParallel watches."""

    def __init__(self, network: nn.Module, step: Callable[..., Any]) -> None:
        super().__init__()
        self.network = network
        self.step = partial(step, network)
        self.learning = self.names()
        # Used by no step: else every process warns that looking for unused weights was needless.
        self.idle = nn.Parameter(next(network.parameters()).new_zeros(1))

    def names(self) -> set[str]:
        return {name for name, weight in self.network.named_parameters() if weight.requires_grad}

    def forward(self, *inputs: Any) -> Any:
        if late := sorted(self.names() - self.learning):
            raise ValueError(
                f"{late[0]} was frozen when the training began and isn't now: {count()} processes "
                "would each move it by a gradient of their own. Unfreeze it before."
            )
        return self.step(*inputs)


def shared(network: nn.Module, step: Callable[..., Any]) -> Callable[..., Any]:
    """`step(network, ...)` as a function of the rest; alone, it is no more than that.

    With several processes, all begin with the weights of the first, and going backward from what
    is returned leaves each of them the mean of their gradients; `weighted` makes that the gradient
    of the whole batch.
    """
    if not _together():
        return partial(step, network)
    # Told that a step may leave weights out, it also keeps the order in which it adds the others.
    # Otherwise it takes a new one after its first step, and a run that is continued would add in
    # another order than one that wasn't interrupted.
    return DistributedDataParallel(_Turn(network, step), find_unused_parameters=True)


def weighted(mean: Tensor, part: Tensor, batch: Tensor) -> Tensor:
    """A mean over this process's `part`, weighted: the processes' mean of it is the batch's."""
    return mean * (count() * len(part) / len(batch))


def average_gradients(network: nn.Module) -> None:
    """Give every weight the mean of the processes' gradients, eq. `eq-shared-gradient`, by hand.

    What `DistributedDataParallel` does while the gradients are still being computed; here it is
    done behind them, one weight after the other. A weight without a gradient counts as zeros.
    """
    for weight in network.parameters():
        gradient = torch.zeros_like(weight) if weight.grad is None else weight.grad
        if _together():
            distributed.all_reduce(gradient)  # the sum, in every process
        weight.grad = gradient / count()


def batch_mean(mean: Tensor, part: Tensor, batch: Tensor) -> Tensor:
    """The mean over the whole `batch`, from that over this process's `part`; without gradient."""
    mean = mean.detach() * (len(part) / len(batch))
    if _together():
        distributed.all_reduce(mean)
    return mean


@contextmanager
def own_noise(turn: str) -> Iterator[None]:
    """Inside, each process draws random numbers of its own, behind it all go on as if it weren't.

    Otherwise two processes that were seeded alike would add the same noise to their shares. The
    numbers depend on the process and on `turn`, which says where in the run it is, and on nothing
    else: a run that is continued draws them again.
    """
    if count() == 1:
        yield
        return
    with torch.random.fork_rng():
        torch.manual_seed(zlib.crc32(f"{turn}, process {rank()}".encode()))
        yield
