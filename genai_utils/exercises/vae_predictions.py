"""Exercises: what a variational autoencoder does, said before it is run."""

import math

import torch

from genai_utils.checks import Exercise, Mistake, NotYet
from genai_utils.exercises.answers import one_of, parts
from genai_utils.solutions import vae

NAMES = ("ELBO", "IWAE, K = 10", "log p(x)")


def see_order(answer):
    names = answer()
    if not isinstance(names, tuple | list):
        raise NotYet("wrong type", "a list of the three names is needed, the smallest first")
    order = [one_of(NAMES, name, "the order") for name in names]
    if len(order) != 3 or len(set(order)) != 3:
        raise NotYet("wrong type", "a list of three is needed that holds each name once")
    return {"the order": order}


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
    probe=see_order,
    oracle=expect_order,
    see=("eq-iwae-monotone", "4-mathematics/vae-rate"),
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
        Mistake(
            '["ELBO", "IWAE, K = 10", "log p(x)"]',
            '["log p(x)", "ELBO", "IWAE, K = 10"]',
            "Both are lower bounds. Of what, and on which side of it do you have them?",
            "A lower bound lies below the truth, however good it is.",
        ),
        Mistake(
            '["ELBO", "IWAE, K = 10", "log p(x)"]',
            '["IWAE, K = 10", "log p(x)", "ELBO"]',
            "Can a lower bound lie above the truth? Which of yours does?",
            "Neither bound may, and of the two it is the one with more samples that comes nearer.",
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
    see=("eq-mean-beta", "4-mathematics/vae-terms"),
    tolerance=0.006,  # so that a number of two digits is right
    relative=True,
    asks=(
        (
            "first",
            "Multiply the first program's loss until the distortion is a sum over the pixels with "
            "weight 1. Which weight has the divergence's sum over 200 units then?",
        ),
        (
            "second",
            "Multiply the second program's loss until the distortion is a sum over the pixels with "
            "weight 1. The divergence is a sum already: by what was it multiplied?",
        ),
    ),
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
            "Over the units, so the weight of their sum is smaller than what you say.",
        ),
        Mistake(
            "784 / 200",
            "200 / 784",
            "Which of the two terms does β multiply?",
            "It multiplies the divergence, when the distortion is a sum with weight 1.",
        ),
        Mistake(
            "784 / 200",
            "1 / 200",
            "The divergence's mean over 200 units has that weight on its sum. But is the "
            "distortion a sum?",
            "It is a mean, too; multiply both until it is one.",
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
            "Which number times 500/1024 is 1? The divergence is multiplied along with it.",
        ),
        Mistake(
            "1024 / 500",
            "1 / 500",
            "Is the distortion a sum over the pixels or a mean?",
            "A mean, so 500 times the mean is 500/1024 times the sum.",
        ),
        Mistake(
            "1024 / 500",
            "1024 / 500 / 200",
            "Is the second program's divergence averaged over its units, or summed?",
            "Summed, so the number of units has no part in this.",
        ),
        Mistake(
            "1024 / 500",
            "1024.0",
            "What became of the 500 that stands on the distortion?",
            "The distortion has it already, so less is missing to a sum over the pixels.",
        ),
    ),
)
