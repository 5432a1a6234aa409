"""Exercise: one step of attention with a cache, and where the new token stands."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import language

PAGE = "4-mathematics/transformer"
FIRST, SECOND, LATER = "the first token, alone", "the second token", "the fifth token"
SAME = "scores of a key like the query, one step away"


def _turn(x, position):
    """Two coordinates turned by the angle `position`: a position is seen in the angle alone."""
    cos, sin = math.cos(position), math.sin(position)
    return torch.stack([cos * x[0] - sin * x[1], sin * x[0] + cos * x[1]])


def _texts():
    draw = torch.Generator().manual_seed(7)
    return torch.randn(3, 6, 2, generator=draw)


def _kept(keys, count):
    rows = [_turn(keys[place], place) for place in range(count)]
    return torch.stack(rows) if rows else torch.zeros(0, 2)


def see_attend(answer):
    query, key, value = _texts()

    def at(place):
        return answer(
            query[place].clone(),
            key[place].clone(),
            value[place].clone(),
            _kept(key, place),
            value[:place].clone(),
            _turn,
        )

    ones = torch.ones(2)
    same = answer(
        ones, ones, torch.tensor([1.0, 0.0]), _kept(ones[None], 1), torch.zeros(1, 2), _turn
    )
    return {FIRST: at(0), SECOND: at(1), SAME: same, LATER: at(4)}


def expect_attend():
    """Without a cache, by complex numbers: position p turns by exp(i p)."""
    query, key, value = _texts().double()

    def one(query, key, value, place):
        z = torch.complex(key[: place + 1, 0], key[: place + 1, 1])
        angle = torch.polar(torch.ones(place + 1).double(), torch.arange(place + 1).double())
        asked = torch.complex(query[place, 0], query[place, 1]) * angle[place]
        weights = ((asked.conj() * z * angle).real / math.sqrt(2)).exp()
        return (weights / weights.sum()) @ value[: place + 1]

    ones = torch.ones(2, 2).double()
    near = torch.tensor([[0.0, 0.0], [1.0, 0.0]]).double()
    return {
        FIRST: one(query, key, value, 0),
        SECOND: one(query, key, value, 1),
        SAME: one(ones, ones, near, 1),
        LATER: one(query, key, value, 4),
    }


ATTEND = Exercise(
    label="ex-language-cache",
    solution=language.attend_next,
    probe=see_attend,
    oracle=expect_attend,
    see=("eq-cache-step", PAGE),
    asks=(
        (FIRST, "Nothing is kept yet. What does a token read that can only look at itself?"),
        (
            SECOND,
            "One token is kept. At which position does the new one stand, and does it see both?",
        ),
        (SAME, "Are query and new key turned by the same position, and the scores scaled?"),
        (LATER, "Four tokens are kept, already turned. What has to be turned now?"),
    ),
    mistakes=(
        Mistake(
            "position = len(keys)",
            "position = 0",
            "Where does the new token stand when others were read before it?",
            "Behind those that are kept: positions don't begin again.",
        ),
        Mistake(
            "position = len(keys)",
            "position = len(keys) + 1",
            "The kept ones stand at 0, 1, and so on. Which number comes next?",
            "Yours leaves one out. Both turn alike, so look at the distance to the kept keys.",
        ),
        Mistake(
            "turn(key, position)[None]",
            "key[None]",
            "The kept keys are turned. Is the new one?",
            "Query and key of one token stand at the same position.",
        ),
        Mistake(
            "turn(query, position)",
            "query",
            "Is the query turned by its position?",
            "Scores depend on the distance only if both are turned.",
        ),
        Mistake(
            "scores.softmax(0) @ values",
            "scores[:-1].softmax(0) @ values[:-1]",
            "Does the new token also look at itself?",
            "By the causal mask each position sees all up to its own.",
        ),
        Mistake(
            " / len(query) ** 0.5",
            "",
            "By what are scores divided before the softmax?",
            "By the root of the width, as in training.",
        ),
    ),
)
