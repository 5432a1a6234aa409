"""DP-SGD written out: clip each example's gradient, add noise to their sum, divide.

Source: abadi2016deep.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap


def poisson_batch(records: int, rate: float, generator: torch.Generator | None = None) -> Tensor:
    """The places of a batch in which each record takes part by a draw of its own. (any,).

    Raises `ValueError` for a rate outside (0, 1].

    >>> poisson_batch(3, rate=1.0)
    tensor([0, 1, 2])
    """
    if not 0 < rate <= 1:
        raise ValueError(f"a sampling rate in (0, 1] is needed, but got {rate}.")
    return (torch.rand(records, generator=generator) < rate).nonzero()[:, 0]


def private_gradient(
    model: nn.Module,
    loss: Callable[[Tensor, Tensor], Tensor],
    x: Tensor,
    y: Tensor,
    *,
    clip: float,
    noise: float,
    expected: float,
    generator: torch.Generator | None = None,
) -> dict[str, Tensor]:
    """The noisy gradient of a batch, by the names of the parameters.

    Eq. `eq-dp-sgd`: each example's own gradient, over all parameters, is shortened to at most
    `clip`; to the sum comes noise of spread `noise` times `clip`; all is divided by the `expected`
    size of a batch. `loss(output, y)` is that of a batch of one. Raises `ValueError` for a clip or
    an expected size that isn't positive, or negative noise.

    >>> line = nn.Linear(1, 1, bias=False)
    >>> both = (torch.tensor([[3.0], [0.5]]), torch.zeros(2))
    >>> private_gradient(  # gradients 3 and 0.5, of which the first is shortened to 1
    ...     line, lambda out, y: out.sum(), *both, clip=1.0, noise=0.0, expected=2.0)["weight"]
    tensor([[0.7500]])
    """
    if not (clip > 0 and expected > 0 and noise >= 0):
        raise ValueError(
            "a clip and an expected batch above 0 and noise from 0 on are needed, but got "
            f"{clip}, {expected} and {noise}."
        )
    weights = {name: p.detach() for name, p in model.named_parameters()}

    def of_one(weights: dict[str, Tensor], x: Tensor, y: Tensor) -> Tensor:
        return loss(functional_call(model, weights, (x[None],)), y[None])

    found = {name: torch.zeros_like(w) for name, w in weights.items()}
    if len(x):
        each = vmap(grad(of_one), in_dims=(None, 0, 0), randomness="different")(weights, x, y)
        lengths = torch.stack([g.flatten(1).norm(dim=1) for g in each.values()]).norm(dim=0)
        shares = (clip / lengths.clamp(min=1e-12)).clamp(max=1)
        found = {name: torch.tensordot(shares, g, dims=1) for name, g in each.items()}
    for g in found.values():
        drawn = torch.randn(g.shape, generator=generator, device=g.device, dtype=g.dtype)
        g.add_(drawn, alpha=noise * clip)
    return {name: g / expected for name, g in found.items()}
