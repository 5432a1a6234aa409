"""A language model that answers: it continues "> question", a new line and "< ".

A token is a character, a place in `data.ALPHABET`. An answer ends with a new line.
"""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from genai_utils import data, losses, models
from genai_utils.data.dialogue import Exchange

ASKED, ANSWERED, END = "> ", "< ", "\n"


def prompt(question: str) -> str:
    """What the model continues.

    >>> prompt("Hello")
    '> Hello\\n< '
    """
    return f"{ASKED}{question}{END}{ANSWERED}"


def encode_answers(questions: Sequence[str], ends: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Questions and what follows each of them as tokens, and which of these belong to the latter.

    -> (n, length) of int64, filled up with 0, and (n, length) of booleans. Raises `ValueError` as
    `data.encode_text` does, or for no question, or another number of ends.

    >>> tokens, counted = encode_answers(["Hello"], ["Hi\\n"])
    >>> tokens.shape, counted.sum().item()
    (torch.Size([1, 13]), 3)
    """
    if not questions or len(questions) != len(ends):
        raise ValueError(
            f"one question or more and an end for each are needed, but got {len(questions)} and "
            f"{len(ends)}."
        )
    asked = [prompt(question) for question in questions]
    whole = [start + end for start, end in zip(asked, ends, strict=True)]
    tokens = torch.zeros(len(whole), max(map(len, whole)), dtype=torch.long)
    counted = torch.zeros_like(tokens, dtype=torch.bool)
    for row, (start, text) in enumerate(zip(asked, whole, strict=True)):
        tokens[row, : len(text)] = data.encode_text(text)
        counted[row, len(start) : len(text)] = True
    return tokens, counted


def encode_exchanges(exchanges: Sequence[Exchange]) -> tuple[Tensor, Tensor]:
    """`encode_answers` of exchanges: an answer counts to the new line that ends it."""
    questions = [each.question for each in exchanges]
    return encode_answers(questions, [each.answer + END for each in exchanges])


def log_likelihood(model: models.Transformer, tokens: Tensor, counted: Tensor) -> Tensor:
    """log p of each answer given its question, in nats: what `encode_exchanges` gives -> (n,).

    Eq. `eq-answer-loss` is minus its sum over the number of characters that count.

    >>> model = models.Transformer(len(data.ALPHABET), width=8, heads=2, layers=1, context=16)
    >>> log_likelihood(model, *encode_exchanges([Exchange("Hello", "Hi", "t", 0)])).shape
    torch.Size([1])
    """
    logits = model(tokens[:, :-1])
    return losses.autoregressive_log_likelihood(logits, tokens[:, 1:], counted[:, 1:])


@torch.no_grad()
def bits(model: models.Transformer, exchanges: Sequence[Exchange], batch: int = 64) -> float:
    """Bits a character of the answers, the new line that ends each counted. The model is at rest.

    >>> model = models.Transformer(len(data.ALPHABET), width=8, heads=2, layers=1, context=16)
    >>> 6 < bits(model, [Exchange("Hello", "Hi", "t", 0)]) < 7  # near log2 of 96
    True
    """
    device = next(model.parameters()).device
    tokens, counted = (part.to(device) for part in encode_exchanges(exchanges))
    model.eval()
    parts = zip(tokens.split(batch), counted.split(batch), strict=True)
    nats = torch.cat([log_likelihood(model, *part) for part in parts]).double().sum().item()
    return -nats / int(counted.sum()) / math.log(2)


@torch.no_grad()
def answers(
    model: models.Transformer,
    questions: Sequence[str],
    each: int = 1,
    longest: int = 60,
    change: Callable[[Tensor], Tensor] = torch.positive,
    greedy: bool = False,
    generator: torch.Generator | None = None,
) -> list[list[str]]:
    """`each` answers to every question: n lists of strings, up to their new line.

    A list has one answer that takes the likeliest character each time if `greedy`; otherwise
    characters are drawn, after `change` has mapped the logits. An answer that doesn't end within
    `longest` characters, or within the context, is cut there. Questions of one length are answered
    together. Raises `ValueError` as `data.encode_text` does, or for a question that leaves no
    room.

    >>> model = models.Transformer(len(data.ALPHABET), width=8, heads=2, layers=1, context=16)
    >>> len(answers(model, ["Hello", "Hi"], each=3)[1])
    3
    """
    place = next(model.parameters()).device
    tokens = [data.encode_text(prompt(question)) for question in questions]
    found: list[list[str]] = [[] for _ in questions]
    for length in sorted(set(map(len, tokens))):
        rows = [row for row, own in enumerate(tokens) if len(own) == length]
        start = torch.stack([tokens[row] for row in rows for _ in range(each)]).to(place)
        new = min(longest, model.context - length)
        whole = models.generate(
            model, start, new, greedy=greedy, decode=change, generator=generator
        )
        texts = [data.decode_text(row).split(END)[0] for row in whole[:, length:]]
        for at, row in enumerate(rows):
            found[row] = texts[at * each : (at + 1) * each]
    return found
