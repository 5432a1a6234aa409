"""Exercises: the mask of a nucleus, and the penalty on what was written."""

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import language

CHAPTER, PAGE = "4-mathematics/transformer", "6-applications/language"
REACHED, SORTED = "mass 0.8 of a half, a quarter, two eighths", "the likeliest at the end"
EXACT, SMALL, ALL = "a mass that two tokens reach exactly", "a mass of 0.1", "a mass of 1"
MASKS = {
    REACHED: ([0.5, 0.25, 0.125, 0.125], 0.8),
    SMALL: ([0.5, 0.25, 0.125, 0.125], 0.1),
    SORTED: ([0.0625, 0.25, 0.125, 0.5625], 0.75),
    EXACT: ([0.25, 0.5, 0.125, 0.125], 0.75),
    ALL: ([0.25, 0.5, 0.125, 0.125], 1.0),
}


def see_mask(answer):
    return {name: answer(torch.tensor(p), mass) for name, (p, mass) in MASKS.items()}


def expect_mask():
    """By trying one token, two, three, until the likeliest so many have the mass."""
    found = {}
    for name, (p, mass) in MASKS.items():
        ranked = sorted(range(len(p)), key=lambda i, p=p: -p[i])
        count = next(n for n in range(1, len(p) + 1) if sum(p[i] for i in ranked[:n]) >= mass)
        found[name] = torch.tensor([i in ranked[:count] for i in range(len(p))])
    return found


NUCLEUS = Exercise(
    label="ex-language-nucleus",
    solution=language.nucleus_mask,
    probe=see_mask,
    oracle=expect_mask,
    see=("eq-truncation", CHAPTER),
    asks=(
        (REACHED, "Two tokens have 0.75 together, too little. How many have 0.8 or more?"),
        (SMALL, "The likeliest token alone has more than the mass. Does it stay?"),
        (SORTED, "The tokens aren't in order. Are the marks those of the original places?"),
        (EXACT, "Two tokens have exactly the mass. Does a third stay, or is the mass reached?"),
        (ALL, "The whole mass: which token may then be left out?"),
    ),
    mistakes=(
        Mistake(
            "kept[order] = before < mass",
            "kept[order] = before + p[order] <= mass",
            "The token with which the mass is reached: does it stay?",
            "Ask of each token whether those before it have the mass already.",
        ),
        Mistake(
            "kept[order] = before < mass",
            "kept = before < mass",
            "Your marks are in the order of the ranks. Whose places do they belong to?",
            "Bring them back to the places of the tokens.",
        ),
        Mistake(
            "p.argsort(descending=True)",
            "p.argsort()",
            "Which tokens are taken first, the likely or the unlikely ones?",
            "The smallest set with the mass begins with the likeliest.",
        ),
        Mistake(
            "before < mass",
            "before <= mass",
            "When those before have exactly the mass, is another token needed?",
            "The set should be the smallest one that has the mass.",
        ),
        Mistake(
            "before < mass",
            "p[order] < mass",
            "Do you compare each token's own probability with the mass, or a sum?",
            "The mass is that of a set: add up those that are likelier.",
        ),
    ),
)

ONCE, NEGATIVE, TWICE = (
    "two tokens with positive logits",
    "one with a negative logit",
    "one written twice",
)
NOTHING, OTHERS = "a penalty of 1", "the tokens that weren't written"
LOGITS = [3.0, -2.0, 0.5, -0.25, 1.5, 4.0]


def see_penalty(answer):
    logits = torch.tensor(LOGITS)
    found = answer(logits.clone(), [0, 1, 2, 5, 5], 2.0)
    if not isinstance(found, torch.Tensor) or found.shape != logits.shape:
        return dict.fromkeys((ONCE, NEGATIVE, TWICE, OTHERS, NOTHING), found)
    return {
        ONCE: found[[0, 2]],
        NEGATIVE: found[1],
        TWICE: found[5],
        OTHERS: found[3:5],
        NOTHING: answer(logits.clone(), [0, 1], 1.0),
    }


def expect_penalty():
    """Number by number, as the sign says."""
    lowered = np.array(LOGITS)
    for place in {0, 1, 2, 5}:
        lowered[place] = lowered[place] / 2 if lowered[place] > 0 else lowered[place] * 2
    rows = torch.from_numpy(lowered)
    return {
        ONCE: rows[[0, 2]],
        NEGATIVE: rows[1],
        TWICE: rows[5],
        OTHERS: rows[3:5],
        NOTHING: torch.tensor(LOGITS),
    }


PENALTY = Exercise(
    label="ex-language-penalty",
    solution=language.penalised,
    probe=see_penalty,
    oracle=expect_penalty,
    see=("eq-repetition-penalty", PAGE),
    asks=(
        (ONCE, "The logits were 3 and 0.5, the penalty is 2. Are both smaller, by a division?"),
        (NEGATIVE, "The logit was -2. Which operation with 2 makes the token less likely?"),
        (TWICE, "The token stands twice in what was written. Does it pay once, or twice?"),
        (OTHERS, "These tokens weren't written. May their logits change?"),
        (NOTHING, "Dividing and multiplying by one: what should come back?"),
    ),
    mistakes=(
        Mistake(
            "torch.where(logits > 0, logits / penalty, logits * penalty)",
            "logits / penalty",
            "A negative logit that is divided comes nearer to zero. Is its token less likely?",
            "It is likelier then. A negative logit must be multiplied.",
        ),
        Mistake(
            "return torch.where(seen, lowered, logits)",
            "return torch.where(seen, logits, lowered)",
            "Which tokens pay: those that were written, or the others?",
            "Yours spares what was written.",
        ),
        Mistake(
            "return torch.where(seen, lowered, logits)",
            "return lowered",
            "Do tokens pay that were never written?",
            "Only the places in `written` change.",
        ),
        Mistake(
            "logits / penalty, logits * penalty",
            "logits * penalty, logits / penalty",
            "Does a larger logit make a token less likely?",
            "Division and multiplication are exchanged.",
        ),
        Mistake(
            "logits / penalty, logits * penalty",
            "logits - penalty, logits - penalty",
            "Is the penalty subtracted, or is it a factor?",
            "That is another rule, which doesn't depend on the logit's sign.",
        ),
    ),
)
