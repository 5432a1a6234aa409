"""Exercise: three adversarial runs that failed, from their records."""

import math

from genai_utils.checks import Mistake
from genai_utils.exercises.diagnosis import FINE, diagnosis, last
from genai_utils.solutions import gan

PAGE = "4-mathematics/gan"

DIAGNOSIS = diagnosis(
    label="ex-gan-diagnose",
    solution=gan.gan_diagnosis,
    record_name="gan",
    failures=("mode collapse", "discriminator too strong", "learning rate too high", FINE),
    rules={
        "discriminator too strong": (
            lambda run, healthy: last(run, "discriminator loss") < 0.01,
            {"discriminator loss", "generator's gradient", "generator loss"},
        ),
        "mode collapse": (
            lambda run, healthy: (
                last(run, "generator's gradient") > 1e-3
                and last(run, "classes") < last(healthy, "classes") / 2
            ),
            {"classes"},
        ),
        "learning rate too high": (
            lambda run, healthy: (
                run["discriminator loss"][0] > 2 * math.log(4)
                and last(run, "generator's gradient") < 1e-3
            ),
            {"generator's gradient", "discriminator loss"},
        ),
    },
    see=("gan-supports", PAGE),
    asks={
        "A": (
            "Whose loss is next to nothing in A, from the first epochs on? What becomes of the "
            "other player's gradient then, and what does it draw?",
            "Which recorded quantity of A shows who is ahead? Look at the losses and at the "
            "gradient.",
        ),
        "B": (
            "The losses of B stand near log 4 and log 2, and something still moves. What is drawn, "
            "and how many classes of it?",
            "Losses and gradient of B look healthy. Which quantity looks at what is drawn?",
        ),
        "C": (
            "The losses of C stand at log 4 and log 2. Does anything still move, by the "
            "generator's gradient, and what happened in the first epoch?",
            "Which quantity of C shows that nothing moves any more, or that it was destroyed in "
            "the first epoch?",
        ),
    },
    mistakes=(
        Mistake(
            '"A": ("discriminator too strong"',
            '"A": ("learning rate too high"',
            "How do the losses of A move: in jumps, or steadily to one side?",
            "Steadily: the discriminator's falls to almost nothing, and with it the gradient that "
            "the generator gets. Nothing jumps; one player runs ahead.",
        ),
        Mistake(
            '"A": ("discriminator too strong"',
            '"A": ("mode collapse"',
            "What does a collapsed generator draw, and what does A draw?",
            "The one draws few pictures, with which it deceives its discriminator. A draws noise: "
            "it never learned, because its gradient was gone at once.",
        ),
        Mistake(
            '"B": ("mode collapse"',
            '"B": ("nothing is wrong"',
            "The losses of B are those of the optimum. Do losses see how many classes there are?",
            "They don't: at log 4 the discriminator can't tell this fake from a real one. Count "
            "what is drawn.",
        ),
        Mistake(
            '"C": ("learning rate too high"',
            '"C": ("nothing is wrong"',
            "The losses of C stand at log 4 and log 2, to four digits. Does a game ever stand "
            "still?",
            "Only if nobody can move. What does the generator's gradient say?",
        ),
        Mistake(
            '"C": ("learning rate too high"',
            '"C": ("discriminator too strong"',
            "What does a strong discriminator pay, and what does that of C?",
            "It pays log 4, like one that knows nothing. It was destroyed in the first epoch, "
            "where its loss is far above log 4.",
        ),
        Mistake(
            '("mode collapse", "classes")',
            '("mode collapse", "discriminator loss")',
            "Is the discriminator's loss of B one that you would worry about? Which quantity "
            "looks at what is drawn?",
            "The loss is the value of the optimum, and says nothing of the pictures.",
        ),
        Mistake(
            '"C": ("learning rate too high", "generator\'s gradient")',
            '"C": ("learning rate too high", "classes")',
            "Few classes are drawn, but that is a consequence. What shows that nothing moves?",
            "A gradient that is next to nothing from the fifth epoch on.",
        ),
        Mistake(
            '"A": ("discriminator too strong", "discriminator loss")',
            '"A": ("discriminator too strong", "classes")',
            "Few classes are drawn, but that is a consequence. Which loss shows who is ahead?",
            "One of the two losses is nearly 0 from the first epochs on.",
        ),
    ),
)
