"""How the models of `6-dialogue` are trained: on answers, with running text beside them or not.

`SIZES` are those of the stored model of running text, and of the one that begins from scratch. Each
training is a number of steps, never a time. `experiments/dialogue.py` runs them.
"""

import copy
import math
from collections.abc import Callable

import torch
from descent import optimizer_of, rate
from torch import Tensor

from genai_utils import data, losses, models
from genai_utils.data.dialogue import Exchange
from genai_utils.dialogue import prefix

SIZES = {"width": 104, "heads": 4, "layers": 4, "context": 256, "positions": "rotary"}


def new(seed: int, dropout: float) -> models.Transformer:
    torch.manual_seed(seed)
    return models.Transformer(len(data.ALPHABET), dropout=dropout, **SIZES)


def descend(
    model: models.Transformer,
    loss: Callable[[torch.Generator], Tensor],
    steps: int,
    peak: float,
    seed: int,
    decay: float = 0.1,
    every: int = 0,
    look: Callable[[int], None] = print,
) -> models.Transformer:
    """AdamW for `steps` steps on what `loss(random)` returns; `look(step)` at the start and after
    each `every` steps. Gives the model back."""
    random = torch.Generator().manual_seed(seed)
    optimizer = optimizer_of(model, peak, decay)
    torch.manual_seed(seed)
    for step in range(steps + 1):
        if every and step % every == 0:
            model.eval()
            look(step)
        if step == steps:
            break
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = rate(step / steps, peak)
        optimizer.zero_grad()
        loss(random).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model.eval()


def text_loss(model: models.Transformer, tokens: Tensor, batch: int = 8, length: int = 128):
    """Nats a character of runs of a text, begun at random places."""

    def loss(random: torch.Generator) -> Tensor:
        starts = torch.randint(len(tokens) - length, (batch,), generator=random)
        rows = starts[:, None] + torch.arange(length + 1)
        some = tokens[rows]
        logits = model(some[:, :-1])
        return -losses.autoregressive_log_likelihood(logits, some[:, 1:]).mean() / length

    return loss


def cut(tokens: Tensor, counted: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
    """Some rows, without the columns that only fill up."""
    end = int(counted[rows].any(0).nonzero().max()) + 1
    return tokens[rows, :end], counted[rows, :end]


def answer_loss(model: models.Transformer, exchanges: list[Exchange], batch: int = 16):
    """Nats a character of the answers to some questions."""
    tokens, counted = prefix.encode_exchanges(exchanges)

    def loss(random: torch.Generator) -> Tensor:
        some = cut(tokens, counted, torch.randint(len(tokens), (batch,), generator=random))
        return -prefix.log_likelihood(model, *some).sum() / some[1].sum()

    return loss


@torch.no_grad()
def text_bits(model: models.Transformer, tokens: Tensor, length: int = 128) -> float:
    """Bits a character of a text in pieces, the second half of each piece counted."""
    pieces = tokens.unfold(0, length + 1, length // 2)
    counted = (torch.arange(length) >= length // 2).expand(len(pieces), -1)
    nats = torch.cat([
        losses.autoregressive_log_likelihood(model(p[:, :-1]), p[:, 1:], c)
        for p, c in zip(pieces.split(200), counted.split(200), strict=True)
    ])  # fmt: skip
    return -nats.sum().item() / int(counted.sum()) / math.log(2)


def tuned(
    base: models.Transformer,
    exchanges: list[Exchange],
    steps: int,
    peak: float,
    seed: int,
    replay: Tensor | None = None,
    every: int = 0,
    look: Callable = print,
) -> models.Transformer:
    """A copy of the base that was trained on answers; with `replay`, on running text as well."""
    model = copy.deepcopy(base)
    answer = answer_loss(model, exchanges)
    text = text_loss(model, replay) if replay is not None else None
    both = (lambda r: answer(r) + text(r)) if text else answer
    return descend(model, both, steps, peak, seed, every=every, look=lambda at: look(at, model))
