"""Exercise: attention with a causal mask, written as code."""

import torch
from torch.nn import functional as F

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import attention

PAGE = "4-mathematics/self-attention"


def _triple(batch, n, d):
    """Queries, keys and values without a random number in them."""
    places = torch.arange(3 * batch * n * d, dtype=torch.float32).view(3, batch, n, d)
    return tuple(2 * torch.sin(1.3 * places + 0.1 * places**1.5))


FIRST = "the first position, which sees only itself"
LATER = "the effect of later tokens on earlier outputs"
ONES, ALIKE = "values that are all one", "keys that are all alike"
WHOLE, ALONE = "two sequences of five tokens", "the effect of one sequence on the other"
REACHED = "a gradient reaches queries, keys and values"


def see_attention(answer):
    query, key, value = _triple(2, 5, 8)
    whole = answer(query, key, value)
    later = [part.clone() for part in (query, key, value)]
    for part in later:
        part[:, 3:] += 5.0
    leaves = [part.requires_grad_() for part in _triple(2, 5, 8)]
    reached = slopes(answer(*leaves)[..., :3], *leaves)
    return {
        FIRST: whole[:, 0],
        ONES: answer(query, key, torch.ones_like(value)),
        LATER: answer(*later)[:, :3] - whole[:, :3],
        ALIKE: answer(query, key[:, :1].expand_as(key), value),
        ALONE: answer(query[1:], key[1:], value[1:]) - whole[1:],
        WHOLE: whole,
        REACHED: all(slope.ne(0).any() for slope in reached),
    }


def expect_attention():
    query, key, value = _triple(2, 5, 8)
    return {
        FIRST: value[:, 0],
        ONES: torch.ones_like(value),
        LATER: torch.zeros(2, 3, 8),
        ALIKE: value.cumsum(1) / torch.arange(1, 6)[:, None],  # the mean of the past
        ALONE: torch.zeros(1, 5, 8),
        WHOLE: F.scaled_dot_product_attention(query, key, value, is_causal=True),
        REACHED: True,
    }


MASK = "scores = scores.masked_fill(ahead, -math.inf)\n    return scores.softmax(dim=-1) @ value"

ATTENTION = Exercise(
    label="ex-attention-causal",
    solution=attention.causal_attention,
    probe=see_attention,
    oracle=expect_attention,
    see=("eq-attention", PAGE),
    asks=(
        (
            "not finite",
            "Which step of yours can make a NaN: 0 times infinity, the logarithm of a negative "
            "number, a softmax over nothing but -infinity?",
        ),
        (
            FIRST,
            "The first position sees only itself, so its output is its own value. Which later "
            "token does your mask let through, or do the weights of its row not sum to 1?",
        ),
        (
            ONES,
            "An output is a mean of values with weights, so values of 1 give 1. Do the weights of "
            "each row sum to 1, after the mask?",
        ),
        (
            LATER,
            "Change a later token: do earlier outputs change? Which score leaks past the mask?",
        ),
        (
            ALIKE,
            "If all keys are alike, a position weighs all of its past alike. Does the last one "
            "still see the first?",
        ),
        (ALONE, "Take one sequence out of the batch: does its output change? It shouldn't."),
        (
            WHOLE,
            "Mask and weights are in order, so a score is wrong. Which query meets which key, and "
            "by what is their product divided?",
        ),
        (REACHED, "The values are right. Can queries, keys and values learn: is there a gradient?"),
    ),
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
        Mistake(
            "scores.masked_fill(ahead, -math.inf)",
            "scores + ahead * -math.inf",
            "Every output is NaN. Which step makes it: 0 times infinity, the logarithm of a "
            "negative number, a softmax over nothing but -infinity?",
            "An infinity may be put in place of a number, but not multiplied by 0.",
        ),
        Mistake(
            MASK,
            "scores = scores.masked_fill(ahead | torch.eye(n, dtype=torch.bool), -math.inf)\n"
            "    return scores.softmax(dim=-1).nan_to_num() @ value",
            "What may the first position look at? In yours not even at itself.",
            "Each position sees itself. That hidden rows give NaN was a sign of it.",
        ),
        Mistake(
            "scores.softmax(dim=-1) @ value",
            "scores.softmax(dim=-1).transpose(-2, -1) @ value",
            "Along which axis do your weights meet the values: a query's row, or a key's column?",
            "A row of weights belongs to a query and is summed over the keys' values.",
        ),
        Mistake(
            "query @ key.transpose(-2, -1)",
            "key @ query.transpose(-2, -1)",
            "Who asks in a row of your scores: a query or a key?",
            "Rows are queries, columns are keys; yours are exchanged.",
        ),
    ),
)
