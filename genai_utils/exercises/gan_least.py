"""Exercise: the least loss that a log can show, as a number."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import whole
from genai_utils.solutions import gan


def expect_least():
    """Searched: the least loss of the generator among discriminators that pay 0.5 in all."""
    # D is `real` on every picture and `fake` on every fake; by Jensen's inequality no other
    # discriminator does better.
    real = torch.linspace(math.exp(-0.5), 1, 100_001, dtype=torch.double)
    fake = 1 - math.exp(-0.5) / real
    return {"the least loss": (-fake.log()).min().item()}


LEAST = Exercise(
    label="ex-case-log",
    solution=gan.least_generator_loss,
    probe=whole("the least loss"),
    oracle=expect_least,
    see=("eq-loss-pair", "4-mathematics/case-study"),
    tolerance=0.002,
    asks=(
        (
            "the least loss",
            "exp(-L_D) + exp(-L_G) is at most 1, losses in nats. With an L_D of 0.5, how much is "
            "left for exp(-L_G), and what loss is that?",
        ),
    ),
    mistakes=(
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "0.5",
            "Do the two losses add up to something fixed?",
            "What is bounded is exp(-L_D) + exp(-L_G), not the sum of the losses.",
        ),
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "math.exp(-0.5)",
            "That is the geometric mean of the probabilities behind the discriminator's loss. What "
            "is left for the generator's?",
            "At most the rest, up to 1; and a loss is the negative logarithm of it.",
        ),
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "1 - math.exp(-0.5)",
            "You have the largest possible exp(-L_G). Which loss is that?",
            "Its negative logarithm.",
        ),
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "math.log(1 - math.exp(-0.5))",
            "Can -log D be negative?",
            "D is a probability; the sign has been lost.",
        ),
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "math.log(4) - 0.5",
            "Do the two losses add up to log 4, or only at the optimum?",
            "What is bounded is exp(-L_D) + exp(-L_G), not the sum of the losses.",
        ),
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "-math.log2(1 - math.exp(-0.5))",
            "In which unit is the 0.5, in bits or in nats? And yours?",
            "The losses here use the natural logarithm.",
        ),
        Mistake(
            "-math.log(1 - math.exp(-0.5))",
            "-math.log10(1 - math.exp(-0.5))",
            "Is your logarithm the natural one?",
            "Losses in nats use the base e.",
        ),
    ),
)
