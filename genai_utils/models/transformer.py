"""A small decoder-only transformer over characters, its cache, and how it writes.

Pre-norm blocks, learned or rotary positions; after vaswani2017attention and the GPT that
followed. Logits at position t are for the token at t + 1.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from genai_utils.models.attention import fused_attention, in_single, rotary
from genai_utils.models.cache import KeyValueCache
from genai_utils.models.decoding import less_repeated
from genai_utils.models.triples import Triples

Attention = Callable[[Tensor, Tensor, Tensor, bool], Tensor]


class SelfAttention(nn.Module):
    """Causal multi-head self-attention. Eq. `eq-multi-head`. (batch, n, width) -> same."""

    def __init__(self, width: int, heads: int, attention: Attention, turned: bool):
        super().__init__()
        self.heads, self.attention, self.turned = heads, attention, turned
        self.project = nn.Linear(width, 3 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, layer: int, cache: KeyValueCache | None, start: int) -> Tensor:
        split = self.project(x).unflatten(-1, (3, self.heads, -1))  # (batch, n, 3, heads, d_k)
        query, key, value = split.permute(2, 0, 3, 1, 4)  # each (batch, heads, n, d_k)
        if self.turned:
            query, key = rotary(query, start), rotary(key, start)
        if cache is not None:
            key, value = cache.extend(layer, key, value)  # (batch, heads, start + n, d_k)
        mixed = self.attention(query, key, value, True)  # (batch, heads, n, d_k)
        return self.output(mixed.transpose(1, 2).flatten(2))


class Block(nn.Module):
    """Attention between the tokens, then a small network for each; each adds to its input.

    Eq. `eq-transformer-block`, with the norms `eq-layer-norm` and the small network `eq-mlp`.

    In training, `dropout` is the share of what is added that is set to zero.
    """

    def __init__(
        self, width: int, heads: int, attention: Attention, turned: bool, dropout: float = 0.0
    ):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.norm_attention, self.norm_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = SelfAttention(width, heads, attention, turned)
        self.mlp = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x: Tensor, layer: int, cache: KeyValueCache | None, start: int) -> Tensor:
        mixed = self.attention(self.norm_attention(x), layer, cache, start)
        x = x + self.dropout(mixed)
        return x + self.dropout(self.mlp(self.norm_mlp(x)))


class Transformer(nn.Module):
    """A causal model of sequences of tokens 0, ..., vocabulary - 1. Eq. `eq-parameter-count`.

    `context` is the longest sequence that it takes; `attention` any function of
    `genai_utils.models.attention`; `positions` is "learned" or "rotary"; `dropout` is the share of
    the numbers that training sets to zero, where a vector enters the blocks and where a block adds
    to it. With `triples` above 0 a token also gets a vector of so many numbers for itself and the
    two before it. Raises `ValueError` for sizes that don't fit, or a share outside [0, 1).

    >>> model = Transformer(vocabulary=5, width=8, heads=2, layers=1, context=4)
    >>> model(torch.tensor([[0, 1, 2]])).shape
    torch.Size([1, 3, 5])
    """

    def __init__(
        self,
        vocabulary: int,
        width: int = 64,
        heads: int = 4,
        layers: int = 2,
        context: int = 64,
        attention: Attention = fused_attention,
        positions: str = "learned",
        dropout: float = 0.0,
        triples: int = 0,
    ):
        super().__init__()
        if min(vocabulary, width, heads, layers, context) < 1 or width % heads:
            raise ValueError(
                "positive sizes and a width that the heads divide are needed, but got "
                f"vocabulary={vocabulary}, width={width}, heads={heads}, layers={layers}, "
                f"context={context}: each head takes an equal share."
            )
        if positions not in ("learned", "rotary"):
            raise ValueError(f'positions must be "learned" or "rotary", but got {positions!r}.')
        if positions == "rotary" and width // heads % 2:
            raise ValueError(
                f"rotary positions need heads of an even width, but got width={width} and "
                f"heads={heads}, which is {width // heads} a head: coordinates turn in pairs."
            )
        _check_additions(dropout, triples)
        self.vocabulary, self.context, self.heads = vocabulary, context, heads
        self.embedding = nn.Embedding(vocabulary, width)
        turned = positions == "rotary"
        self.positions = None if turned else nn.Parameter(torch.zeros(context, width))
        self.dropout = nn.Dropout(dropout)
        self.triples = Triples(vocabulary, width, triples) if triples else None
        blocks = (Block(width, heads, attention, turned, dropout) for _ in range(layers))
        self.blocks = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)
        self.apply(_small_weights)
        if self.positions is not None:
            nn.init.normal_(self.positions, std=0.02)

    def forward(self, tokens: Tensor, cache: KeyValueCache | None = None) -> Tensor:
        """Logits of the next tokens, `eq-transformer-logits`. (batch, n) -> (batch, n, vocabulary).

        Each token enters as `eq-token-embedding`.

        With a cache the tokens continue what it holds, and it is extended by them. Raises
        `ValueError` for tokens that aren't int64 in the vocabulary, or beyond the context, and for
        a cache that another model or another batch has filled.
        """
        start = 0 if cache is None else len(cache)
        self._check_tokens(tokens, start)
        if cache is not None and start:
            self._check_cache(cache, len(tokens))
        x = self.embedding(tokens)
        if self.triples is not None:
            read = tokens if cache is None else cache.read(tokens)
            x = x + self.triples(read)[:, start:]
        if self.positions is not None:
            x = x + self.positions[start : start + tokens.shape[1]]
        x = self.dropout(x)
        for layer, block in enumerate(self.blocks):
            x = block(x, layer, cache, start)
        return self.head(self.norm(x))

    def _check_tokens(self, tokens: Tensor, start: int) -> None:
        if tokens.dim() != 2 or tokens.dtype != torch.long or tokens.numel() == 0:
            raise ValueError(
                f"tokens must be int64 of shape (batch, n), but got {tuple(tokens.shape)} of "
                f"{tokens.dtype}: they are places in a table."
            )
        if start + tokens.shape[1] > self.context:
            raise ValueError(
                f"at most {self.context} tokens are taken, but got {start + tokens.shape[1]}: no "
                "longer context was trained."
            )
        low, high = tokens.aminmax()
        if low < 0 or high >= self.vocabulary:
            raise ValueError(
                f"tokens 0 to {self.vocabulary - 1} are known, but got {low} to {high}."
            )

    def _check_cache(self, cache: KeyValueCache, texts: int) -> None:
        needed = (
            texts,
            self.heads,
            self.embedding.embedding_dim // self.heads,
        )  # batch, heads, d_k
        held = {(key.shape[0], key.shape[1], key.shape[3]) for key, _ in cache.pairs}
        if len(cache.pairs) != len(self.blocks) or held != {needed}:
            raise ValueError(
                f"a cache of {len(self.blocks)} layers of (texts, heads, d_k) = {needed} is "
                f"needed, but got {len(cache.pairs)} of {sorted(held)}: it goes on with the texts "
                "that this model has read."
            )


def _check_additions(dropout: float, triples: int) -> None:
    if triples < 0:
        raise ValueError(f"triples must be a size, or 0 for none, but got {triples}.")
    if not 0 <= dropout < 1:
        raise ValueError(
            f"dropout must be a share from 0 up to, not with, 1, but got {dropout}: something has "
            "to be left."
        )


def _small_weights(module: nn.Module) -> None:
    """GPT-2's initialisation: with it the first logits are near 0, the loss near log vocabulary."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)


