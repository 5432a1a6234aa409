"""Exercises: attention with a causal mask, and the positions, as code."""

import math

import torch
from torch.nn import functional as F

from genai_utils.checks import Exercise, Mistake, expect_shape
from genai_utils.solutions import attention

PAGE = "4-mathematics/self-attention"


def _triple(batch, n, d):
    """Queries, keys and values without a random number in them."""
    places = torch.arange(3 * batch * n * d, dtype=torch.float32).view(3, batch, n, d)
    return tuple(2 * torch.sin(1.3 * places + 0.1 * places**1.5))


def see_attention(answer):
    query, key, value = _triple(2, 5, 8)
    before = expect_shape(answer(query, key, value), value.shape)
    later = [part.clone() for part in (query, key, value)]
    for part in later:
        part[:, 3:] += 5.0
    after = expect_shape(answer(*later), value.shape)
    ones = expect_shape(answer(query, key, torch.ones_like(value)), value.shape)
    return {
        "values that are all one": ones,
        "the first position, which sees only itself": before[:, 0],
        "the effect of later tokens on earlier outputs": after[:, :3] - before[:, :3],
        "two sequences of five tokens": before,
    }


def expect_attention():
    query, key, value = _triple(2, 5, 8)
    whole = F.scaled_dot_product_attention(query, key, value, is_causal=True)
    return {
        "values that are all one": torch.ones_like(value),
        "the first position, which sees only itself": value[:, 0],
        "the effect of later tokens on earlier outputs": torch.zeros(2, 3, 8),
        "two sequences of five tokens": whole,
    }


MASK = "scores = scores.masked_fill(ahead, -math.inf)\n    return scores.softmax(dim=-1) @ value"

ATTENTION = Exercise(
    label="ex-attention-causal",
    solution=attention.causal_attention,
    probe=see_attention,
    oracle=expect_attention,
    see=("eq-attention", PAGE),
    mistakes=(
        Mistake(
            " / math.sqrt(d)",
            "",
            "How large are the scores for d = 8, and for d = 800?",
            "Their spread grows with the width, and softmax of large numbers is nearly a maximum. "
            "Something has to undo the growth.",
        ),
        Mistake(
            "math.sqrt(d)",
            "d",
            "The variance of q·k is d. What is its standard deviation?",
            "To bring the spread to 1, divide by the standard deviation, not by the variance.",
        ),
        Mistake(
            "scores.softmax(dim=-1)",
            "scores.softmax(dim=-2)",
            "Whose weights sum to 1: a query's or a key's?",
            "Each query distributes its attention over the keys, along a row of the scores.",
        ),
        Mistake(
            MASK,
            "return scores.softmax(dim=-1).masked_fill(ahead, 0.0) @ value",
            "Do your rows still sum to 1 after the mask?",
            "Set to zero after the softmax, the future has already taken its share. The mask comes "
            "before, where the softmax still makes the rest sum to 1.",
        ),
        Mistake(
            "scores.masked_fill(ahead, -math.inf)",
            "scores.masked_fill(ahead, 0.0)",
            "Which score has a weight of zero?",
            "A score of 0 is a weight like any other: its exponential is 1. Which number has an "
            "exponential of 0?",
        ),
        Mistake(
            "diagonal=1",
            "diagonal=0",
            "What may the first position look at?",
            "Itself. Your mask hides it, a row with nothing left has no softmax, and NaN is the "
            "result.",
        ),
        Mistake(
            ".triu(diagonal=1)",
            ".tril(diagonal=-1)",
            "Which half of the scores does your mask hide?",
            "The lower one, which is the past; the future is left.",
        ),
        Mistake(
            MASK,
            "return scores.softmax(dim=-1) @ value",
            "Change a later token: do earlier outputs change?",
            "They do: there is no mask. A model trained in this way reads its answers off.",
        ),
    ),
)

SIZES = (1, 2), (6, 4), (50, 8)


def see_positions(answer):
    return {f"length {n}, width {d}": answer(n, d) for n, d in SIZES}


def expect_positions():
    """One number at a time, with a frequency for each pair of places."""

    def entry(position, place, width):
        angle = position / 10_000 ** ((place - place % 2) / width)
        return math.cos(angle) if place % 2 else math.sin(angle)

    return {
        f"length {n}, width {d}": torch.tensor(
            [[entry(t, i, d) for i in range(d)] for t in range(n)]
        )
        for n, d in SIZES
    }


POSITIONS = Exercise(
    label="ex-attention-positions",
    solution=attention.sinusoidal_positions,
    probe=see_positions,
    oracle=expect_positions,
    see=("eq-sinusoidal", PAGE),
    mistakes=(
        Mistake(
            "[angles.sin(), angles.cos()]",
            "[angles.cos(), angles.sin()]",
            "What is the vector of position 0?",
            "Sines come first: zeros at the even places, ones at the odd.",
        ),
        Mistake(
            "torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(1)",
            "torch.cat([angles.sin(), angles.cos()], dim=-1)",
            "Where does the cosine of the first frequency stand?",
            "Next to its sine. Many programs put all sines before all cosines, which serves as "
            "well but isn't this formula: the two can't be mixed.",
        ),
        Mistake(
            "torch.arange(0, width, 2)",
            "torch.arange(width // 2)",
            "What is the exponent of the second frequency for width 4?",
            "2/4. The formula has 2i in it, and yours counts i: the frequencies fall half as fast.",
        ),
        Mistake(
            "torch.arange(length)[:, None]",
            "torch.arange(1, length + 1)[:, None]",
            "At which number do positions start?",
            "At 0.",
        ),
        Mistake(
            "10_000 ** (-torch",
            "10_000 ** (torch",
            "Which coordinates turn fast, the first or the last?",
            "The first turn by one radian a position, the last ones hardly at all. Yours turn "
            "faster and faster.",
        ),
    ),
)
