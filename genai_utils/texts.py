"""How a transformer reads long texts: a score for each token, however long the text is."""

import itertools
import math

import torch
from torch import Tensor

from genai_utils.models import Transformer

AT_ONCE = 32  # windows in one pass


@torch.no_grad()
def token_bits(model: Transformer, tokens: Tensor) -> Tensor:
    """-log2 p of each token but the first, given those before it. (n,) -> (n - 1,).

    The text is read in windows of the model's context that overlap by half: each token is predicted
    once, from at least half a context of tokens before it, as far as there are so many. Raises
    `ValueError` for fewer than two tokens or a context of one, and as the model does.

    >>> model = Transformer(vocabulary=4, width=8, heads=2, layers=1, context=4)
    >>> token_bits(model, torch.tensor([0, 1, 2, 3, 0, 1])).shape
    torch.Size([5])
    """
    if tokens.dim() != 1 or len(tokens) < 2 or model.context < 2:
        raise ValueError(
            f"two tokens or more in a row and a context as long are needed, but got shape "
            f"{tuple(tokens.shape)} and a context of {model.context}: the first isn't predicted."
        )
    half = model.context // 2
    found: list[Tensor] = []
    starts = range(0, len(tokens) - 1, half)
    windows = [tokens[max(0, start - half) : start + half + 1] for start in starts]
    for _, alike in itertools.groupby(windows, len):  # windows of one length are read together
        for some in torch.stack(list(alike)).split(AT_ONCE):
            log_p = model(some[:, :-1]).log_softmax(-1)
            taken = log_p.gather(2, some[:, 1:, None])[..., 0]
            found.append(taken[:, half if found else 0 :].flatten())
    return -torch.cat(found) / math.log(2)
