"""Exercises: clipping, an accountant in three lines, and the area below a curve of tests."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.solutions import privacy

PAGE = "8-outlook/privacy"
SHORT, LONG, BOTH = "two short gradients", "one long gradient", "a short and a long one"
OPPOSITE, MANY = "two long ones that point against each other", "a hundred long ones"
ROWS = {
    SHORT: [[0.3, 0.4], [-0.1, 0.2]],
    LONG: [[3.0, 4.0]],
    BOTH: [[0.6, 0.0], [0.0, 10.0]],
    OPPOSITE: [[30.0, 40.0], [-30.0, 0.0]],
    MANY: [[0.0, 5.0]] * 100,
}


def see_sum(answer):
    return {name: answer(torch.tensor(rows), 1.0) for name, rows in ROWS.items()}


def expect_sum():
    """Row by row, in plain numbers."""
    found = {}
    for name, rows in ROWS.items():
        total = [0.0, 0.0]
        for row in rows:
            length = math.hypot(*row)
            shown = row if length <= 1 else [value / length for value in row]
            total = [a + b for a, b in zip(total, shown, strict=True)]
        found[name] = torch.tensor(total)
    return found


CLIP = Exercise(
    label="ex-privacy-clip",
    solution=privacy.clipped_sum,
    probe=see_sum,
    oracle=expect_sum,
    see=("eq-dp-sgd", PAGE),
    asks=(
        (SHORT, "Both gradients are shorter than the clip of 1. Do they stay as they are?"),
        (LONG, "The gradient (3, 4) has the length 5. How long may it be, in which direction?"),
        (BOTH, "One is short and one is long. Which of them changes, and by which factor?"),
        (OPPOSITE, "Each has a length of its own. Are both shortened before they are added?"),
        (MANY, "A hundred gradients of length 1 each: how long is their sum?"),
    ),
    mistakes=(
        Mistake(
            "return (shares * gradients).sum(dim=0)",
            "total = gradients.sum(dim=0)\n    return total * (clip / total.norm()).clamp(max=1)",
            "Was each gradient clipped, or their sum? How far can one record move yours?",
            "Shorten each row before adding up.",
        ),
        Mistake(
            "(clip / lengths).clamp(max=1)",
            "clip / lengths",
            "What happens to a gradient that is shorter than the clip? Should it grow?",
            "The factor is at most 1.",
        ),
        Mistake(
            "return (shares * gradients).sum(dim=0)",
            "return gradients.clamp(-clip, clip).sum(dim=0)",
            "You limit each number of a gradient. Is its length limited to the clip, too?",
            "A gradient (5, 5) would keep the length 1.41. Scale the whole row by one factor.",
        ),
        Mistake(
            ".sum(dim=0)",
            ".mean(dim=0)",
            "Is it a sum or a mean? In the equation the division comes later, and by what?",
            "Add up; the division by the expected number of examples comes after the noise.",
        ),
        Mistake(
            "gradients.norm(dim=1, keepdim=True)",
            "gradients.norm()",
            "Over what do you take the length: one example's row, or all of them together?",
            "Each example has its own length, along the axis of the parameters.",
        ),
    ),
)

ONE, FOUR, STRONG, ORDER = "one step", "four steps", "twice the noise", "a single order"
SPENT = {
    ONE: (2.0, 1, 1e-5, [2.0, 4.0, 8.0, 16.0]),
    FOUR: (2.0, 4, 1e-5, [2.0, 4.0, 8.0, 16.0]),
    STRONG: (4.0, 4, 1e-5, [2.0, 4.0, 8.0, 16.0, 32.0]),
    ORDER: (1.0, 2, 1e-3, [3.0]),
}


def see_spent(answer):
    found = {}
    for name, (noise, steps, delta, orders) in SPENT.items():
        found[name] = answer(noise, steps, torch.tensor(delta), torch.tensor(orders))
    return found


def expect_spent():
    """From the maximum of (1 - u) u^(a - 1) and the moment of the loss, order by order."""
    found = {}
    for name, (noise, steps, delta, orders) in SPENT.items():
        each = []
        for a in orders:
            peak = (1 / a) * ((a - 1) / a) ** (a - 1)
            log_moment = (a - 1) * a * steps / (2 * noise**2)
            each.append((math.log(peak / delta) + log_moment) / (a - 1))
        found[name] = torch.tensor(min(each))
    return found


STEPS = Exercise(
    label="ex-privacy-step",
    solution=privacy.spent,
    probe=see_spent,
    oracle=expect_spent,
    see=("eq-renyi-to-dp", PAGE),
    asks=(
        (ORDER, "One order, two steps: what is the divergence, and what does delta add to it?"),
        (ONE, "A single step: is the divergence that of the Gaussian mechanism?"),
        (FOUR, "Four steps: what adds up, the divergences or the epsilons?"),
        (STRONG, "Twice the noise: how does the divergence depend on it?"),
    ),
    mistakes=(
        Mistake(
            "steps * orders / (2 * noise**2)",
            "orders / (2 * noise**2)",
            "Does your epsilon know how many steps there were?",
            "The divergences of all steps add up.",
        ),
        Mistake(
            "return (divergence + price).min()",
            "return steps * (divergence / steps + price).min()",
            "You add up the epsilons of the steps. What adds up more cheaply?",
            "Add up divergences, and go over to epsilon once, at the end.",
        ),
        Mistake(
            "(2 * noise**2)",
            "(2 * noise)",
            "Is it the noise or its square that stands in the divergence?",
            "Two bells one apart: the exponent has the variance below it.",
        ),
        Mistake(
            "- (torch.log(delta) + torch.log(orders))",
            "+ (torch.log(delta) + torch.log(orders))",
            "A smaller delta is a stronger promise. Does your epsilon grow with it?",
            "The logarithm of delta is negative, and it is subtracted.",
        ),
        Mistake(
            "return (divergence + price).min()",
            "return (divergence + price).max()",
            "Each order gives an epsilon that holds. Which of them do you want?",
            "All hold, so the smallest does.",
        ),
        Mistake(
            "/ (orders - 1)\n",
            "/ orders\n",
            "By what is the logarithm of delta divided?",
            "By the order less one, as in the definition of the divergence.",
        ),
    ),
)

APART, MIXED, TIES, ALL_TIED, REVERSED, UNEVEN = (
    "members all above",
    "one pair of four in the wrong order",
    "a tie among the scores",
    "equal scores",
    "members all below",
    "two members and three others",
)
SIDES = {
    APART: ([3.0, 4.0], [1.0, 2.0]),
    MIXED: ([1.0, 4.0], [0.0, 2.0]),
    UNEVEN: ([5.0, 1.5], [1.0, 2.0, 3.0]),
    TIES: ([2.0, 1.0], [1.0, 0.0]),
    ALL_TIED: ([1.0, 1.0], [1.0]),
    REVERSED: ([0.0, 1.0], [2.0, 3.0]),
}


def see_area(answer):
    return {name: answer(*map(torch.tensor, sides)) for name, sides in SIDES.items()}


def expect_area():
    """Below the curve itself, threshold by threshold, by trapezia."""
    found = {}
    for name, (members, others) in SIDES.items():
        total, before = 0.0, (0.0, 0.0)
        for h in sorted({*members, *others}, reverse=True):
            now = tuple(sum(s >= h for s in side) / len(side) for side in (others, members))
            total += (now[0] - before[0]) * (now[1] + before[1]) / 2
            before = now
        found[name] = torch.tensor(total)
    return found


AREA = Exercise(
    label="ex-privacy-area",
    solution=privacy.area_of_pairs,
    probe=see_area,
    oracle=expect_area,
    see=("eq-roc-area", PAGE),
    asks=(
        (APART, "Every member is above every other record. What is the area then?"),
        (MIXED, "Of the four pairs, in how many is the member's score the larger one?"),
        (UNEVEN, "There are six pairs. Is each of them looked at?"),
        (TIES, "One pair of four is tied. For how much does it count?"),
        (ALL_TIED, "All scores are equal: the test is a coin. What is the area of a coin?"),
        (REVERSED, "Here the members score lowest. Is the area small?"),
    ),
    mistakes=(
        Mistake(
            "members[:, None] > others",
            "members[:, None] < others",
            "Should members have the larger or the smaller scores for a large area?",
            "Your area is that of the opposite test.",
        ),
        Mistake(
            "above + 0.5 * tied",
            "above + 0.0 * tied",
            "What does a test do with a tie, two equal scores? Is it always wrong there?",
            "A tie counts for a half.",
        ),
        Mistake(
            "above + 0.5 * tied",
            "above + 1.0 * tied",
            "What does a test do with a tie, two equal scores? Is it always right there?",
            "A tie counts for a half.",
        ),
        Mistake(
            "(above + 0.5 * tied).mean()",
            "(above + 0.5 * tied).sum()",
            "Is an area ever above 1? By the number of what do you divide?",
            "By the number of pairs.",
        ),
    ),
)
