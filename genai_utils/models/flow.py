"""From noise to data along a velocity, and how a seen part takes part in it.

A velocity is a function of (x, t), x (batch, ...) and t (batch,), that returns (batch, ...).
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

Velocity = Callable[[Tensor, Tensor], Tensor]


def _require_steps(**numbers: int) -> None:
    if not all(isinstance(number, int) and number >= 1 for number in numbers.values()):
        raise ValueError(f"one step or more is needed, but got {numbers}.")


def transport(velocity: Velocity, noise: Tensor, steps: int = 20) -> Tensor:
    """Where the noise (t = 0) has come at t = 1, by Euler's rule in equal steps.

    Eq. `eq-flow-euler`. (batch, ...) -> (batch, ...). Raises `ValueError` for no step.

    >>> transport(lambda x, t: torch.ones_like(x), torch.zeros(1, 2), steps=4)
    tensor([[1., 1.]])
    """
    _require_steps(steps=steps)
    x = noise
    for step in range(steps):
        t = torch.full((len(x),), step / steps, dtype=x.dtype, device=x.device)
        x = x + velocity(x, t) / steps
    return x


def transport_heun(velocity: Velocity, noise: Tensor, steps: int = 10) -> Tensor:
    """Where the noise has come by Heun's rule: two looks a step, and the mean of what they say.

    Eq. `eq-flow-heun`. The second look is from where Euler's step would end. (batch, ...) ->
    (batch, ...). Raises `ValueError` for no step.

    >>> transport_heun(lambda x, t: x, torch.ones(1, 1), steps=1)  # 1 + (1 + 2) / 2
    tensor([[2.5000]])
    """
    _require_steps(steps=steps)
    x = noise
    for step in range(steps):
        t = torch.full((len(x),), step / steps, dtype=x.dtype, device=x.device)
        first = velocity(x, t)
        second = velocity(x + first / steps, t + 1 / steps)
        x = x + (first + second) / (2 * steps)
    return x


def back_in_time(x: Tensor, later: float, earlier: float, noise: Tensor) -> Tensor:
    """A point of the path at a later time, carried back to an earlier one by fresh noise.

    Eq. `eq-flow-back`. It has the distribution of the path's points at the earlier time.
    (...), (...) -> (...). Raises `ValueError` unless 0 <= earlier <= later <= 1 and later > 0.

    >>> back_in_time(torch.tensor([4.0]), 1.0, 0.5, torch.tensor([2.0]))  # ½ · 4 + ½ · 2
    tensor([3.])
    """
    if not 0 <= earlier <= later <= 1 or later == 0 or x.shape != noise.shape:
        raise ValueError(
            "times 0 <= earlier <= later <= 1, the later above 0, and noise for each number are "
            f"needed, but got {earlier}, {later}, {tuple(x.shape)} and {tuple(noise.shape)}."
        )
    kept = earlier / later
    variance = (1 - earlier) ** 2 - (kept * (1 - later)) ** 2
    return kept * x + max(variance, 0.0) ** 0.5 * noise


def repaint_path(
    velocity: Velocity, seen: Tensor, missing: Tensor, steps: int = 20, repeats: int = 5
) -> Iterator[Tensor]:
    """The states of an unconditional flow whose seen part is replaced again and again.

    Each step moves everything (`eq-flow-euler`), puts the seen part, noised for the time reached,
    in its place (`eq-known-region`), and is repeated from one step back (`eq-flow-back`), so that
    the missing part hears of the seen one. (batch, ...) twice, `missing` 1 or 0; yields one state a
    step, the last with the seen pixels themselves. After lugmayr2022repaint, algorithm 1, which
    does it with diffusion. Raises `ValueError` for no step.

    >>> still = lambda x, t: torch.zeros_like(x)
    >>> seen = torch.tensor([[1.0, 2.0]])
    >>> list(repaint_path(still, seen, torch.zeros(1, 2), steps=2))[-1]  # nothing is missing
    tensor([[1., 2.]])
    """
    _require_steps(steps=steps, repeats=repeats)
    x = torch.randn_like(seen)
    for step in range(steps):
        earlier, later = step / steps, (step + 1) / steps
        for repeat in range(repeats):
            if repeat:
                x = back_in_time(x, later, earlier, torch.randn_like(x))
            t = torch.full((len(x),), earlier, dtype=x.dtype)
            moved = x + (later - earlier) * velocity(x, t)
            known = (1 - later) * torch.randn_like(seen) + later * seen
            x = missing * moved + (1 - missing) * known
        yield x
