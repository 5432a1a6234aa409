"""What a model that writes keeps of the tokens it has read."""

import torch
from torch import Tensor


class KeyValueCache:
    """The keys and values of the tokens read so far, one pair (batch, heads, n, d_k) a layer.

    >>> cache = KeyValueCache()
    >>> key, value = cache.extend(0, torch.ones(1, 1, 3, 2), torch.ones(1, 1, 3, 2))
    >>> len(cache), cache.bytes()  # 3 tokens; 2 · 3 · 2 numbers of 4 bytes
    (3, 48)
    """

    def __init__(self) -> None:
        self.pairs: list[tuple[Tensor, Tensor]] = []
        self.tokens: Tensor | None = None

    def __len__(self) -> int:
        """How many tokens the last layer has read."""
        return self.pairs[-1][0].shape[-2] if self.pairs else 0

    def extend(self, layer: int, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Append the new tokens' keys and values; returns those of all tokens."""
        if layer == len(self.pairs):
            self.pairs.append((key, value))
        else:
            old_key, old_value = self.pairs[layer]
            self.pairs[layer] = (
                torch.cat([old_key, key], dim=-2),
                torch.cat([old_value, value], dim=-2),
            )
        return self.pairs[layer]

    def read(self, tokens: Tensor) -> Tensor:
        """Append new tokens; returns all that were read so far."""
        self.tokens = tokens if self.tokens is None else torch.cat([self.tokens, tokens], dim=1)
        return self.tokens

    def bytes(self) -> int:
        """What the cache holds, in bytes. Eq. `eq-cache-bytes`."""
        return sum(part.numel() * part.element_size() for pair in self.pairs for part in pair)
