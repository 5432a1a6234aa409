"""One training shared by several processes, as `torchrun` starts them; alone, nothing changes.

Every process holds all weights and all data, computes the gradient of its share of each batch, and
takes the step with the mean gradient of the whole batch. So the weights stay equal, and equal to
those of one process with the same batches. `torch.nn.parallel.DistributedDataParallel` does the
same with more speed and less to read: it averages while the backward pass still runs.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, distributed, nn
from torch.nn.modules.batchnorm import _BatchNorm

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


def same_weights(model: nn.Module) -> None:
    """Give every process the weights of the first; returns nothing."""
    if count() > 1:
        for value in model.state_dict().values():
            distributed.broadcast(value, src=0)


def share(batch: Tensor) -> Tensor:
    """The rows of a batch that this process works on; all of them, if it is alone."""
    return batch.tensor_split(count())[rank()]


def average(tensors: Iterable[Tensor], part: int, whole: int) -> None:
    """Replace means over this process's `part` by means over the `whole` batch; returns nothing."""
    if count() > 1:
        for value in tensors:
            value.mul_(part / whole)
            distributed.all_reduce(value)


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
