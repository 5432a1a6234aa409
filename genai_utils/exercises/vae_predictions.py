"""Exercises: what a variational autoencoder does, said before it is run, and runs that failed."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.answers import parts, whole
from genai_utils.exercises.diagnosis import diagnosis, last
from genai_utils.solutions import vae

PAGE = "4-mathematics/vae"


def expect_order():
    """A coin with likelihoods 0.1 and 0.3 and an encoder that says ½: all three, exactly."""
    w, samples = (0.1, 0.3), 10
    iwae = sum(
        math.comb(samples, k) / 2**samples * math.log((k * w[1] + (samples - k) * w[0]) / samples)
        for k in range(samples + 1)
    )
    values = {
        "log p(x)": math.log(sum(w) / 2),
        "ELBO": sum(map(math.log, w)) / 2,
        "IWAE, K = 10": iwae,
    }
    return {"the order": sorted(values, key=values.get)}


ORDER = Exercise(
    label="ex-vae-order",
    solution=vae.order_of_bounds,
    probe=whole("the order"),
    oracle=expect_order,
    see=("eq-iwae-monotone", PAGE),
    mistakes=(
        Mistake(
            '["ELBO", "IWAE, K = 10", "log p(x)"]',
            '["log p(x)", "IWAE, K = 10", "ELBO"]',
            "Is the ELBO a lower or an upper bound?",
            "The L says lower: the truth is on top, and you have the list upside down.",
        ),
        Mistake(
            '["ELBO", "IWAE, K = 10", "log p(x)"]',
            '["ELBO", "log p(x)", "IWAE, K = 10"]',
            "Can more samples lift the bound above the truth?",
            "The logarithm of a mean that is right on average is too low on average, for every K.",
        ),
        Mistake(
            '["ELBO", "IWAE, K = 10", "log p(x)"]',
            '["IWAE, K = 10", "ELBO", "log p(x)"]',
            "For K = 1 the two bounds are the same. Which way does K move one of them?",
            "Upwards: averaging before the logarithm loses less, by Jensen's inequality.",
        ),
    ),
)


def expect_betas():
    """β as the ratio of two slopes of each program's loss, found by differentiating it."""

    def ratio(program, pixels, units):
        costs = torch.rand(8, pixels, requires_grad=True)
        rates = torch.rand(8, units, requires_grad=True)
        slopes = torch.autograd.grad(program(costs, rates), (costs, rates))
        return (slopes[1].mean() / slopes[0].mean()).item()

    return {
        "first": ratio(lambda costs, rates: costs.mean() + rates.mean(), 784, 200),
        "second": ratio(lambda costs, rates: 500 * costs.mean() + rates.sum(1).mean(), 1024, 200),
    }


BETAS = Exercise(
    label="ex-vae-betas",
    solution=vae.betas,
    probe=parts("first", "second"),
    oracle=expect_betas,
    see=("eq-mean-beta", PAGE),
    tolerance=0.02,
    mistakes=(
        Mistake(
            "784 / 200",
            "1.0",
            "Both terms are means, but over how many numbers each?",
            "Multiply the whole loss by 784: then the distortion is a sum, and you read off β.",
        ),
        Mistake(
            "784 / 200",
            "784.0",
            "The divergence is averaged, too. Over what?",
            "Over 200 units, so the weight of its sum is 1/200 of what you say.",
        ),
        Mistake(
            "784 / 200",
            "200 / 784",
            "Which of the two terms does β multiply?",
            "It multiplies the divergence, when the distortion is a sum with weight 1.",
        ),
        Mistake(
            "1024 / 500",
            "500.0",
            "On which term does the 500 stand?",
            "On the distortion, so it makes the divergence lighter, not heavier. And the "
            "distortion is a mean over 1024 pixels.",
        ),
        Mistake(
            "1024 / 500",
            "500 / 1024",
            "Multiply the loss until the distortion is a sum with weight 1. By what?",
            "By 1024/500. The divergence is multiplied along with it.",
        ),
        Mistake(
            "1024 / 500",
            "1 / 500",
            "Is the distortion a sum over the pixels or a mean?",
            "A mean, so 500 times the mean is 500/1024 times the sum.",
        ),
    ),
)

DIAGNOSIS = diagnosis(
    label="ex-vae-diagnose",
    solution=vae.vae_diagnosis,
    record_name="vae",
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
    see=("vae-collapse", PAGE),
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
