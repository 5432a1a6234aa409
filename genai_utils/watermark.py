"""A watermark for text: after each few tokens a secret list of tokens is preferred, and counted.

A key decides by a fair draw, for every run of `before + 1` tokens, whether its last one is *green*.
Who writes with the key raises the logits of green tokens; who tests counts the green ones. After
kirchenbauer2023watermark, where a list holds an exact share of the vocabulary; here each token is
drawn by itself, so that the count without a mark has exactly a binomial law.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from genai_utils.models import KeyValueCache, Transformer
from genai_utils.models.attention import in_single

# The three multipliers and shifts of the finaliser of splitmix64, steele2014fast.
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@dataclass(frozen=True)
class Mark:
    """A key, how many tokens before one decide on its list, the green share, and the strength.

    The strength is what is added to the logit of a green token. Raises `ValueError` unless there
    is a token before, the share lies in (0, 1) and the strength is finite and not negative.

    >>> Mark(key=1).share
    0.5
    """

    key: int
    before: int = 3
    share: float = 0.5
    strength: float = 2.0

    def __post_init__(self) -> None:
        if self.before < 1 or not 0 < self.share < 1 or not 0 <= self.strength < math.inf:
            raise ValueError(
                "a token before, a share in (0, 1) and a strength of 0 or more are needed, but got "
                f"{self.before}, {self.share} and {self.strength}: without them nothing is marked."
            )


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Each number of 64 bits to another that looks like chance."""
    numbers = numbers + np.uint64(_STEP)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(_FIRST)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(_SECOND)
    return numbers ^ (numbers >> np.uint64(31))


def green(mark: Mark, before: Tensor, tokens: Tensor) -> Tensor:
    """Whether the key prefers these tokens after those. (..., before), (..., n) -> (..., n).

    Raises `ValueError` for another number of tokens before than the mark's.

    >>> row = green(Mark(key=1), torch.tensor([5, 6, 7]), torch.arange(1000))
    >>> 0.45 < row.double().mean().item() < 0.55  # half of all, by chance
    True
    """
    if before.shape[-1] != mark.before:
        raise ValueError(
            f"{mark.before} tokens before are needed, but got {before.shape[-1]}: the list depends "
            "on so many."
        )
    state = _mixed(np.full((*before.shape[:-1], 1), mark.key, dtype=np.uint64))
    for place in range(mark.before):
        state = _mixed(state ^ before[..., place, None].numpy().astype(np.uint64))
    drawn = _mixed(state ^ tokens.numpy().astype(np.uint64))
    return torch.from_numpy(drawn < np.uint64(round(mark.share * 2**64 - 1)))


def marked_logits(mark: Mark, written: Tensor, logits: Tensor) -> Tensor:
    """The logits with the strength added to the green tokens: `eq-watermark`.

    (batch, n), (batch, vocabulary) -> (batch, vocabulary). Texts that are too short to have a list
    keep their logits.

    >>> mark, written = Mark(key=1, before=1), torch.tensor([[4]])
    >>> (marked_logits(mark, written, torch.zeros(1, 3)) == 2).equal(
    ...     green(mark, written, torch.arange(3)[None]))
    True
    """
    if written.shape[1] < mark.before:
        return logits
    tokens = torch.arange(logits.shape[-1]).expand(len(written), -1)
    return logits + mark.strength * green(mark, written[:, -mark.before :], tokens)


@torch.no_grad()
def write(
    model: Transformer,
    prompt: Tensor,
    length: int,
    mark: Mark | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """The prompt and `length` more tokens, drawn one by one, with the mark if there is one.

    (batch, n) -> (batch, n + length). A text longer than the model's context is gone on with from
    its second half. Raises `ValueError` for no token, and as the model does.

    >>> model = Transformer(vocabulary=5, width=8, heads=2, layers=1, context=4)
    >>> write(model, torch.tensor([[0, 1]]), length=6, mark=Mark(key=1)).shape
    torch.Size([1, 8])
    """
    if length < 1:
        raise ValueError(f"a token or more is needed, but got a length of {length}.")
    cache, tokens, new = KeyValueCache(), prompt, prompt
    for _ in range(length):
        if len(cache) + new.shape[1] > model.context:
            cache, new = KeyValueCache(), tokens[:, -max(1, model.context // 2) :]
        logits = in_single(model(new, cache)[:, -1])
        if mark is not None:
            logits = marked_logits(mark, tokens, logits)
        new = torch.multinomial(logits.softmax(-1), 1, generator=generator)
        tokens = torch.cat([tokens, new], dim=1)
    return tokens


def counted(mark: Mark, tokens: Tensor) -> tuple[int, int]:
    """How many of a text's different runs of `before + 1` tokens end green, and how many there are.

    A run that comes twice is counted once: the key's coin for it was thrown once. (n,) -> two
    numbers. Raises `ValueError` for a text without a run.

    >>> counted(Mark(key=1, before=1), torch.tensor([3, 4, 3, 4, 3]))[1]  # 3 4 and 4 3
    2
    """
    if tokens.dim() != 1 or len(tokens) <= mark.before:
        raise ValueError(
            f"more than {mark.before} tokens in a row are needed, but got {tuple(tokens.shape)}."
        )
    runs = tokens.unfold(0, mark.before + 1, 1).unique(dim=0)
    return int(green(mark, runs[:, :-1], runs[:, -1:]).sum()), len(runs)


def z_score(greens: int, runs: int, share: float) -> float:
    """By how many standard deviations the count lies above chance: `eq-watermark-score`.

    Raises `ValueError` unless 0 <= greens <= runs, there is a run, and the share lies in (0, 1).

    >>> z_score(greens=65, runs=100, share=0.5)  # 15 more than 50, over a deviation of 5
    3.0
    """
    if not 0 <= greens <= runs or runs < 1 or not 0 < share < 1:
        raise ValueError(
            "0 <= greens <= runs, a run and a share in (0, 1) are needed, but got "
            f"{greens}, {runs} and {share}."
        )
    return (greens - share * runs) / math.sqrt(runs * share * (1 - share))


def score(mark: Mark, tokens: Tensor) -> float:
    """The z-score of a text for a key. (n,) -> a number, large if the key's mark is in the text.

    >>> text = torch.randint(96, (400,), generator=torch.Generator().manual_seed(0))
    >>> abs(score(Mark(key=7), text)) < 3
    True
    """
    return z_score(*counted(mark, tokens), mark.share)
