"""Muon: an optimizer that makes the change of each matrix nearly orthogonal.

Sources: jordan2024muon for the method and its five coefficients, liu2025muon for the size of the
change, which lets Muon share a learning rate with AdamW.
"""

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

COEFFICIENTS = 3.4445, -4.7750, 2.0315


def orthogonal(matrices: Tensor, steps: int = 5) -> Tensor:
    """U V^T of each matrix U S V^T, roughly: singular values come near 1. (..., m, n) -> same.

    Eq. `eq-newton-schulz`, so many times; only products of matrices are needed.

    >>> orthogonal(torch.tensor([[3.0, 0.0], [0.0, 1.0]])).round(decimals=1)
    tensor([[0.7, 0.0],
            [0.0, 1.1]])
    """
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.mT if tall else matrices
    x = x / x.norm(dim=(-2, -1), keepdim=True).clamp(min=1e-7)
    first, third, fifth = COEFFICIENTS
    for _ in range(steps):
        gram = x @ x.mT
        x = first * x + (third * gram + fifth * gram @ gram) @ x
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum, made orthogonal; for the matrices inside a network. Eq. `eq-muon`.

    Matrices of one shape are treated in one product. `lr` may be a tensor on the weights' device,
    so that a step can be recorded as a CUDA graph. Raises `ValueError` for a weight that is no
    matrix.
    """

    def __init__(
        self,
        weights: Iterable[nn.Parameter],
        lr: float | Tensor,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
    ):
        shapes: dict[tuple[int, ...], list[nn.Parameter]] = {}
        for weight in weights:
            if weight.dim() != 2:
                raise ValueError(
                    f"Muon takes matrices, but got a weight of shape {tuple(weight.shape)}: only a "
                    "matrix can be made orthogonal; leave the rest to AdamW."
                )
            shapes.setdefault(tuple(weight.shape), []).append(weight)
        groups = [{"params": same} for same in shapes.values()]
        super().__init__(groups, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Any = None) -> Any:
        """One change of all weights; returns what `closure` does, which computes the loss anew."""
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            weights, lr = group["params"], group["lr"]
            gradient = torch.stack([weight.grad for weight in weights])
            state = self.state[weights[0]]
            if not state:
                state["mean"] = torch.zeros_like(gradient)
            mean = state["mean"].lerp_(gradient, 1 - group["momentum"])
            change = orthogonal(gradient.lerp(mean, group["momentum"]))
            change = 0.2 * math.sqrt(max(weights[0].shape)) * change
            change += group["weight_decay"] * torch.stack(weights)
            for weight, part in zip(weights, lr * change, strict=True):
                weight.sub_(part)
        return loss
