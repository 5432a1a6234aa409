"""Maps of the logits of the next token, between the model and the draw.

Each takes logits (..., vocabulary) and returns logits of the same shape and dtype, so that they can
follow one another; a token that may not be drawn has -inf. `transformer.generate` takes one of
them, or any other such map. `less_repeated` isn't one: it also asks what was written.
"""

import math

import torch
from torch import Tensor

from genai_utils.models.attention import in_single


def _check_logits(logits: Tensor) -> None:
    if logits.dim() < 1 or logits.shape[-1] == 0 or not logits.is_floating_point():
        raise ValueError(
            f"floating-point logits (..., vocabulary) are needed, but got {tuple(logits.shape)} "
            f"of {logits.dtype}: each row is one distribution."
        )


def at_temperature(logits: Tensor, temperature: float) -> Tensor:
    """The logits divided by the temperature. Eq. `eq-temperature`. Same shape.

    Raises `ValueError` unless the temperature is positive and finite.

    >>> at_temperature(torch.tensor([2.0, 0.0]), temperature=2.0)
    tensor([1., 0.])
    """
    _check_logits(logits)
    if not 0 < temperature < math.inf:
        raise ValueError(
            f"a positive, finite temperature is needed, but got {temperature}: the logits are "
            "divided by it. For the likeliest token alone use top_k(logits, 1)."
        )
    return logits / temperature


def top_k(logits: Tensor, count: int) -> Tensor:
    """The `count` largest logits of each row, the others -inf. Eq. `eq-truncation`. Same shape.

    Of equal logits the earlier tokens stay. Source: fan2018hierarchical, sec. 5.1. Raises
    `ValueError` for a count outside 1, ..., vocabulary.

    >>> top_k(torch.tensor([2.0, 0.0, 1.0]), count=2)
    tensor([2., -inf, 1.])
    """
    _check_logits(logits)
    if not 1 <= count <= logits.shape[-1]:
        raise ValueError(
            f"between 1 and {logits.shape[-1]} tokens can stay, but got count={count}."
        )
    return _kept(logits, torch.arange(logits.shape[-1], device=logits.device) < count)


def nucleus(logits: Tensor, mass: float) -> Tensor:
    """The fewest likeliest tokens that have this mass, the others -inf. Same shape.

    Eq. `eq-truncation`. Source: holtzman2020curious, sec. 3.1. Raises `ValueError` for a mass
    outside (0, 1].

    >>> nucleus(torch.tensor([0.5, 0.3, 0.2]).log(), mass=0.7).softmax(-1)
    tensor([0.6250, 0.3750, 0.0000])
    """
    _check_logits(logits)
    if not 0 < mass <= 1:
        raise ValueError(
            f"a mass above 0 and up to 1 is needed, but got {mass}: it is a share of probability."
        )
    shares = in_single(logits).softmax(-1).sort(dim=-1, descending=True, stable=True).values
    # A token stays if those before it don't have the mass yet; so the first always does.
    before = shares.cumsum(-1) - shares
    # The whole mass is every token: a sum of rounded shares may reach 1 before the last one.
    return logits if mass == 1 else _kept(logits, before < mass)


def less_repeated(logits: Tensor, written: Tensor, penalty: float) -> Tensor:
    """Logits in which tokens that were written count for less. Eq. `eq-repetition-penalty`.

    A positive logit is divided by the penalty and a negative one multiplied with it. logits
    (batch, vocabulary), written (batch, n) of int64 -> (batch, vocabulary). Source:
    keskar2019ctrl, sec. 4.1. Raises `ValueError` for a penalty below 1 or shapes that don't fit.

    >>> less_repeated(torch.tensor([[2.0, -1.0, 3.0]]), torch.tensor([[0, 1, 0]]), penalty=2.0)
    tensor([[ 1., -2.,  3.]])
    """
    _check_logits(logits)
    if not 1 <= penalty < math.inf or logits.dim() != 2 or written.shape[:1] != logits.shape[:1]:
        raise ValueError(
            "a penalty of 1 or more, logits (batch, vocabulary) and as many rows of written tokens "
            f"are needed, but got {penalty}, {tuple(logits.shape)} and {tuple(written.shape)}."
        )
    lowered = torch.where(logits > 0, logits / penalty, logits * penalty)
    seen = torch.zeros_like(logits, dtype=torch.bool).scatter(1, written, True)
    return torch.where(seen, lowered, logits)


def _kept(logits: Tensor, ranks: Tensor) -> Tensor:
    """The logits whose rank (0 is the largest) is marked, the others -inf."""
    order = logits.sort(dim=-1, descending=True, stable=True).indices
    kept = torch.zeros_like(logits, dtype=torch.bool)
    kept = kept.scatter(-1, order, ranks.expand_as(logits))
    return logits.masked_fill(~kept, -math.inf)