@torch.no_grad()
def generate(
    model: Transformer,
    prompt: Tensor,
    length: int,
    greedy: bool = False,
    cached: bool = True,
    generator: torch.Generator | None = None,
    decode: Callable[[Tensor], Tensor] = torch.positive,
    penalty: float = 1.0,
) -> Tensor:
    """The prompt and `length` more tokens, drawn one at a time. (batch, n) -> (batch, n + length).

    Greedy takes the likeliest token instead of drawing one; `decode` maps the logits before that,
    one of `genai_utils.models.decoding` say, and leaves them as they are by default. A `penalty`
    above 1 makes what was written less likely, `eq-repetition-penalty`, before `decode`. With or
    without the cache the tokens are the same. Raises `ValueError` for a length below one, or beyond
    the context.

    >>> model = Transformer(vocabulary=5, width=8, heads=2, layers=1, context=4)
    >>> generate(model, torch.tensor([[0, 1]]), length=2).shape
    torch.Size([1, 4])
    """
    total = prompt.shape[-1] + length
    if length < 1 or total > model.context:
        raise ValueError(
            f"one token or more and at most {model.context} in all are needed, but got a prompt of "
            f"{prompt.shape[-1]} and {length} more: no longer context was trained."
        )
    cache, tokens, new = (KeyValueCache() if cached else None), prompt, prompt
    for _ in range(length):
        logits = model(new if cached else tokens, cache)[:, -1]  # (batch, vocabulary)
        logits = decode(less_repeated(logits, tokens, penalty))
        if greedy:
            drawn = logits.argmax(-1, keepdim=True)
        else:
            shares = F.softmax(in_single(logits), dim=-1)
            drawn = torch.multinomial(shares, 1, generator=generator)
        tokens, new = torch.cat([tokens, drawn], dim=1), drawn
    return tokens
