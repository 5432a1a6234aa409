"""A language model that answers: it continues "> question", a new line and "< ".

The text is characters; an alphabet is a string that holds each of them once, and a token is a
place in it. Here it is that of the running text. An answer ends with a new line.
"""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from genai_utils import losses, models
from genai_utils.data import ALPHABET
from genai_utils.data.dialogue import Exchange

ASKED, ANSWERED, END = "> ", "< ", "\n"


def prompt(question: str) -> str:
    """What the model continues.

    >>> prompt("Hello")
    '> Hello\\n< '
    """
    return f"{ASKED}{question}{END}{ANSWERED}"


def encode(text: str, alphabet: str = ALPHABET) -> list[int]:
    """The place of each character. Raises `ValueError` for a character that has none.

    >>> encode("ab", alphabet="abc")
    [0, 1]
    """
    unknown = sorted(set(text) - set(alphabet))
    if unknown:
        raise ValueError(
            f"characters of the alphabet are needed, but {text[:40]!r} holds {unknown}: the model "
            "has no token for them."
        )
    return [alphabet.index(character) for character in text]


def decode(tokens: Sequence[int], alphabet: str = ALPHABET) -> str:
    """The text that tokens spell; the inverse of `encode`.

    >>> decode([0, 1], alphabet="abc")
    'ab'
    """
    return "".join(alphabet[token] for token in tokens)


def encode_exchanges(
    exchanges: Sequence[Exchange], alphabet: str = ALPHABET
) -> tuple[Tensor, Tensor]:
    """Questions with their answers as tokens, and which of these belong to an answer.

    -> (n, length) of int64, filled up with 0, and (n, length) of booleans, true from an answer's
    first character to the new line that ends it. Raises `ValueError` as `encode` does, or for none.

    >>> tokens, counted = encode_exchanges([Exchange("Hello", "Hi", "t", 0)])
    >>> tokens.shape, counted.sum().item()
    (torch.Size([1, 13]), 3)
    """
    if not exchanges:
        raise ValueError("one exchange or more is needed, but got none.")
    asked = [prompt(each.question) for each in exchanges]
    whole = [start + each.answer + END for start, each in zip(asked, exchanges, strict=True)]
    tokens = torch.zeros(len(whole), max(map(len, whole)), dtype=torch.long)
    counted = torch.zeros_like(tokens, dtype=torch.bool)
    for row, (start, text) in enumerate(zip(asked, whole, strict=True)):
        tokens[row, : len(text)] = torch.tensor(encode(text, alphabet))
        counted[row, len(start) : len(text)] = True
    return tokens, counted


def log_likelihood(model: models.Transformer, tokens: Tensor, counted: Tensor) -> Tensor:
    """log p of each answer given its question, in nats: what `encode_exchanges` gives -> (n,).

    Eq. `eq-answer-loss` is minus its sum over the number of characters that count.

    >>> model = models.Transformer(len(ALPHABET), width=8, heads=2, layers=1, context=16)
    >>> log_likelihood(model, *encode_exchanges([Exchange("Hello", "Hi", "t", 0)])).shape
    torch.Size([1])
    """
    logits = model(tokens[:, :-1])
    return losses.autoregressive_log_likelihood(logits, tokens[:, 1:], counted[:, 1:])


@torch.no_grad()
def bits(model: models.Transformer, exchanges: Sequence[Exchange], batch: int = 64) -> float:
    """Bits a character of the answers, the new line that ends each counted. The model is at rest.

    >>> model = models.Transformer(len(ALPHABET), width=8, heads=2, layers=1, context=16)
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
    alphabet: str = ALPHABET,
    change: Callable[[Tensor], Tensor] = torch.positive,
    greedy: bool = False,
    generator: torch.Generator | None = None,
) -> list[list[str]]:
    """`each` answers to every question: n lists of strings, up to their new line.

    A list has one answer that takes the likeliest character each time if `greedy`; otherwise
    characters are drawn, after `change` has mapped the logits. An answer that doesn't end within
    `longest` characters, or within the context, is cut there. Questions of one length are answered
    together. Raises `ValueError` as `encode` does, or for a question that leaves no room.

    >>> model = models.Transformer(len(ALPHABET), width=8, heads=2, layers=1, context=16)
    >>> len(answers(model, ["Hello", "Hi"], each=3)[1])
    3
    """
    place = next(model.parameters()).device
    tokens = [encode(prompt(question), alphabet) for question in questions]
    found: list[list[str]] = [[] for _ in questions]
    for length in sorted(set(map(len, tokens))):
        rows = [row for row, own in enumerate(tokens) if len(own) == length]
        start = torch.tensor([tokens[row] for row in rows for _ in range(each)], device=place)
        new = min(longest, model.context - length)
        whole = models.generate(
            model, start, new, greedy=greedy, decode=change, generator=generator
        )
        texts = [decode(row, alphabet).split(END)[0] for row in whole[:, length:].tolist()]
        for at, row in enumerate(rows):
            found[row] = texts[at * each : (at + 1) * each]
    return found
