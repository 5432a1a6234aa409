"""What a forward pass keeps for its backward pass, and how to keep less by computing twice."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from genai_utils.models.transformer import Transformer


def kept_bytes(run: Callable[[], Any], model: nn.Module) -> int:
    """Bytes that `run` keeps for the way back beside the model's weights; each tensor once.

    >>> layer = nn.Linear(2, 2)
    >>> kept_bytes(lambda: layer(torch.ones(3, 2)), layer)  # the input, six numbers
    24
    """
    own = {weight.untyped_storage().data_ptr() for weight in model.parameters()}
    kept: dict[int, Any] = {}

    def keep(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = storage
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        found = run()
    del found
    return sum(storage.nbytes() for storage in kept.values())


def checkpoint_blocks(model: Transformer) -> Transformer:
    """The transformer itself, which from now on keeps only what enters each of its blocks.

    On the way back each block is computed again from that. Eq. `eq-checkpoint-flops`.

    >>> model = checkpoint_blocks(Transformer(5, width=8, heads=2, layers=1, context=4))
    >>> model(torch.tensor([[0, 1, 2]])).shape
    torch.Size([1, 3, 5])
    """
    for block in model.blocks:
        block.forward = _again(block.forward)
    return model


def _again(forward: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def turn(*inputs: Any) -> Tensor:
        return checkpoint(forward, *inputs, use_reentrant=False)

    return turn
