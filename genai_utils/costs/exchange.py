"""How processes bring gradients together, how long it takes, and the speed-up that is left."""

from collections.abc import Sequence

import torch
from torch import Tensor


def ring_mean(gradients: Sequence[Tensor]) -> tuple[list[Tensor], int]:
    """The mean in every process, and how many numbers each of them has sent. Eq. `eq-ring-numbers`.

    Each process cuts its list in as many pieces as there are processes and talks to its right
    neighbour alone. In the first p - 1 rounds sums grow along the ring, in the others the finished
    ones go round. Source: patarasuk2009bandwidth. Raises `ValueError` for unequal shapes, or
    lists that can't be cut evenly.

    >>> ring_mean([torch.tensor([1.0, 2.0]), torch.tensor([3.0, 6.0])])
    ([tensor([2., 4.]), tensor([2., 4.])], 2)
    """
    count = len(gradients)
    if not count or any(g.shape != gradients[0].shape for g in gradients):
        raise ValueError(
            f"lists of one shape are needed, got {[tuple(g.shape) for g in gradients]}"
        )
    if gradients[0].dim() != 1 or len(gradients[0]) % count:
        raise ValueError(
            f"a list that {count} processes can cut evenly is needed, but got "
            f"{tuple(gradients[0].shape)}: each sends a piece of one size in every round."
        )
    held = [list(g.clone().chunk(count)) for g in gradients]
    for turn in range(2 * (count - 1)):
        adding = turn < count - 1
        # All send at once: what is sent is fixed before anything is received.
        places = [(process - turn) % count for process in range(count)]
        sent = [held[process][place].clone() for process, place in enumerate(places)]
        for process, (place, piece) in enumerate(zip(places, sent, strict=True)):
            right = (process + 1) % count
            held[right][place] = held[right][place] + piece if adding else piece
    means = [torch.cat(pieces) / count for pieces in held]
    return means, 2 * (count - 1) * len(gradients[0]) // count


def ring_seconds(processes: int, size: float, latency: float, bandwidth: float) -> float:
    """Seconds of a ring all-reduce of `size` bytes. Eq. `eq-ring-seconds`.

    `latency` are the seconds a message takes however short it is, `bandwidth` the bytes a second.

    >>> ring_seconds(processes=2, size=1e9, latency=0.0, bandwidth=1e9)
    1.0
    """
    return 2 * (processes - 1) * (latency + size / (processes * bandwidth))


def speed_up(
    processes: int, compute: float, size: float, latency: float, bandwidth: float
) -> float:
    """How many times faster a step of `compute` seconds becomes. Eq. `eq-speed-up`.

    The batch is shared and stays as it is, and nothing overlaps.

    >>> speed_up(processes=2, compute=2.0, size=1e9, latency=0.0, bandwidth=1e9)
    1.0
    """
    return compute / (compute / processes + ring_seconds(processes, size, latency, bandwidth))
