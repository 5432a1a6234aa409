"""Exercise: the gradient penalty, written as code."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import gan

REAL = torch.tensor([[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]])
FAKE = torch.tensor([[-1.0, 0.0], [3.0, 1.0], [0.5, 0.5]])
MIX = torch.tensor([0.25, 0.5, 0.9])
# name -> the weight of a critic with one slope everywhere
FLAT = {
    "a critic of slope 1": [0.6, 0.8],
    "a flat critic, slope 0.6 along one axis": [0.6, 0.0],
    "a steep critic, slope 5": [3.0, -4.0],
}
ONE, VARIED = "one example, a slope that varies", "three examples, a slope that varies"
GRADIENT = "the penalty's slope in the critic's weight"


def _curved(x):
    """A critic whose slope differs from place to place; (batch, 2) -> (batch,)."""
    return x[:, 0] ** 2 + 3 * x[:, 1]


def _straight(weight):
    return lambda x: x @ weight


def see_penalty(answer):
    places = REAL, FAKE, MIX
    seen = {name: answer(_straight(torch.tensor(w)), *places) for name, w in FLAT.items()}
    seen[ONE] = answer(_curved, *(part[:1] for part in places))
    seen[VARIED] = answer(_curved, *places)
    for critic in ([0.6, 0.0], [3.0, -4.0]):
        weight = torch.tensor(critic, requires_grad=True)
        (slope,) = slopes(answer(_straight(weight), *places), weight)
        seen[GRADIENT] = torch.cat([seen.get(GRADIENT, slope[:0]), slope])
    return seen


def expect_penalty():
    """By hand: the slope of the curved critic is (2 x₁, 3), of a straight one its weight."""
    squares = []
    for real, fake, mix in zip(REAL.tolist(), FAKE.tolist(), MIX.tolist(), strict=True):
        first = mix * real[0] + (1 - mix) * fake[0]
        squares.append((math.hypot(2 * first, 3) - 1) ** 2)
    right = {name: torch.tensor((math.hypot(*w) - 1) ** 2) for name, w in FLAT.items()}
    # (|w| - 1)² has the slope 2 (|w| - 1) w / |w|.
    return right | {
        ONE: torch.tensor(squares[0]),
        VARIED: torch.tensor(sum(squares) / 3),
        GRADIENT: torch.tensor([-0.8, 0.0, 4.8, -6.4]),
    }


PENALTY = Exercise(
    label="ex-gan-penalty",
    solution=gan.gradient_penalty,
    probe=see_penalty,
    oracle=expect_penalty,
    see=("eq-gradient-penalty", "4-mathematics/gan"),
    asks=(
        (
            "a critic of slope 1",
            "This critic's gradient is (0.6, 0.8) everywhere, a slope of length 1, so nothing is "
            "to be paid. Which length, or norm, does yours see for each example?",
        ),
        (
            "a flat critic, slope 0.6 along one axis",
            "A slope of 0.6 is off by 0.4. What does that cost, as a mean over the examples, and "
            "without a weight such as λ? Does a slope below 1 pay, too?",
        ),
        (
            "a steep critic, slope 5",
            "Slopes of 1 and 0.6 cost what they should, a slope of 5 doesn't. Is it the "
            "difference from 1 that is squared?",
        ),
        (
            ONE,
            "A slope that is the same everywhere is right. At which place between data and fakes "
            "do you look, and is it the given mix that says so?",
        ),
        (
            VARIED,
            "One example alone is right. Has each of the three its own mix and place, its own "
            "slope and its own square, before the mean is taken?",
        ),
        (
            GRADIENT,
            "The values are right. Can the critic learn from them? No gradient reaches its weight, "
            "or another one than the penalty's.",
        ),
    ),
    mistakes=(
        Mistake(
            "create_graph=True)",
            "create_graph=False)",
            "Can the critic learn from your number? `backward` finds no way back from it.",
            "The gradient was computed without a record of how, so nothing can be differentiated a "
            "second time: the penalty is a number that trains nobody.",
        ),
        Mistake(
            "gradient.norm(dim=1)",
            "gradient.norm()",
            "One slope per example, or one for the whole batch?",
            "The condition is on the critic's slope at each place. Your norm runs over all of "
            "them.",
        ),
        Mistake(
            "((slope - 1) ** 2)",
            "(slope**2)",
            "Which slope is asked for, 0 or 1?",
            "A penalty that is 0 for a flat critic is another one, R1, and belongs to another "
            "loss.",
        ),
        Mistake(
            "((slope - 1) ** 2)",
            "(slope.pow(2) - 1)",
            "Where is the square: around the slope or around the difference?",
            "Around the difference; otherwise a slope below 1 is rewarded.",
        ),
        Mistake(
            "mix[:, None] * real + (1 - mix[:, None]) * fake",
            "mix[:, None] * fake + (1 - mix[:, None]) * real",
            "Which end does a mix of 1 stand for?",
            "For the data, as on the page. On average over mixes it makes no difference, but a "
            "test with given ones sees it.",
        ),
        Mistake(
            "mix[:, None] * real + (1 - mix[:, None]) * fake",
            "real",
            "At which places is the slope to be 1?",
            "Between data and fakes; yours is looked at on the data only.",
        ),
        Mistake(
            "critic(between).sum()",
            "critic(between).mean()",
            "You differentiate the mean of the scores. By what is each example's slope divided "
            "then?",
            "By the size of the batch. A sum of scores leaves each example its own slope.",
        ),
        Mistake(
            "mix[:, None] * real + (1 - mix[:, None]) * fake",
            "fake",
            "At which places is the slope to be 1? Yours are the fakes themselves.",
            "Between data and fakes, at the given mixes.",
        ),
        Mistake(
            "((slope - 1) ** 2).mean()",
            "(slope - 1).abs().mean()",
            "Is it the distance from 1 that is paid, or its square?",
            "The square, which is flat where the slope is right.",
        ),
        Mistake(
            "((slope - 1) ** 2).mean()",
            "((slope - 1) ** 2).sum()",
            "Is a mean taken over the batch, or a sum?",
            "The penalty is an expectation.",
        ),
        Mistake(
            "((slope - 1) ** 2).mean()",
            "(slope.mean() - 1) ** 2",
            "Is the slope at each place to be 1, or only the mean of the slopes?",
            "At each: square first, then take the mean over the examples.",
        ),
        Mistake(
            "((slope - 1) ** 2).mean()",
            "((slope - 1).relu() ** 2).mean()",
            "Does a slope below 1 pay in yours? In the formula it does.",
            "The one-sided penalty is another, which asks for slopes of at most 1.",
        ),
    ),
)
