"""Exercise: the importance-weighted bound, written as code."""

import math

import torch

from genai_utils.checks import Exercise, Mistake
from genai_utils.exercises.recorded import slopes
from genai_utils.solutions import vae

ONE, EQUAL, THREE = "one weight", "four equal weights", "two examples, three weights"
SMALL, APART = "weights near e⁻⁹⁰⁰", "two images whose weights are far apart"
BATCH = "what an image takes from its batch"
LOG_WEIGHTS = {
    ONE: [[-1.5, 0.3]],
    EQUAL: [[-1.5, 0.3]] * 4,
    THREE: [[-1.0, 2.0], [0.5, -3.0], [1.0, 0.0]],
    SMALL: [[-900.0, -901.0], [-902.0, -900.0]],
    APART: [[-100.0, -700.0], [-101.0, -703.0]],
}


def see_bound(answer):
    seen = {name: answer(torch.tensor(weights)) for name, weights in LOG_WEIGHTS.items()}
    log_weights = torch.tensor(LOG_WEIGHTS[THREE], requires_grad=True)
    (slope,) = slopes(answer(log_weights), log_weights)
    alone = answer(torch.tensor(LOG_WEIGHTS[THREE])[:, :1])
    return {BATCH: seen[THREE][:1] - alone} | seen | {"the slope in each log-weight": slope}


def expect_bound():
    """The mean in plain Python, with the largest weight taken out by hand."""
    right = {}
    for name, rows in LOG_WEIGHTS.items():
        columns = list(zip(*rows, strict=True))
        means = [sum(math.exp(w - max(c)) for w in c) / len(c) for c in columns]
        values = [max(c) + math.log(mean) for c, mean in zip(columns, means, strict=True)]
        right[name] = torch.tensor(values)
    shares = torch.tensor(LOG_WEIGHTS[THREE]).exp()
    slope = {"the slope in each log-weight": shares / shares.sum(0)}
    return {BATCH: torch.zeros(1)} | right | slope


IWAE = Exercise(
    label="ex-vae-iwae",
    solution=vae.importance_weighted_bound,
    probe=see_bound,
    oracle=expect_bound,
    see=("eq-iwae-bound", "4-mathematics/vae-rate"),
    asks=(
        (
            "not finite",
            "exp(-900) is 0 and exp(100) is infinite in single precision. Which exponential of "
            "yours gets that far, and do you take out each image's own largest weight?",
        ),
        (
            BATCH,
            "One image by itself has another bound than in a batch. What does its number take "
            "from the other images: along which axis is the mean?",
        ),
        (
            ONE,
            "With one weight, K = 1, the logarithm of the mean is this log-weight itself, in nats. "
            "What does yours do to it?",
        ),
        (
            EQUAL,
            "The mean of K equal weights is that weight, for every K. Where is your sum divided by "
            "K: inside the logarithm or outside?",
        ),
        (
            THREE,
            "Equal weights come out right and unequal ones don't. Is the logarithm taken of the "
            "mean of the weights themselves?",
        ),
        (
            SMALL,
            "exp(-900) is 0 in single precision. Does your result survive that without something "
            "added or cut off?",
        ),
        (
            APART,
            "Each image has a largest weight of its own. Which one do you take out before the "
            "exponential? Another image's lets this one underflow.",
        ),
        (
            "the slope in each log-weight",
            "The values are right. Does a gradient reach the weights, so that a model can learn?",
        ),
    ),
    mistakes=(
        Mistake(
            "torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))",
            "log_weights.mean(0)",
            "Which comes first in the bound, the mean or the logarithm?",
            "The mean of the logarithms is the ELBO again, whatever K is; nothing gets tighter.",
        ),
        Mistake(
            " - math.log(len(log_weights))",
            "",
            "Take K equal weights. What is their mean?",
            "The sum of K weights was not divided by K, so the value grows with K and bounds "
            "nothing.",
        ),
        Mistake(
            "torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))",
            "log_weights.exp().mean(0).log()",
            "Log-weights of -900 give no finite bound in yours. What is exp(-900) in single "
            "precision?",
            "The formula is right and the numbers underflow: an image's log-weight is in the "
            "hundreds. There is a function that takes the largest weight out first.",
        ),
        Mistake(
            "dim=0) - math.log(len(log_weights))",
            "dim=1) - math.log(log_weights.shape[1])",
            "Which axis holds the samples, and which the examples?",
            "The first axis is averaged; one number per example is left.",
        ),
        Mistake(
            "torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))",
            "log_weights.max(0).values",
            "Is it the largest weight that the bound asks for, or the mean of all?",
            "The largest alone would grow with K for ever.",
        ),
        Mistake(
            "torch.logsumexp(log_weights, dim=0) - math.log(len(log_weights))",
            "(log_weights.softmax(0) * log_weights).sum(0)",
            "Your log-weights are averaged, with their own shares as weights. In which order do "
            "mean and logarithm stand?",
            "The weights are averaged, each with a share of 1/K, and the logarithm comes last.",
        ),
    ),
)
