"""Exercise: three variational autoencoders that failed, from their records."""

from genai_utils.checks import Mistake
from genai_utils.exercises.diagnosis import diagnosis, last
from genai_utils.solutions import vae

DIAGNOSIS = diagnosis(
    label="ex-vae-diagnose",
    solution=vae.vae_diagnosis,
    record_name="vae",
    failures=("rate not in the loss", "rate weighs too much", "decoder needs no code"),
    rules={
        "rate not in the loss": (
            lambda run, healthy: last(run, "rate") > 10 * last(healthy, "rate"),
            {"rate"},
        ),
        "decoder needs no code": (
            lambda run, healthy: (
                last(run, "rate") < 1
                and last(run, "distortion") < last(healthy, "distortion") + last(healthy, "rate")
            ),
            {"distortion"},
        ),
        "rate weighs too much": (
            lambda run, healthy: (
                last(run, "rate") < 1
                and last(run, "distortion") > last(healthy, "distortion") + last(healthy, "rate")
            ),
            {"distortion"},
        ),
    },
    see=("vae-collapse", "4-mathematics/vae-rate"),
    asks={
        "A": (
            "What does the rate of A do, beside the healthy run's: does it grow, or is the code "
            "empty?",
            "Which of the two terms of A is out of the ordinary, beside the healthy run's: the "
            "rate or the distortion?",
        ),
        "B": (
            "The rate of B is near 0, so the code is empty. How well does the decoder of B "
            "describe digits without it?",
            "Two runs have a rate near 0. Which other quantity tells B from the other?",
        ),
        "C": (
            "The rate of C is near 0, so the code is empty. How well does the decoder of C "
            "describe digits without it?",
            "Two runs have a rate near 0. Which other quantity tells C from the other?",
        ),
    },
    mistakes=(
        Mistake(
            '"B": ("decoder needs no code"',
            '"B": ("rate weighs too much"',
            "B uses almost no code, and yet its distortion is lower than that of the healthy run's "
            "sum of both terms. Who does the work?",
            "The decoder does: it predicts each pixel from those before it. The likelihood has no "
            "use for the code, whatever the rate weighs.",
        ),
        Mistake(
            '"C": ("rate weighs too much"',
            '"C": ("decoder needs no code"',
            "How good is the decoder of C without a code?",
            "Its distortion stays where that of the average digit is. Nobody does the work: the "
            "code was too expensive to use.",
        ),
        Mistake(
            '"A": ("rate not in the loss"',
            '"A": ("rate weighs too much"',
            "If the rate weighed much, would it be large or small in the end?",
            "What is expensive is avoided. In A the rate grows and grows, so it costs nothing.",
        ),
        Mistake(
            '"B": ("decoder needs no code", "distortion")',
            '"B": ("decoder needs no code", "rate")',
            "Two of the three runs have a rate near 0. What tells them apart?",
            "Look at the other quantity: one of the two describes the digits well, one doesn't.",
        ),
        Mistake(
            '"C": ("rate weighs too much", "distortion")',
            '"C": ("rate weighs too much", "rate")',
            "The rate near 0 says that the code is empty. What says why?",
            "Compare its distortion with that of the other run whose code is empty.",
        ),
        Mistake(
            '"A": ("rate not in the loss", "rate")',
            '"A": ("rate not in the loss", "distortion")',
            "A low distortion alone is no fault. At which price was it bought?",
            "Look at the other term, and at the healthy run's.",
        ),
    ),
)
