"""Floating-point operations of our networks, counted by formula from the shapes of each layer.

A multiplication and an addition are two operations. Counted are the products of matrices and the
convolutions, as profilers count. What is done number by number, in norms and activations say, is
left out: a few operations for each number that a product takes hundreds for.
"""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

from genai_utils.models.transformer import SelfAttention

WEIGHTLESS = (nn.Embedding, nn.LayerNorm, nn.GroupNorm, nn.modules.batchnorm._BatchNorm)


def linear(rows: int, inputs: int, outputs: int) -> int:
    """Of `rows` vectors times a matrix (inputs, outputs). Eq. `eq-linear-flops`.

    >>> linear(rows=10, inputs=3, outputs=4)
    240
    """
    return 2 * rows * inputs * outputs


def convolution(places: int, kernel: int, inputs: int, outputs: int) -> int:
    """Of a convolution that is computed at so many places. Eq. `eq-convolution-flops`.

    `places` are the pixels of the output, of all pictures; of the input, for a transposed one.
    `kernel` is the number of pixels that it looks at, `inputs` the channels of a group.

    >>> convolution(places=28 * 28, kernel=9, inputs=1, outputs=16)  # 784 rows of 9 numbers
    225792
    """
    return linear(places, kernel * inputs, outputs)


def attention(sequences: int, heads: int, queries: int, keys: int, width: int) -> int:
    """Of both products of attention with heads of `width` numbers. Eq. `eq-attention-flops`.

    A causal mask takes nothing off: the scores are computed and then thrown away.

    >>> attention(sequences=1, heads=1, queries=3, keys=5, width=2)
    120
    """
    return sequences * heads * 2 * linear(queries, width, keys)


def _of_layer(layer: nn.Module, given: Tensor, found: Tensor) -> int | None:
    """A layer's forward operations; None if it isn't one that has a formula here."""
    if isinstance(layer, nn.Linear):
        return linear(given.numel() // layer.in_features, layer.in_features, layer.out_features)
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
        whole = found if isinstance(layer, nn.Conv2d) else given
        places = len(whole) * whole.shape[-2] * whole.shape[-1]
        inputs = layer.in_channels // layer.groups
        return convolution(places, layer.weight[0, 0].numel(), inputs, layer.out_channels)
    return None


def _of_attention(layer: SelfAttention, given: Tensor) -> int:
    sequences, length, width = given.shape
    return attention(sequences, layer.heads, length, length, width // layer.heads)


def counted(model: nn.Module, run: Callable[[], Any]) -> tuple[int, int]:
    """The operations of what `run` does with the model: forward, and backward to its weights.

    Eq. `eq-backward-flops`: a layer's backward takes as many as its forward for the gradient of the
    weights, and as many again for that of its input, where that is asked for. Raises `ValueError`
    for a layer with weights that has no formula here.

    >>> import torch
    >>> layer = nn.Linear(3, 4)
    >>> counted(layer, lambda: layer(torch.ones(10, 3)))  # nobody asks for the data's gradient
    (240, 240)
    """
    _require_known(model)
    forward, backward = 0, 0

    def count(layer: nn.Module, inputs: tuple[Tensor, ...], found: Tensor) -> None:
        nonlocal forward, backward
        asked = inputs[0].requires_grad
        if (own := _of_layer(layer, inputs[0], found)) is not None:
            forward += own
            backward += own * (asked + next(layer.parameters()).requires_grad)
        if isinstance(layer, SelfAttention):
            own = _of_attention(layer, inputs[0])
            forward, backward = forward + own, backward + 2 * own

    hooks = [part.register_forward_hook(count) for part in model.modules()]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return forward, backward


def _require_known(model: nn.Module) -> None:
    known = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d, *WEIGHTLESS)
    for name, part in model.named_modules():
        if next(part.parameters(recurse=False), None) is not None and not isinstance(part, known):
            if not _bare(part):
                raise ValueError(
                    f"a formula for each layer with weights is needed, but {name or 'the model'} "
                    f"is a {type(part).__name__}: its operations would be missing from the count."
                )


def _bare(part: nn.Module) -> bool:
    """Whether a module's own weights are only added, as positions are, not multiplied."""
    return all(name == "positions" for name, _ in part.named_parameters(recurse=False))
