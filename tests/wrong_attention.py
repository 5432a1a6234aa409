"""Wrong answers to the exercises on attention and on positions."""

import math

import torch
from wrong_answers import add


def attention(scores=lambda q, k: q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5,
              hidden=lambda n: torch.ones(n, n).triu(1).bool(), hide=-math.inf,
              weights=lambda s: s.softmax(-1), out=lambda w, v: w @ v):  # fmt: skip
    """Causal attention with one of its steps replaced."""

    def answer(query, key, value):
        masked = scores(query, key).masked_fill(hidden(query.shape[1]), hide)
        return out(weights(masked), value)

    return answer


def zeroed_scores(query, key, value):
    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
    return scores.tril().softmax(-1) @ value


def mask_times_infinity(query, key, value):
    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
    return (scores + torch.ones(scores.shape[-2:]).triu(1) * -math.inf).softmax(-1) @ value


def masked_values(query, key, value):
    weights = (query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5).softmax(-1)
    return torch.ones(weights.shape[-2:]).tril() @ (weights @ value)


def log_of_the_mask(query, key, value):
    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
    return (scores.log() * torch.ones(scores.shape[-2:]).tril()).softmax(-1) @ value


def roots(by):
    return attention(lambda q, k: q @ k.transpose(-2, -1) / by(q))


SCALE, MASK, FUTURE = "scale|width|spread|√|root|divi", "mask|hide|future|look", "later|future|mask"
ROWS = "sum to 1|row|query|softmax|weights"
add("ex-attention-causal", {
    "softmax over the batch": (ROWS + "|axis", attention(weights=lambda s: s.softmax(0))),
    "keys ask and queries answer": ("query|queries|key|transpos", attention(
        lambda q, k: k @ q.transpose(-2, -1) / q.shape[-1] ** 0.5)),
    "divided by the length": (SCALE, roots(lambda q: q.shape[1])),
    "divided by the root of the length": (SCALE, roots(lambda q: q.shape[1] ** 0.5)),
    "multiplied by the root": (SCALE, roots(lambda q: q.shape[-1] ** -0.5)),
    "one future token is seen": (FUTURE, attention(
        hidden=lambda n: torch.ones(n, n).triu(2).bool())),
    "the scores of the future set to 0": (MASK + "|0|zero", zeroed_scores),
    "minus a billionth": (MASK + "|0|score", attention(hide=-1e-9)),
    "minus ten": (FUTURE + "|0|score", attention(hide=-10.0)),
    "zero times infinity": ("NaN|0 times|infinit", mask_times_infinity),
    "logarithms of scores": ("NaN|infinit|finite|logarithm", log_of_the_mask),
    "oneself hidden, NaN made 0": ("first|itself|own", attention(
        hidden=lambda n: torch.ones(n, n).triu(0).bool(),
        weights=lambda s: s.softmax(-1).nan_to_num())),
    "no softmax": (ROWS, attention(hide=0.0, weights=lambda s: s)),
    "a sigmoid": (ROWS, attention(weights=lambda s: s.sigmoid())),
    "weights turned round": (ROWS + "|transpos|key", attention(
        out=lambda w, v: w.transpose(-2, -1) @ v)),
    "a window of three": ("past|earlier|all|window|two sequences", attention(
        hidden=lambda n: ~(torch.ones(n, n).tril() * torch.ones(n, n).triu(-2)).bool())),
    "the first sequence for all": ("sequence|batch|example", attention(
        lambda q, k: (q[:1] @ k[:1].transpose(-2, -1) / q.shape[-1] ** 0.5).expand(len(q), -1, -1)
    )),
    "without a gradient": ("gradient|learn", attention(out=lambda w, v: (w @ v).detach())),
    "masked after the sum": (MASK + "|" + ROWS, masked_values),
    "the mean of the past": ("score|query|key|weights|same", attention(
        lambda q, k: 0 * (q @ k.transpose(-2, -1)))),
    "no transposition": ("shape|size|match|bmm|batch", attention(lambda q, k: q @ k)),
    "the values forgotten": ("shape", lambda q, k, v: (
        q @ k.transpose(-2, -1)).tril().softmax(-1)),
})  # fmt: skip


def table(rate=lambda i, d: 10_000 ** (-2 * i / d), position=lambda n: torch.arange(n)[:, None],
          even=torch.sin, odd=torch.cos):  # fmt: skip
    """The table with one of its parts replaced; `rate(i, d)` is the i-th pair's."""

    def answer(length, width):
        angles = position(length) * rate(torch.arange(width // 2), width)
        return torch.stack([even(angles), odd(angles)], dim=-1).flatten(1)

    return answer


def every_place_its_own(length, width):
    angles = torch.arange(length)[:, None] * 10_000 ** (-torch.arange(width) / width)
    return torch.where(torch.arange(width) % 2 == 0, angles.sin(), angles.cos())


def per_length(length, width):
    return table(position=lambda n: torch.arange(n)[:, None] / n)(length, width)


FAST, EVEN = "frequen|exponent|fast|radian|pair|base|10,?000", "sine|cosine|even|odd|position 0"
START = "start|position|row|0"
add("ex-attention-positions", {
    "base 1,000": (FAST, table(lambda i, d: 1_000 ** (-2 * i / d))),
    "base 10": (FAST, table(lambda i, d: 10 ** (-2 * i / d))),
    "counted from 1": (FAST, table(lambda i, d: 10_000 ** (-2 * (i + 1) / d))),
    "exponents half as large": (FAST, table(lambda i, d: 10_000 ** (-i / d))),
    "exponents twice as large": (FAST, table(lambda i, d: 10_000 ** (-4 * i / d))),
    "up to the last exponent": (FAST, table(lambda i, d: 10_000 ** (-2 * i / max(d - 2, 1)))),
    "whole turns": (FAST + "|turn", table(lambda i, d: 2 * math.pi * 10_000 ** (-2 * i / d))),
    "one frequency": (FAST, table(lambda i, d: torch.ones(d // 2))),
    "a frequency for each place": (FAST, every_place_its_own),
    "sines only": (EVEN, table(odd=torch.sin)),
    "cosines only": (EVEN, table(even=torch.cos)),
    "sine and cosine exchanged": (EVEN, table(even=torch.cos, odd=torch.sin)),
    "minus the sine": (EVEN + "|sign", table(even=lambda a: -a.sin())),
    "positions as shares of the length": ("length|position|turn|radian", per_length),
    "positions backwards": (START, table(position=lambda n: torch.arange(n).flip(0)[:, None])),
    "from 1": (START, table(position=lambda n: torch.arange(1, n + 1)[:, None])),
    "turned round": ("shape", lambda n, d: table()(n, d).T),
    "an axis for the batch": ("shape", lambda n, d: table()(n, d)[None]),
    "in degrees": (FAST + "|degree", table(position=lambda n: torch.arange(n)[:, None].deg2rad())),
    "whole numbers": ("type|whole|integer|sine", lambda n, d: table()(n, d).round()),
    "multiplied and not divided": (FAST, table(lambda i, d: 10_000 ** (2 * i / d))),
})  # fmt: skip
