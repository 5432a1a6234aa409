"""Many small networks trained at once: each weight has an axis more, for the model.

A laptop trains one attack's target in seconds; an attack that is worth the name needs hundreds of
reference models. With the models side by side a step is a few products of matrices for all of them.
Gradients of single examples are never laid out: in a linear layer an example's gradient is the
product of what comes in and what comes back, and its norm is the product of their norms.
"""

import itertools
import math

import torch
from torch import Tensor
from torch.nn import functional as F

BETAS = (0.9, 0.999)  # how much of its two means Adam keeps


class Stack:
    """So many fully connected networks with ReLU between their layers. (models, batch, in)."""

    def __init__(self, sizes: list[int], models: int, device: str):
        self.weights, self.biases = [], []
        for inputs, outputs in itertools.pairwise(sizes):
            bound = 1 / math.sqrt(inputs)
            shape = (models, inputs, outputs)
            self.weights.append(torch.empty(shape, device=device).uniform_(-bound, bound))
            self.biases.append(
                torch.empty(models, 1, outputs, device=device).uniform_(-bound, bound)
            )

    def __call__(self, x: Tensor, seen: list | None = None) -> Tensor:
        """The last layer's outputs; `seen` collects each layer's inputs and outputs."""
        for place, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            inputs = x if place == 0 else F.relu(x)
            x = torch.baddbmm(bias, inputs, weight)
            if seen is not None:
                x.requires_grad_()
                seen.append((inputs.detach(), x))
        return x

    @property
    def parameters(self) -> list[Tensor]:
        return [*self.weights, *self.biases]


def gradients(
    loss: Tensor, seen: list, share: Tensor, clip: Tensor | None, noise: Tensor | None
) -> tuple[list[Tensor], list[Tensor]]:
    """Gradients of weights and of biases: the sum over examples of `share` times each one's own.

    loss and share are (models, batch). With `clip` (models,) an example's gradient over all layers
    is no longer than that, and `noise` (models,) times `clip` is the spread of what is added.
    """
    back = torch.autograd.grad(loss.sum(), [outputs for _, outputs in seen])
    if clip is not None:
        pairs = zip(seen, back, strict=True)
        squares = sum(delta.square().sum(-1) * (x.square().sum(-1) + 1) for (x, _), delta in pairs)
        share = share * (clip[:, None] / squares.sqrt().clamp(min=1e-12)).clamp(max=1)
    deltas = [delta * share[..., None] for delta in back]
    weights = [x.mT @ delta for (x, _), delta in zip(seen, deltas, strict=True)]
    biases = [delta.sum(1, keepdim=True) for delta in deltas]
    if clip is not None:
        spread = (clip * noise)[:, None, None]
        weights = [g + spread * torch.randn_like(g) for g in weights]
        biases = [g + spread * torch.randn_like(g) for g in biases]
    return weights, biases


class Adam:
    """Adam (kingma2015adam) over stacked weights, with a rate for each model."""

    def __init__(self, parameters: list[Tensor]):
        self.parameters, self.steps = parameters, 0
        self.first = [torch.zeros_like(p) for p in parameters]
        self.second = [torch.zeros_like(p) for p in parameters]

    def step(self, found: list[Tensor], rate: Tensor) -> None:
        """One step; rate is (models,)."""
        self.steps += 1
        down, down_squares = (1 - beta**self.steps for beta in BETAS)
        torch._foreach_lerp_(self.first, found, 1 - BETAS[0])
        torch._foreach_mul_(self.second, BETAS[1])
        torch._foreach_addcmul_(self.second, found, found, 1 - BETAS[1])
        size = (rate / down)[:, None, None]
        for p, m, v in zip(self.parameters, self.first, self.second, strict=True):
            p.sub_(size * m / ((v / down_squares).sqrt() + 1e-8))


def drawn(members: Tensor, size: int, rate: float | None) -> tuple[Tensor, Tensor]:
    """Places of a batch for each model among its members, and which of them count.

    members is (models, records). Without a rate: `size` members. With one, each member takes part
    by a draw of its own; `size` is then the room, made so large that it is never too small.
    """
    lots = torch.rand(members.shape, device=members.device).masked_fill_(~members, 2.0)
    values, places = lots.topk(size, dim=1, largest=False)
    counts = values < (2.0 if rate is None else rate)
    return places, counts.float()


def room(rate: float, members: int) -> int:
    """Room for a Poisson batch: seven standard deviations above its mean."""
    mean = rate * members
    return min(members, math.ceil(mean + 7 * math.sqrt(mean)))


def plan(step: int, steps: int) -> float:
    """The share of the peak rate: up for a tenth of the training, then down to nothing."""
    done = (step + 1) / steps
    return done / 0.1 if done < 0.1 else math.cos(math.pi / 2 * (done - 0.1) / 0.9) ** 2
