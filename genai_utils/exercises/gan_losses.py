"""Exercises: the losses of a generative adversarial network and the gradient penalty, as code."""

import math

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.solutions import gan

PAGE = "4-mathematics/gan"

SCORES = {
    "a mixed batch": ([0.5, -1.0, 3.0], [-2.0, 1.5]),
    "a discriminator that knows nothing": ([0.0, 0.0], [0.0, 0.0, 0.0]),
    "a very certain one, logits of ±200": ([200.0, 200.0], [-200.0, -200.0]),
    "a very certain one that is wrong": ([-200.0], [200.0]),
}


def _cost(logits, sign):
    """The mean of log(1 + exp(sign · logit)), by NumPy."""
    return np.logaddexp(0, sign * np.array(logits)).mean()


def see_discriminator(answer):
    return {name: answer(*map(torch.tensor, pair)) for name, pair in SCORES.items()}


def expect_discriminator():
    return {
        name: torch.tensor(_cost(real, -1) + _cost(fake, 1))
        for name, (real, fake) in SCORES.items()
    }


DISCRIMINATOR = Exercise(
    label="ex-gan-discriminator-loss",
    solution=gan.discriminator_loss,
    probe=see_discriminator,
    oracle=expect_discriminator,
    see=("eq-discriminator-loss", PAGE),
    mistakes=(
        Mistake(
            "F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
            "F.softplus(real_logits).mean() + F.softplus(-fake_logits).mean()",
            "Does your loss fall when the discriminator gives the data a higher logit?",
            "The labels of data and fakes are exchanged.",
        ),
        Mistake(
            "F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
            "(F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()) / 2",
            "What does a discriminator pay that knows nothing?",
            "Twice log 2: once for the data, once for the fakes. Your halves are averaged, and the "
            "log 4 of the theorem becomes log 2.",
        ),
        Mistake(
            "F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
            "-real_logits.sigmoid().log().mean() - (1 - fake_logits.sigmoid()).log().mean()",
            "What is the sigmoid of -200 in single precision, and its logarithm?",
            "Sigmoid and logarithm must be one function, or the gradient is lost exactly where the "
            "discriminator is wrong. The page has the identity.",
        ),
        Mistake(
            "F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
            "-F.softplus(-real_logits).mean() - F.softplus(fake_logits).mean()",
            "The discriminator maximises the value. What does an optimiser do?",
            "It minimises, so the loss is the negative of the value; it can't be negative.",
        ),
        Mistake(
            "F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
            "F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()",
            "The two batches needn't be of one size. What does each expectation become?",
            "A mean over its own batch.",
        ),
    ),
)


FAKES = {name: fake for name, (_, fake) in SCORES.items()}


def see_generator(answer):
    seen = {}
    for name, fake in FAKES.items():
        pair = answer(torch.tensor(fake))
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise NotYet("wrong type", "two losses are needed, the saturating one first")
        seen[f"{name}, saturating"], seen[f"{name}, non-saturating"] = pair
    return seen


def expect_generator():
    right = {}
    for name, fake in FAKES.items():
        right[f"{name}, saturating"] = torch.tensor(-_cost(fake, 1))
        right[f"{name}, non-saturating"] = torch.tensor(_cost(fake, -1))
    return right


GENERATOR = Exercise(
    label="ex-gan-generator-losses",
    solution=gan.generator_losses,
    probe=see_generator,
    oracle=expect_generator,
    see=("eq-generator-non-saturating", PAGE),
    mistakes=(
        Mistake(
            "return saturating, non_saturating",
            "return non_saturating, saturating",
            "Which of the two has a gradient that vanishes for a rejected fake?",
            "The one of the minimax game. It is asked for first.",
        ),
        Mistake(
            "saturating = -F.softplus(fake_logits).mean()\n    non",
            "saturating = F.softplus(fake_logits).mean()\n    non",
            "log(1 - D) is never positive. Is yours?",
            "This sign belongs to the discriminator's loss; the generator plays against it.",
        ),
        Mistake(
            "F.softplus(-fake_logits).mean()",
            "F.softplus(fake_logits).mean()",
            "Which logit makes -log D small: a high one or a low one?",
            "A high one. Yours falls as the discriminator rejects the fakes, so the generator "
            "would learn to be found out.",
        ),
        Mistake(
            "F.softplus(-fake_logits).mean()",
            "-fake_logits.sigmoid().log().mean()",
            "What is the sigmoid of -200 in single precision, and its logarithm?",
            "It underflows to 0, and log 0 is infinite. Write both steps as one function.",
        ),
        Mistake(
            "F.softplus(-fake_logits).mean()",
            "-F.softplus(-fake_logits).mean()",
            "Is this a loss to be minimised, or the value that is maximised?",
            "-log D is never negative.",
        ),
    ),
)


def _curved(x):
    """A critic whose slope differs from place to place; (batch, 2) -> (batch,)."""
    return x[:, 0] ** 2 + 3 * x[:, 1]


REAL = [[1.0, 2.0], [0.0, -1.0], [2.0, 0.5]]
FAKE = [[-1.0, 0.0], [3.0, 1.0], [0.5, 0.5]]
MIX = [0.25, 0.5, 0.9]


def see_penalty(answer):
    places = torch.tensor(REAL), torch.tensor(FAKE), torch.tensor(MIX)
    weight = torch.tensor([0.6, 0.0], requires_grad=True)
    penalty = answer(lambda x: (x * weight).sum(1), *places)
    trained = isinstance(penalty, torch.Tensor) and penalty.requires_grad
    gradient = torch.autograd.grad(penalty, weight, allow_unused=True)[0] if trained else None
    return {
        "a critic whose slope varies": answer(_curved, *places).detach(),
        "a flat critic, slope 0.6": torch.as_tensor(penalty).detach(),
        "the critic can learn from it": torch.zeros(2) if gradient is None else gradient,
    }


def expect_penalty():
    """By hand: the slope of the first critic is (2 x₁, 3), of the second its weight."""
    squares = []
    for real, fake, mix in zip(REAL, FAKE, MIX, strict=True):
        first = mix * real[0] + (1 - mix) * fake[0]
        squares.append((math.hypot(2 * first, 3) - 1) ** 2)
    return {
        "a critic whose slope varies": torch.tensor(sum(squares) / 3),
        "a flat critic, slope 0.6": torch.tensor(0.16),
        "the critic can learn from it": torch.tensor([-0.8, 0.0]),
    }


PENALTY = Exercise(
    label="ex-gan-penalty",
    solution=gan.gradient_penalty,
    probe=see_penalty,
    oracle=expect_penalty,
    see=("eq-gradient-penalty", PAGE),
    mistakes=(
        Mistake(
            "create_graph=True)",
            "create_graph=False)",
            "The value is right. Can the critic learn from it?",
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
    ),
)
