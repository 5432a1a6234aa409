"""What probes share that look at a step of training: gradients, and an optimiser with a memory."""

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import Tensor


def slopes(value: Any, *inputs: Tensor) -> list[Tensor]:
    """The gradient of the sum of `value` in each input; zeros where none arrives."""
    found: Sequence[Tensor | None] = [None] * len(inputs)
    if isinstance(value, Tensor) and value.requires_grad:
        found = torch.autograd.grad(value.sum(), inputs, allow_unused=True)
    return [
        torch.zeros_like(one) if slope is None else slope
        for one, slope in zip(inputs, found, strict=True)
    ]


def weights(network: torch.nn.Module) -> Tensor:
    """All weights of a network in one vector, as they are now."""
    return torch.cat([p.detach().flatten() for p in network.parameters()]).float()


class RecordedSGD(torch.optim.SGD):
    """Gradient descent that notes each step in `log`: its own name and the gradient found."""

    def __init__(self, parameters: Iterable[Tensor], lr: float, name: str, log: list):
        super().__init__(parameters, lr=lr)
        self.name, self.log = name, log

    def step(self, closure: Any = None) -> Any:
        found = [
            torch.zeros_like(p) if p.grad is None else p.grad
            for group in self.param_groups
            for p in group["params"]
        ]
        gradient = torch.cat([part.detach().flatten() for part in found]).float()
        self.log.append((self.name, gradient))
        return super().step(closure)
