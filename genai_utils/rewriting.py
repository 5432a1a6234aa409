"""What may happen to a text after it was written: characters replaced or lost, words said anew."""

import torch
from torch import Tensor

from genai_utils.models import KeyValueCache, Transformer
from genai_utils.models.attention import in_single


def _chosen(tokens: Tensor, share: float, generator: torch.Generator | None) -> Tensor:
    if tokens.dim() != 1 or not 0 <= share <= 1:
        raise ValueError(
            f"tokens in a row and a share in [0, 1] are needed, but got {tuple(tokens.shape)} and "
            f"{share}."
        )
    return torch.rand(len(tokens), generator=generator) < share


def replaced(
    tokens: Tensor, share: float, vocabulary: int, generator: torch.Generator | None = None
) -> Tensor:
    """The tokens, each replaced with this probability by any of the others. (n,) -> (n,).

    Raises `ValueError` for a share outside [0, 1].

    >>> replaced(torch.tensor([0, 1, 1]), 1.0, vocabulary=2)
    tensor([1, 0, 0])
    """
    others = torch.randint(1, vocabulary, tokens.shape, generator=generator)
    return torch.where(_chosen(tokens, share, generator), (tokens + others) % vocabulary, tokens)


def deleted(tokens: Tensor, share: float, generator: torch.Generator | None = None) -> Tensor:
    """The tokens without those that are lost, each with this probability. (n,) -> (m,).

    Raises `ValueError` for a share outside [0, 1].

    >>> deleted(torch.tensor([3, 4]), 0.0)
    tensor([3, 4])
    """
    return tokens[~_chosen(tokens, share, generator)]


@torch.no_grad()
def reworded(
    model: Transformer,
    tokens: Tensor,
    share: float,
    ends: set[int],
    generator: torch.Generator | None = None,
) -> list[Tensor]:
    """The texts with some of their words said anew by a model. (batch, n) -> a row for each text.

    A word ends with a token of `ends`. Each but the first is, with this probability, left out and
    drawn from the model in its place, which has read what stands before. Raises `ValueError` for a
    share outside [0, 1], and for texts beyond the model's context.

    >>> model = Transformer(vocabulary=4, width=8, heads=2, layers=1, context=8)
    >>> reworded(model, torch.tensor([[1, 0, 2, 3]]), 0.0, ends={0})  # nothing is said anew
    [tensor([1, 0, 2, 3])]
    """
    if tokens.dim() != 2 or not 0 <= share <= 1 or tokens.shape[1] > model.context:
        raise ValueError(
            f"texts of up to {model.context} tokens and a share in [0, 1] are needed, but got "
            f"{tuple(tokens.shape)} and {share}."
        )
    texts = [_Reworded(text.tolist(), share, ends, generator) for text in tokens]
    cache, new = KeyValueCache(), tokens[:, :1]
    for _ in range(model.context - 1):
        drawn = in_single(model(new, cache)[:, -1]).softmax(-1).multinomial(1, generator=generator)
        new = torch.tensor(
            [[text.next(own)] for text, own in zip(texts, drawn[:, 0].tolist(), strict=True)]
        )
        if all(text.done for text in texts):
            break
    return [torch.tensor(text.written) for text in texts]


class _Reworded:
    """One text on its way: a token at a time, from the old text or from the model."""

    def __init__(
        self,
        old: list[int],
        share: float,
        ends: set[int],
        generator: torch.Generator | None,
    ):
        self.old, self.share, self.ends, self.generator = old, share, ends, generator
        self.place, self.written, self.drawing = 1, old[:1], False

    @property
    def done(self) -> bool:
        return self.place >= len(self.old) and not self.drawing

    def next(self, own: int) -> int:
        """The next token, where the model would write `own`."""
        if self.done:
            return self.written[-1]
        if not self.drawing and self.written[-1] in self.ends:
            self.drawing = torch.rand(1, generator=self.generator).item() < self.share
            if self.drawing:
                self._skip()
        if self.drawing:
            token, self.drawing = own, own not in self.ends
        else:
            token, self.place = self.old[self.place], self.place + 1
        self.written.append(token)
        return token

    def _skip(self) -> None:
        """Leave out the old text's word, with its end."""
        while self.place < len(self.old) and self.old[self.place] not in self.ends:
            self.place += 1
        self.place += 1
