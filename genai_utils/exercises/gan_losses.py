"""Exercises: the losses of a generative adversarial network, written as code."""

import numpy as np
import torch

from genai_utils.checks import Exercise, Mistake, expect_parts
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import gan

PAGE = "4-mathematics/gan"

NOTHING, LIKE = "a discriminator that knows nothing", "batches of one logit each"
MIXED = "a mixed batch, two real ones and three fakes"
CERTAIN = "a very certain one, logits of ±200"
WRONG = "a very certain one that is wrong"
SCORES = {
    NOTHING: ([0.0, 0.0], [0.0, 0.0, 0.0]),
    LIKE: ([2.0, 2.0], [-1.0, -1.0]),
    MIXED: ([0.5, -1.0], [-2.0, 1.5, 3.0]),
    CERTAIN: ([200.0, 200.0], [-200.0, -200.0]),
    WRONG: ([-200.0], [200.0]),
}
STEEP = [0.3, 30.0], [30.0, -0.4, -30.0]  # where slopes are looked at


def _cost(logits, sign):
    """The mean of log(1 + exp(sign · logit)), by NumPy."""
    return np.logaddexp(0, sign * np.array(logits)).mean()


def _slope(logits, sign):
    """The slope of that mean in each logit."""
    logits = np.array(logits)
    return torch.tensor(sign / (1 + np.exp(-sign * logits)) / len(logits))


def see_discriminator(answer):
    seen = {name: answer(*map(torch.tensor, pair)) for name, pair in SCORES.items()}
    leaves = [torch.tensor(logits, requires_grad=True) for logits in STEEP]
    real, fake = slopes(answer(*leaves), *leaves)
    return seen | {"the slope in the data's logits": real, "the slope in the fakes' logits": fake}


def expect_discriminator():
    values = {
        name: torch.tensor(_cost(real, -1) + _cost(fake, 1))
        for name, (real, fake) in SCORES.items()
    }
    return values | {
        "the slope in the data's logits": _slope(STEEP[0], -1),
        "the slope in the fakes' logits": _slope(STEEP[1], 1),
    }


LOST = "Where is it lost: in a sigmoid that is rounded to 0 or 1, or in a number that is cut off?"
DISCRIMINATOR = Exercise(
    label="ex-gan-discriminator-loss",
    solution=gan.discriminator_loss,
    probe=see_discriminator,
    oracle=expect_discriminator,
    see=("eq-discriminator-loss", PAGE),
    asks=(
        (
            NOTHING,
            "A discriminator that knows nothing has logits of 0. It pays log 2 nats for the data "
            "and as much for the fakes, and the loss has both terms. Does yours?",
        ),
        (
            LIKE,
            "All logits of the data are 2 here, all of the fakes -1. What does a real one pay at "
            "2, -log D, and what a fake at -1, -log(1 - D)? Is the label 1 for data and 0 for "
            "fakes?",
        ),
        (
            MIXED,
            "The two batches have different sizes. Is each expectation the mean over its own "
            "batch?",
        ),
        (CERTAIN, "Certain and right costs nothing. Do you take the logarithm of 0 on the way?"),
        (WRONG, "A certain one that is wrong pays 200 nats for each side. " + LOST),
        (
            "the slope in the data's logits",
            "The values are right. Does a gradient reach the data's logits, and the largest one "
            "where it's wrong? " + LOST,
        ),
        (
            "the slope in the fakes' logits",
            "The values are right. Does a gradient reach the fakes' logits, and the largest one "
            "where it's wrong? " + LOST,
        ),
    ),
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
            "At logits of ±200 your loss isn't finite. Is there a sigmoid rounded to 0, and its "
            "logarithm, or an exponential that overflows?",
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
        Mistake(
            "F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
            "torch.cat([F.softplus(-real_logits), F.softplus(fake_logits)]).mean()",
            "You take one mean over both batches together. How many expectations has the loss?",
            "Two, each over its own batch, and the loss is their sum.",
        ),
    ),
)


FAKES = {name: fake for name, (_, fake) in SCORES.items()}
BOTH = "saturating", "non-saturating"
PAIR = "two losses are needed, the saturating one first"


def see_generator(answer):
    seen = {}
    for name, fake in FAKES.items():
        pair = expect_parts(answer(torch.tensor(fake)), 2, PAIR)
        seen |= {f"{name}, {kind}": loss for kind, loss in zip(BOTH, pair, strict=True)}
    for place, kind in enumerate(BOTH):
        logits = torch.tensor(STEEP[1], requires_grad=True)
        (slope,) = slopes(expect_parts(answer(logits), 2, PAIR)[place], logits)
        seen[f"the slope of the {kind} loss"] = slope
    return seen


def expect_generator():
    right = {}
    for name, fake in FAKES.items():
        right[f"{name}, saturating"] = torch.tensor(-_cost(fake, 1))
        right[f"{name}, non-saturating"] = torch.tensor(_cost(fake, -1))
    right["the slope of the saturating loss"] = -_slope(STEEP[1], 1)
    right["the slope of the non-saturating loss"] = _slope(STEEP[1], -1)
    return right


def _ask_both(name, question):
    return tuple((f"{name}, {kind}", question.format(kind=kind)) for kind in BOTH)


GENERATOR = Exercise(
    label="ex-gan-generator-losses",
    solution=gan.generator_losses,
    probe=see_generator,
    oracle=expect_generator,
    see=("eq-generator-non-saturating", PAGE),
    asks=(
        *_ask_both(
            NOTHING,
            "At logits of 0, where D is ½, the {kind} loss is log 2 nats, with which sign? Is it "
            "negative or positive, and which of the two losses comes first?",
        ),
        *_ask_both(
            LIKE,
            "All fakes have the logit -1 here. The {kind} loss is the logarithm of 1 - D or of D, "
            "with a sign so that it falls as the logit rises. Which has yours?",
        ),
        *_ask_both(MIXED, "Is the {kind} loss the mean over the batch, not its sum?"),
        *_ask_both(
            CERTAIN,
            "What does the {kind} loss say of a fake at a logit of -200, rejected for certain? "
            + LOST,
        ),
        *_ask_both(
            WRONG,
            "What does the {kind} loss say of a fake at a logit of 200, believed for certain? "
            + LOST,
        ),
        *(
            (
                f"the slope of the {kind} loss",
                "The values are right. Does a gradient reach the "
                "fakes' logits, so that the generator can learn?",
            )
            for kind in BOTH
        ),
    ),
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
            "At logits of ±200 your loss isn't finite. Is there a sigmoid rounded to 0, and its "
            "logarithm, or an exponential that overflows?",
            "It underflows to 0, and log 0 is infinite. Write both steps as one function.",
        ),
        Mistake(
            "F.softplus(-fake_logits).mean()",
            "-F.softplus(-fake_logits).mean()",
            "Is this a loss to be minimised, or the value that is maximised?",
            "-log D is never negative.",
        ),
        Mistake(
            "-F.softplus(fake_logits).mean()\n    non_saturating = F.softplus(-fake_logits).mean()",
            "-F.softplus(fake_logits).sum()\n    non_saturating = F.softplus(-fake_logits).sum()",
            "What does an expectation become for a batch: a sum or a mean?",
            "A mean, so that the loss doesn't grow with the size of the batch.",
        ),
        Mistake(
            "saturating = -F.softplus(fake_logits).mean()\n    non",
            "saturating = -F.softplus(-fake_logits).mean()\n    non",
            "The saturating loss is the logarithm of 1 - D. Of what is yours?",
            "Yours is log D, so it rises as the fakes are believed.",
        ),
    ),
)
